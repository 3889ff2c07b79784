package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.session.Reach;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the dry run warns of, and what it does not.
class DryWarningsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    /// So that what bob's phone transfers may go anywhere.
    @BeforeEach
    void aPlanForTransfers() {
        Map<String, Object> plan = Map.of("type", "ruby", "script", "sys.Dial(req.URI.User)");
        assertThat(aaron.put("/api/v1/dialplans/transfer", Json.text(plan)).status())
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private JsonNode dials(String dialString) {
        Map<String, Object> plan =
                Map.of("type", "ruby", "script", "sys.Dial('" + dialString + "')");
        Client.Got put = aaron.put("/api/v1/dialplans/main", Json.text(plan));
        assertThat(put.status()).as(put.body()).isIn(200, 201);
        Client.Got got =
                aaron.post(
                        "/api/v1/dialplans/main/dry-run",
                        Json.text(Map.of("from", "joe@x.org", "to", "5@elsewhere.example")));
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json();
    }

    private List<String> warnings(String dialString) {
        return dials(dialString).path("warnings").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void aTelephoneNumberOverAProviderMayCostMoney() {
        Map<String, Object> provider =
                Map.of("server", "sip.blueface.ie", "username", "u", "password", "p");
        Client.Got put = aaron.put("/api/v1/providers/blueface", Json.text(provider));
        assertThat(put.status()).as(put.body()).isEqualTo(201);

        for (String number : List.of("0900123456", "+353851234567", "*43", "1-800-555")) {
            assertThat(warnings(number + "@blueface"))
                    .as(number)
                    .anySatisfy(
                            text -> assertThat(text).contains("blueface takes, which may cost"));
        }
        assertThat(warnings("music@blueface")).isEmpty();
        assertThat(warnings("team7@blueface")).isEmpty();
    }

    @Test
    void aNameElsewhereCostsNothingAndANumberThereIsPerhapsAMistake() {
        assertThat(warnings("sip:music@iptel.org")).isEmpty();
        assertThat(warnings("0900123456@blufone"))
                .containsExactly(
                        "There is no provider blufone; it is treated as the name of a host.",
                        "sip:0900123456@blufone is a telephone number outside this server, and no"
                                + " provider takes it there.");
    }

    @Test
    void aLegThatVanishesLeadsNowhere() {
        assertThat(warnings("bobb@local&sip:music@iptel.org"))
                .containsExactly("bobb@local leads nowhere: there is no account bobb@localhost.");
        assertThat(warnings("sip:music@iptel.org&sip:music@iptel.org")).isEmpty();
    }

    @Test
    void anAccountOfOursIsOursByWhicheverAddress() {
        assertThat(warnings("sip:bob@localhost")).isEmpty();
        JsonNode own = dials("sip:bob@localhost:5060");
        assertThat(own.path("legs").toString()).isEqualTo("[\"bob@localhost\"]");
        JsonNode other = dials("sip:bob@localhost:5099");
        assertThat(other.path("legs").toString()).contains("without credentials");
    }

    @Test
    void optionsThatDoNothingAreSaidToDoNothing() {
        assertThat(warnings("bob@local[rcd=true,dr=3,swln=1,swcid=2,swo=me]"))
                .isEqualTo(
                        Stream.of("rcd", "dr or ir", "swln", "swcid", "swo")
                                .map(key -> "bob@local: the option " + key + " does nothing here.")
                                .toList());
        assertThat(warnings("bob@local[ir=x]"))
                .containsExactly("bob@local: the option dr or ir does nothing here.");
        assertThat(warnings("bob@local[ma=false,dt=3,cd=60,fd=Bob,rm=m]")).isEmpty();
    }

    @Test
    void aDialStringWithAPasswordIsRefusedAndNotRepeated() {
        JsonNode answer = dials("me,sec' + 'ret,303@b.ie");

        assertThat(answer.path("decisions").toString())
                .contains("old form with a password")
                .doesNotContain("secret");
        assertThat(answer.path("dials")).isEmpty();
    }

    @Test
    void whereTheOperatorLetsNobodyIsSaidAndNamesAreNotLookedUp() {
        Reach noLoopback = new Reach(address -> !address.isLoopbackAddress(), "Denied Here");
        live.ask(
                () -> {
                    live.core.switchboard().agent().reach(noLoopback);
                    return true;
                });

        assertThat(warnings("x@127.0.0.3"))
                .containsExactly("sip:x@127.0.0.3 is not called: Denied Here.");
        assertThat(warnings("x@name.example")).isEmpty();
        assertThat(warnings("x@192.0.2.9")).isEmpty();
    }
}

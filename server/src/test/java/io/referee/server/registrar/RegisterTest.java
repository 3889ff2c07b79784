package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.Registering;
import io.referee.server.virtual.Registering.CSeqOf;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/// What a REGISTER asks for, and what it is answered.
class RegisterTest {
    private static final String DESK = "Contact: <sip:alice@198.51.100.7:5070>";
    private static final String DESK_URI = "sip:alice@198.51.100.7:5070";
    private static final String SOFT = "Contact: <sip:alice@198.51.100.7:5071>";

    private final Office office = new Office();
    private final Office.Phone phone = office.phone("one");

    private static Request unsigned(String user, String... headers) {
        return Registering.request(Method.REGISTER, user, new CSeqOf("x", 1), List.of(headers));
    }

    private Response unsigned(SipUri to) {
        Request request =
                MessageBuilder.from(unsigned("alice", DESK))
                        .to(NameAddr.of(to))
                        .request(Method.REGISTER, SipUri.of("", "example.org", -1));
        return office.send(request, Registering.UDP);
    }

    @Test
    void aPhoneIsChallengedThenRegisteredForAnHour() {
        assertThat(office.send(unsigned("alice", DESK), Registering.UDP).status()).isEqualTo(401);

        Response answer = phone.register(DESK);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Office.contacts(answer)).containsExactly("<" + DESK_URI + ">;expires=3600");
        assertThat(answer.value(HeaderName.DATE)).hasValue("Thu, 01 Jan 2026 00:00:00 GMT");
        assertThat(answer.value(HeaderName.SERVER)).hasValue("Referee/test");
        assertThat(answer.toTag()).isNotEmpty();
        assertThat(office.events.take())
                .containsExactly(
                        "aaron: Added[aor=alice@example.org, contact="
                                + DESK_URI
                                + ", source=udp:198.51.100.7:5070, expiresSeconds=3600]");
    }

    @Test
    void aSuccessTellsThatWeKnowThePasswordAndWhatWorks() {
        Response answer = phone.register(DESK);

        assertThat(answer.value(HeaderName.AUTHENTICATION_INFO).orElseThrow())
                .startsWith("qop=auth, rspauth=");
        assertThat(answer.value(HeaderName.SUPPORTED)).hasValue("path, gruu, outbound");
        assertThat(answer.value(HeaderName.REQUIRE)).isEmpty();
    }

    @Test
    void anUnsignedRegisterChangesNothingAndTellsNothing() {
        phone.register(DESK);

        Response answer = office.send(unsigned("alice"), Registering.UDP);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(Office.contacts(answer)).isEmpty();
    }

    @Test
    void aRepeatedRegisterRefreshes() {
        phone.register(DESK);
        office.pass(Duration.ofSeconds(3_000));
        office.events.take();

        assertThat(Office.contacts(phone.register(DESK)))
                .containsExactly("<" + DESK_URI + ">;expires=3600");
        assertThat(office.events.take()).hasSize(1).first().asString().contains("Refreshed[");
        assertThat(office.registrar.size()).isEqualTo(1);
    }

    @Test
    void anotherCaseOfTheHostIsTheSameContact() {
        phone.register("Contact: <sip:alice@Phone.Example.com>");

        phone.register("Contact: <sip:alice@phone.example.com>");

        assertThat(office.alice()).containsExactly("sip:alice@phone.example.com");
        assertThat(office.store.loadAll())
                .extracting(StoredBinding::contact)
                .containsExactly("sip:alice@phone.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:%61lice@phone.example.com;transport=tcp",
                "sip:alice@PHONE.example.com;Transport=TCP",
                "sip:alice@phone.example.com;transport=tcp;ob"
            })
    void aContactThatMeansTheSameIsTheSame(String other) {
        phone.register("Contact: <sip:alice@phone.example.com;transport=tcp>");

        phone.register("Contact: <" + other + ">");

        assertThat(office.alice()).containsExactly(other);
        assertThat(office.store.loadAll())
                .extracting(StoredBinding::contact)
                .containsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:Alice@phone.example.com",
                "sip:alice@phone.example.com:5060",
                "sip:alice@phone.example.com;transport=udp",
                "sip:alice@phone.example.com?Subject=a"
            })
    void aContactThatMeansSomethingElseIsAnother(String other) {
        phone.register("Contact: <sip:alice@phone.example.com>");

        phone.register("Contact: <" + other + ">");

        assertThat(office.alice()).containsExactlyInAnyOrder("sip:alice@phone.example.com", other);
    }

    @Test
    void ofSeveralThatMeanTheSameTheOneWrittenAlikeIsRefreshed() {
        phone.register("Contact: <sip:alice@phone.example.com;line=1>");
        phone.register("Contact: <sip:alice@phone.example.com;line=2>");
        assertThat(office.registrar.size()).isEqualTo(2);

        phone.register("Contact: <sip:alice@phone.example.com;line=2>;expires=0");

        assertThat(office.alice()).containsExactly("sip:alice@phone.example.com;line=1");
    }

    @Test
    void withoutContactAllBindingsAreTold() {
        phone.register(DESK, "Expires: 600");
        office.phone("two").register(SOFT);
        office.pass(Duration.ofSeconds(100));

        assertThat(Office.contacts(phone.register()))
                .containsExactly(
                        "<sip:alice@198.51.100.7:5071>;expires=3500",
                        "<" + DESK_URI + ">;expires=500");
    }

    @Test
    void bindingsOfOthersAreNotTold() {
        office.new Phone("bob", "b", Registering.UDP)
                .register("Contact: <sip:bob@198.51.100.7:5070>");

        assertThat(Office.contacts(phone.register())).isEmpty();
    }

    @Test
    void expiryZeroRemovesThatContactOnly() {
        phone.register(DESK);
        office.phone("two").register(SOFT);
        office.events.take();

        Response answer = phone.register(DESK + ";expires=0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(office.alice()).containsExactly("sip:alice@198.51.100.7:5071");
        assertThat(office.events.take())
                .containsExactly(
                        "aaron: Removed[aor=alice@example.org, contact="
                                + DESK_URI
                                + ", reason=unregistered]");
        assertThat(office.store.loadAll()).hasSize(1);
    }

    @Test
    void removingWhatIsNotThereIsAnswered200() {
        assertThat(phone.register(DESK, "Expires: 0").status()).isEqualTo(200);
        assertThat(office.events.take()).isEmpty();
    }

    @Test
    void aStarWithExpiresZeroRemovesAll() {
        phone.register(DESK);
        office.phone("two").register(SOFT);

        Response answer = phone.register("Contact: *", "Expires: 0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Office.contacts(answer)).isEmpty();
        assertThat(office.registrar.size()).isZero();
        assertThat(office.store.loadAll()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Expires: 3600", "Expires: none", "Subject: no Expires at all"})
    void aStarWithoutExpiresZeroIsRefused400(String header) {
        phone.register(DESK);

        assertThat(phone.register("Contact: *", header).status()).isEqualTo(400);
        assertThat(office.alice()).hasSize(1);
    }

    @Test
    void aStarThatDoesNotStandAloneIsRefused400() {
        phone.register(DESK);

        assertThat(phone.register("Contact: *", SOFT, "Expires: 0").status()).isEqualTo(400);
        assertThat(office.alice()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3600",
        "';expires=60', 60",
        "';expires=86400', 86400",
        "';expires=86401', 86400",
        "';expires=99999999999', 86400",
        "';expires=soon', 3600",
        "';expires=-5', 3600",
    })
    void theGrantedExpiryIsTheAskedOneWithinItsLimits(String parameter, long granted) {
        assertThat(Office.contacts(phone.register(DESK + parameter)))
                .containsExactly("<" + DESK_URI + ">;expires=" + granted);
    }

    @Test
    void theExpiryOfAContactGoesBeforeTheExpiresHeader() {
        phone.register(DESK + ";expires=120, <sip:alice@198.51.100.7:5071>", "Expires: 240");

        assertThat(Office.contacts(phone.register()))
                .containsExactlyInAnyOrder(
                        "<" + DESK_URI + ">;expires=120",
                        "<sip:alice@198.51.100.7:5071>;expires=240");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "59"})
    void tooBriefAnExpiryIsRefused423WithTheLeast(String seconds) {
        office.events.take();

        Response answer = phone.register(SOFT, DESK, "Expires: " + seconds);

        assertThat(answer.status()).isEqualTo(423);
        assertThat(answer.value(HeaderName.MIN_EXPIRES)).hasValue("60");
        assertThat(office.alice()).isEmpty();
        assertThat(office.events.take())
                .containsExactly(
                        "aaron: Refused[aor=alice@example.org, source=udp:198.51.100.7:5070,"
                                + " status=423, reason=Interval Too Brief]");
    }

    @Test
    void qIsKeptAndOrdersTheBindings() {
        phone.register(DESK + ";q=0.25", SOFT + ";q=0.7", "Contact: <sip:alice@198.51.100.9>;q=0");

        assertThat(Office.contacts(phone.register()))
                .containsExactly(
                        "<sip:alice@198.51.100.7:5071>;expires=3600;q=0.700",
                        "<" + DESK_URI + ">;expires=3600;q=0.250",
                        "<sip:alice@198.51.100.9>;expires=3600;q=0.000");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "1.000, 1000",
        "0, 0",
        "0., 0",
        "0.5, 500",
        "0.05, 50",
        "0.005, 5",
        "1.5, 1000",
        "0.5000, 1000",
        "high, 1000",
        "'', 1000",
        "0.x, 1000",
        "5, 1000",
    })
    void aQValueIsThousandths(String text, int thousandths) {
        assertThat(AskedReader.priority(text)).isEqualTo(thousandths);
    }

    @Test
    void theInstanceIsKept() {
        Response answer = phone.register(DESK + ";+sip.instance=\"<urn:uuid:0-1>\"");

        assertThat(office.registrar.bindings(Office.ALICE).getFirst().instance())
                .isEqualTo("<urn:uuid:0-1>");
        assertThat(Office.contacts(answer).getFirst())
                .endsWith(";+sip.instance=\"<urn:uuid:0-1>\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sips:alice@198.51.100.7>",
                "<tel:+15551234>",
                "<alice>",
                "<sip:alice@198.51.100.7",
                "<sip:alice@198.51.100.7>;x=\"a\u0001b\"",
            })
    void aContactThatCannotBeUsedIsRefused400(String contact) {
        assertThat(phone.register(DESK, "Contact: " + contact).status()).isEqualTo(400);
        assertThat(office.alice()).isEmpty();
    }

    @Test
    void tooLongAContactIsRefused400() {
        String user = "a".repeat(AskedReader.MAX_CONTACT_LENGTH);

        assertThat(phone.register("Contact: <sip:" + user + "@198.51.100.7>").status())
                .isEqualTo(400);
    }

    @Test
    void tooLongACallIdIsRefused400() {
        Office.Phone odd = office.phone("i".repeat(AskedReader.MAX_CALL_ID_LENGTH + 1));

        assertThat(odd.register(DESK).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@192.0.2.1",
                "sip:alice@192.0.2.1:5060",
                "sip:bob@example.org",
                "sip:bob@EXAMPLE.org:5060;transport=tcp",
                "sip:bob@elsewhere.org;maddr=192.0.2.1",
            })
    void aContactThatIsThisServerIsRefused403(String contact) {
        assertThat(phone.register(DESK, "Contact: <" + contact + ">").status()).isEqualTo(403);
        assertThat(office.alice()).isEmpty();
    }

    @Test
    void aPhoneOnOurHostWithAnotherPortIsWelcome() {
        assertThat(phone.register("Contact: <sip:alice@192.0.2.1:5070>").status()).isEqualTo(200);
    }

    @Test
    void aRequiredExtensionIsRefused420() {
        Response answer = phone.register(DESK, "Require: path, teleport, outbound, levitate");

        assertThat(answer.status()).isEqualTo(420);
        assertThat(answer.value(HeaderName.UNSUPPORTED)).hasValue("teleport, levitate");
    }

    @Test
    void aDomainThatIsNotServedIsRefused403() {
        Response answer = unsigned(SipUri.of("alice", "elsewhere.org", -1));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reason()).isEqualTo("Domain Not Serviced");
    }

    @Test
    void aToWithoutAUserIsRefused400() {
        assertThat(unsigned(SipUri.of("", "example.org", -1)).status()).isEqualTo(400);
    }

    @Test
    void aWrongPasswordIsRefused403() {
        office.new Phone("nobody", "n", Registering.UDP).register(DESK);

        assertThat(office.outside.lastResponse().status()).isEqualTo(403);
        assertThat(office.events.take())
                .hasSize(2)
                .last()
                .asString()
                .contains("Refused[aor=nobody@example.org");
    }

    @Test
    void aThirdPartyMayRegisterWithTheAccountsPasswordOnly() {
        Response challenge = office.send(fromBoss("b1", DESK), Registering.UDP);

        Request own = fromBoss("b2", DESK, signed(challenge, "boss"));
        assertThat(office.send(own, Registering.UDP).status()).isEqualTo(403);
        Request alices = fromBoss("b3", DESK, signed(challenge, "alice"));
        assertThat(office.send(alices, Registering.UDP).status()).isEqualTo(200);
    }

    private static Request fromBoss(String tag, String... headers) {
        return MessageBuilder.from(unsigned("alice", headers))
                .from(NameAddr.of(SipUri.of("boss", "elsewhere.org", -1)).withTag(tag))
                .request(Method.REGISTER, SipUri.of("", "example.org", -1));
    }

    private static String signed(Response challenge, String user) {
        return Registering.authorization(
                Method.REGISTER,
                Registering.challenge(challenge.headers(), Algorithm.MD5),
                new Login(user, "pw"),
                1);
    }
}

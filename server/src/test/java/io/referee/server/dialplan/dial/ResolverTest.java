package io.referee.server.dialplan.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.TransferMode;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.digest.Ha1;
import io.referee.sip.message.Header;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whom legs mean, in the order of the rules, and what their From is.
class ResolverTest {
    private static final Directory DIRECTORY =
            DirectorySnapshot.of(
                    List.of("localhost", "example.org"),
                    List.of(),
                    List.of(
                            account("aaron", "alice", "localhost", ""),
                            account("aaron", "bob", "localhost", "in"),
                            account("aaron", "carol", "example.org", "main"),
                            account("eve", "eve", "localhost", "main"),
                            account("aaron", "blueface", "localhost", "")),
                    List.of());
    private static final Map<String, ProviderLine> PROVIDERS =
            Map.of(
                    "blueface",
                    new ProviderLine(
                            "blueface", uri("sip:sip.blueface.ie"), "me", "", List.of(), ""),
                    "tls",
                    new ProviderLine(
                            "tls", uri("sips:tls.example;lr?X-A=1"), "me", "", List.of(), ""),
                    "named",
                    new ProviderLine(
                            "named",
                            uri("sip:named.example:5070;transport=tcp"),
                            "me",
                            "\"${fromname} via us\" <sip:${fromuriuser}@calls.example>",
                            List.of("X-Caller: ${fromaor}", "Via: x"),
                            ""),
                    "wrong",
                    new ProviderLine(
                            "wrong", uri("sip:w.example"), "me", "nonsense", List.of(), ""),
                    "anon",
                    new ProviderLine("anon", uri("sip:a.example"), "anonymous", "", List.of(), ""),
                    "mail",
                    new ProviderLine(
                            "mail", uri("sip:m.example"), "a@b@host.example", "", List.of(), ""),
                    "old",
                    new ProviderLine(
                            "old",
                            uri("sip:o.example"),
                            "me",
                            "",
                            List.of(),
                            "provider old is read-only"));
    private static final Resolver RESOLVER =
            new Resolver(
                    DIRECTORY,
                    (owner, name) ->
                            owner.equals("aaron")
                                    ? Optional.ofNullable(PROVIDERS.get(name.toLowerCase()))
                                    : Optional.empty(),
                    port -> port == 5060);
    private static final Dialled CALL = new Dialled("*100", "Alice", "alice", "localhost");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                // a served domain, or another name of it
                "alice@localhost ~ bindings of alice@localhost by sip:alice@localhost",
                "alice@LOCALHOST ~ bindings of alice@localhost by sip:alice@localhost",
                "alice@local ~ bindings of alice@localhost by sip:alice@localhost",
                "alice@sipsorcery ~ bindings of alice@localhost by sip:alice@localhost",
                "alice@localhost:5060 ~ bindings of alice@localhost by sip:alice@localhost",
                "sip:alice@local ~ bindings of alice@localhost by sip:alice@localhost",
                "1234.alice@local ~ bindings of alice@localhost by sip:1234.alice@localhost",
                "a.b.alice@local ~ bindings of alice@localhost by sip:a.b.alice@localhost",
                "${fromaor} ~ bindings of alice@localhost by sip:alice@localhost",
                "Alice@local ~ nobody: there is no account Alice@localhost",
                "x@local ~ nobody: there is no account x@localhost",
                "alice.x@local ~ nobody: there is no account alice.x@localhost",
                "local ~ nobody: there is no account *100@localhost",
                "sip:local ~ nobody: there is no account @localhost",
                // an account with a plan of its own; the running plan rings the phones
                "bob@local ~ plan of bob@localhost by sip:bob@localhost",
                "blueface.bob@local ~ plan of bob@localhost by sip:blueface.bob@localhost",
                "carol@example.org ~ bindings of carol@example.org by sip:carol@example.org",
                "eve@local ~ plan of eve@localhost by sip:eve@localhost",
                // providers
                "123@blueface ~ provider blueface by sip:123@sip.blueface.ie",
                "123@BlueFace ~ provider blueface by sip:123@sip.blueface.ie",
                "blueface ~ provider blueface by sip:*100@sip.blueface.ie",
                "sip:blueface ~ provider blueface by sip:sip.blueface.ie",
                "#31#@blueface ~ provider blueface by sip:%2331%23@sip.blueface.ie",
                "1@blueface;transport=tcp ~ provider blueface by"
                        + " sip:1@sip.blueface.ie;transport=tcp",
                "1@named;transport=udp;x=1 ~ provider named by"
                        + " sip:1@named.example:5070;transport=tcp;x=1",
                "1@tls ~ provider tls by sips:1@tls.example;lr",
                "1@old ~ nobody: provider old is read-only",
                // an account of the default domain by its name alone
                "alice ~ bindings of alice@localhost by sip:alice@localhost",
                // anybody else
                "303@sip.blueface.ie ~ elsewhere by sip:303@sip.blueface.ie",
                "sips:303@sip.blueface.ie:5061 ~ elsewhere by sips:303@sip.blueface.ie:5061",
                "alice@localhost:5099 ~ elsewhere by sip:alice@localhost:5099",
                "1@blueface:5060 ~ elsewhere by sip:1@blueface:5060",
                "sip:alice ~ elsewhere by sip:alice",
                "d3a0@sip.anveo.com:5010[tr=p] ~ elsewhere by sip:d3a0@sip.anveo.com:5010",
                "music@iptel.org ~ elsewhere by sip:music@iptel.org",
                "a@b_c*d ~ nobody: b_c*d is no host, and no provider either",
            })
    void aDestinationIsResolvedInOrder(String leg, String expected) {
        assertThat(shown(one(leg).destination())).isEqualTo(expected);
    }

    /// H47: its writer may choose an address, but none of the owner's providers.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "sip:sip.pstnhub.example:5061;transport=tls;x-m=a%3Bb;x-t ~ elsewhere by"
                        + " sip:sip.pstnhub.example:5061;transport=tls;x-m=a%3Bb;x-t",
                "sips:1@x.example ~ elsewhere by sips:1@x.example",
                "sip:alice@localhost;x=1 ~ bindings of alice@localhost by sip:alice@localhost",
                "sip:0900@blueface ~ elsewhere by sip:0900@blueface",
                "sip:1@x&2@y ~ nobody: sip:1@x&2@y is no host",
                "tel:+1555 ~ nobody",
                "'' ~ nobody",
            })
    void theTargetOfATransferIsDialledAsItStands(String target, String expected) {
        Dialled transfer = new Dialled("s", "", "", "", "", "", target);
        Resolver.Running running = Resolver.Running.plain("aaron", "main", transfer, "");
        Resolution resolution = RESOLVER.resolve(string("${ReferTo}[dt=5]"), running);

        assertThat(shown(first(resolution).destination())).startsWith(expected);
    }

    @Test
    void whatNeedsAnOwnersAttentionIsNoted() {
        assertThat(resolve("1@bluefase").notes())
                .containsExactly(
                        "there is no provider bluefase; it is treated as the name of a host");
        assertThat(resolve("x@local").notes())
                .containsExactly("x@local is left out: there is no account x@localhost");
    }

    @Test
    void providersAreThoseOfTheOwner() {
        Resolver.Running eves = Resolver.Running.plain("eve", "main", CALL, "eve@localhost");

        Destination destination =
                RESOLVER.resolve(string("1@blueface"), eves)
                        .stages()
                        .getFirst()
                        .getFirst()
                        .destination();

        assertThat(shown(destination)).isEqualTo("elsewhere by sip:1@blueface");
    }

    @ParameterizedTest(name = "{0}: {1} lead somewhere")
    @CsvSource({
        "a@x.org|a@x.org, 1",
        "a@x.org&a@X.ORG, 1",
        "sip:%61@x.org|a@x.org, 1",
        "a@x.org|A@x.org, 2",
        "a@x.org|a@x.org:5060, 2",
        "a@x.org|a@x.org;transport=tcp, 2",
        "alice@local|1.alice@local, 1",
        "bob@local|1.bob@local, 2",
        "1@blueface|1@sip.blueface.ie, 1",
        "x@local|x@local|alice@local, 1",
    })
    void equalRequestUrisAreDialledOnce(String text, int size) {
        assertThat(resolve(text).size()).isEqualTo(size);
    }

    @Test
    void aLegThatIsDroppedSaysSo() {
        assertThat(resolve("a@x.org|a@x.org").notes())
                .containsExactly("a@x.org is left out: an earlier leg goes there already");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '~',
            nullValues = "-",
            value = {
                // strongest: options, then the provider's setting, then the plan's, then the rest
                "1@blueface ~ - ~ (none) me sip.blueface.ie",
                "1@blueface ~ Plan/900/plan.example ~ Plan 900 plan.example",
                "1@blueface ~ /900/ ~ (none) 900 sip.blueface.ie",
                "1@blueface[fu=800] ~ Plan/900/plan.example ~ Plan 800 plan.example",
                "1@blueface[fd=,fu=800,fh=h] ~ - ~ (none) 800 h",
                "1@named ~ - ~ Alice via us alice calls.example",
                "1@named ~ Plan/900/plan.example ~ Alice via us alice calls.example",
                "1@named[fd=Me] ~ - ~ Me alice calls.example",
                "1@anon ~ - ~ (none) anonymous localhost",
                "1@mail ~ - ~ (none) a@b host.example",
                "1@mail ~ /900/ ~ (none) 900 host.example",
                "1@wrong ~ Plan// ~ Plan me w.example",
                "alice@local ~ - ~ received Alice alice localhost",
                "alice@local ~ Plan// ~ Plan alice localhost",
                "alice@local[fd=From ${dst}] ~ - ~ From *100 alice localhost",
                "a@x.org ~ - ~ received Alice alice localhost",
                "a@x.org ~ Plan/900/ ~ Plan 900 localhost",
                "bob@local ~ - ~ received Alice alice localhost",
            })
    void fromFollowsTheOrderOfStrength(String leg, String wanted, String expected) {
        String[] parts = wanted == null ? new String[] {"", "", ""} : wanted.split("/", -1);
        Resolver.Running running =
                new Resolver.Running(
                        "aaron",
                        "main",
                        CALL,
                        "caller@example.org",
                        new FromParts(parts[0], parts[1], parts[2]),
                        CustomHeaders.NONE,
                        "");

        LegFrom from = RESOLVER.resolve(string(leg), running).stages().getFirst().getFirst().from();

        String name = from.parts().name().isEmpty() ? "(none)" : from.parts().name();
        assertThat(
                        (from.asReceived() ? "received " : "")
                                + String.join(" ", name, from.parts().user(), from.parts().host()))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} over {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "5@named ~ blueface ~ provider blueface by sip:5@sip.blueface.ie",
                "5@blueface ~ BlueFace ~ provider blueface by sip:5@sip.blueface.ie",
                "5@blueface ~ old ~ provider blueface by sip:5@sip.blueface.ie",
                "5@blueface ~ nothing ~ provider blueface by sip:5@sip.blueface.ie",
                "5@old ~ blueface ~ provider blueface by sip:5@sip.blueface.ie",
                "alice@local ~ blueface ~ bindings of alice@localhost by sip:alice@localhost",
                "5@x.org ~ blueface ~ elsewhere by sip:5@x.org",
            })
    void aPreferredProviderIsTakenInsteadOfAnother(String leg, String trunk, String expected) {
        Resolver.Running running =
                new Resolver.Running(
                        "aaron", "transfer", CALL, "", FromParts.NONE, CustomHeaders.NONE, trunk);

        Resolution resolution = RESOLVER.resolve(string(leg), running);

        assertThat(shown(first(resolution).destination())).isEqualTo(expected);
        boolean other = expected.startsWith("provider") && !leg.contains("@blueface");
        assertThat(resolution.notes()).hasSize(other ? 1 : 0);
    }

    @Test
    void withoutARequestTheCallerIsNobody() {
        Dialled made = new Dialled("1", "", "", "");
        Resolver.Running running = Resolver.Running.plain("aaron", "main", made, "");

        assertThat(first(RESOLVER.resolve(string("a@x.org"), running)).from().parts())
                .isEqualTo(new FromParts("", "thisis", "anonymous.invalid"));
        assertThat(first(RESOLVER.resolve(string("bob@local"), running)).from().asReceived())
                .isTrue();
    }

    @Test
    void aProvidersHeadersComeBeforeThoseOfThePlanAndOfTheUri() {
        List<String> notes = new ArrayList<>();
        Resolver.Running running =
                new Resolver.Running(
                        "aaron",
                        "main",
                        CALL,
                        "alice@localhost",
                        FromParts.NONE,
                        CustomHeaders.parse("X-Plan: ${dst:1}", notes),
                        "");

        Resolution resolution =
                RESOLVER.resolve(string("1@named?X-Uri=a%20b|2@x.org?Replaces=x"), running);

        assertThat(first(resolution).headers())
                .extracting(Header::toString)
                .containsExactly("X-Caller: alice@localhost", "X-Plan: 100", "X-Uri: a b");
        assertThat(resolution.notes())
                .containsExactly(
                        "header Via is the server's own; it is left out",
                        "header Replaces is the server's own; it is left out");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            value = {
                "X-A: b ~ X-A: b",
                "X-A: b|X-C: d ~ X-A: b / X-C: d",
                "|X-A: b| ~ X-A: b",
                "User-Agent: x ~ User-Agent: x",
                "Call-ID: x|X-A: b ~ X-A: b",
                "P-Asserted-Identity: <sip:1@x.org>|X-A: b ~ X-A: b",
                "P-Preferred-Identity: <sip:1@x.org>|X-A: b ~ X-A: b",
                "Remote-Party-ID: <sip:1@x.org>|X-A: b ~ X-A: b",
                "m: x|X-A: b ~ X-A: b",
                "nothing|X-A: b ~ X-A: b",
                "X A: c|X-A: b ~ X-A: b",
            })
    void customHeadersAreNamesAndValues(String text, String expected) {
        assertThat(String.join(" / ", CustomHeaders.parse(text, new ArrayList<>()).texts()))
                .isEqualTo(expected);
    }

    @Test
    void onlyAProvidersOwnHeadersMayClaimAnIdentity() {
        List<String> notes = new ArrayList<>();
        String claim = "P-Asserted-Identity: <sip:1@x.org>";

        assertThat(CustomHeaders.ofProvider(claim, notes).texts()).containsExactly(claim);
        assertThat(CustomHeaders.ofUri("P-Asserted-Identity=x", notes).texts()).isEmpty();
        assertThat(notes)
                .containsExactly("header P-Asserted-Identity claims an identity; it is left out");
    }

    @Test
    void customHeadersCanBeRemovedAndAreLimited() {
        List<String> notes = new ArrayList<>();
        CustomHeaders two = CustomHeaders.parse("X-A: 1|X-B: 2|x-a: 3", notes);
        assertThat(two.without("X-A").texts()).containsExactly("X-B: 2");

        CustomHeaders many = CustomHeaders.NONE;
        for (int i = 0; i <= CustomHeaders.MAX_HEADERS; i++) {
            many = many.with("X-A", "" + i, notes);
        }
        assertThat(many.texts()).hasSize(50);
        assertThat(notes).containsExactly("header X-A is one too many; it is left out");
    }

    @Test
    void aLineBreakInACallersNameMakesNoHeader() {
        List<String> notes = new ArrayList<>();
        CustomHeaders headers = CustomHeaders.parse("X-Name: ${fromname}", notes);

        assertThat(headers.fill(new Dialled("1", "a\r\nVia: x", "u", "h"), notes)).isEmpty();
        assertThat(notes).containsExactly("header X-Name is left out");
    }

    private static ResolvedLeg one(String leg) {
        return first(resolve(leg));
    }

    private static ResolvedLeg first(Resolution resolution) {
        return resolution.stages().getFirst().getFirst();
    }

    private static Resolution resolve(String text) {
        return RESOLVER.resolve(
                string(text), Resolver.Running.plain("aaron", "main", CALL, "alice@localhost"));
    }

    private static DialString string(String text) {
        return ((DialString.Reading.Good) DialString.parse(text)).string();
    }

    private static String shown(Destination destination) {
        return switch (destination) {
            case Destination.LocalAccount d ->
                    "bindings of " + d.account().aor() + " by " + d.dialled();
            case Destination.Loopback d -> "plan of " + d.account().aor() + " by " + d.dialled();
            case Destination.ThroughProvider d ->
                    "provider " + d.provider().name() + " by " + d.requestUri();
            case Destination.Elsewhere d -> "elsewhere by " + d.requestUri();
            case Destination.Vanished d -> "nobody: " + d.reason();
        };
    }

    private static SipUri uri(String text) {
        return SipUri.parse(text).orElseThrow();
    }

    private static Account account(String owner, String name, String domain, String in) {
        return new Account(
                owner,
                name,
                domain,
                Ha1.NONE,
                "",
                in,
                TransferMode.DENY,
                Optional.empty(),
                "",
                Access.USUAL);
    }
}

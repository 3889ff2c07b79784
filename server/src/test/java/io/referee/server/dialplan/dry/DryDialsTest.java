package io.referee.server.dialplan.dry;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Network;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.server.call.Target;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Reach;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What a dry run says of the legs of a list of rules: their options, and what an owner should look
/// at.
class DryDialsTest {
    private static final DirectorySnapshot PEOPLE =
            Apply.file(
                            Document.yaml(
                                    "people.yaml",
                                    """
                                    users:
                                      - name: aaron
                                        rates:
                                          - {code: gold, perMinute: 12.5, setup: 1, increment: 60}
                                          - {code: dear, perMinute: 12.5, setup: 91, increment: 60}
                                          - {prefix: bo, plan: home, perMinute: 0.5}
                                        providers:
                                          - {name: blue, server: sip.blue.example, username: u, password: p}
                                          - {name: green, server: 10.0.0.7, username: u, password: p}
                                          - {name: red, server: sip.red.example, username: u, password: p, outboundProxy: "sip:10.0.0.8"}
                                        accounts:
                                          - {name: alice, password: pa, transfer: pass}
                                          - {name: bob, password: pb, transfer: pass}
                                          - {name: carol, password: pc, transfer: consume}
                                          - {name: dave, password: pd, transfer: deny}
                                          - {name: erin, password: pe, prepaid: true, ratePlan: home}
                                        dialPlans:
                                          - name: main
                                            type: rules
                                            rules:
                                              - {match: exact, pattern: "1", command: dial, parameters: bob@local}
                                              - {match: exact, pattern: "2", command: dial, parameters: "bob@local[ma=false,ac=alice,dt=3]"}
                                              - {match: exact, pattern: "3", command: dial, parameters: music@blue}
                                              - {match: exact, pattern: "4", command: dial, parameters: "bob@local[tr=p]"}
                                              - {match: exact, pattern: "5", command: dial, parameters: "dave@local&carol@local"}
                                              - {match: exact, pattern: "6", command: dial, parameters: "bob@local[ac=nobody]&bob@local[ac=dave]&dave@local[ac=alice]"}
                                              - {match: exact, pattern: "7", command: dial, parameters: "zoe@local"}
                                              - {match: exact, pattern: "8", command: dial, parameters: "x@10.1.2.3&x@192.0.2.3&x@name.example"}
                                              - {match: exact, pattern: "9", command: dial, parameters: "music@green&music@red"}
                                              - {match: exact, pattern: "88", command: dial, parameters: "bob@local[rc=gold]&carol@local[rc=silver]&dave@local[ac=erin,rc=dear]"}
                                              - {match: exact, pattern: "99", command: dial, parameters: "bob@local&carol@local"}
                                              - {direction: in, command: dial, parameters: bob@local}
                                      - name: berta
                                        accounts:
                                          - {name: zoe, password: pz, transfer: deny}
                                    """),
                            DirectorySnapshot.of(
                                    List.of("localhost"), List.of(), List.of(), List.of()))
                    .directory();

    /// The operator lets nobody into 10/8.
    private static final Reach BOUNDS =
            new Reach(
                    address -> !Network.parse("10.0.0.0/8").orElseThrow().contains(address),
                    "Denied By Somebody");

    private static DryReport run(String from, String to, Map<String, Transport> phones) {
        return run(from, to, Optional.empty(), phones);
    }

    private static DryReport run(
            String from, String to, Optional<Account> callee, Map<String, Transport> phones) {
        return run(
                account ->
                        List.of(
                                phone(
                                        account,
                                        "198.51.100.7",
                                        phones.getOrDefault(account.name(), Transport.UDP))),
                from,
                to,
                callee);
    }

    private static DryReport run(
            Function<Account, List<Target>> phones,
            String from,
            String to,
            Optional<Account> callee) {
        DryRun.Surroundings around =
                new DryRun.Surroundings(
                        PEOPLE,
                        phones,
                        (owner, name) -> Optional.of(owner + "'s " + name + " answers 403"),
                        () -> {
                            throw new AssertionError("rules need no scripts");
                        },
                        "",
                        new Never(),
                        new DryRun.Given(
                                (run, name, arguments, line, reply) -> reply.answer(null),
                                new DryDesk(owner -> List.of(), DryDialsTest::credit),
                                ZoneOffset.UTC,
                                GivenPhones.NONE),
                        port -> port == 5060);
        DryRun.Call call =
                new DryRun.Call(
                        NameAddr.of(SipUri.of(from, "localhost", -1)),
                        SipUri.of(to, "localhost", -1),
                        callee);
        return new DryRun(
                        around,
                        PEOPLE.dialPlan("aaron", "main").orElseThrow(),
                        Instant.parse("2026-07-01T12:00:00Z"))
                .within(BOUNDS)
                .of(call);
    }

    private static Optional<Duration> credit(String account) {
        return switch (account) {
            case "dave@localhost" -> Optional.of(Duration.ZERO);
            case "erin@localhost" -> Optional.of(Duration.ofSeconds(100));
            default -> Optional.empty();
        };
    }

    private static Target phone(Account account, String host, Transport transport) {
        return new Target(
                SipUri.of(account.name(), host, -1),
                Hop.of(transport, new InetSocketAddress(host, 6001)),
                account,
                Target.Phone.UNKNOWN);
    }

    @Test
    void aProviderThatDoesNotWorkIsNamedWithTheReason() {
        assertThat(run("alice", "3", Map.of()).warnings())
                .containsExactly("The provider blue does not work now: aaron's blue answers 403.");
        assertThat(run("alice", "1", Map.of()).warnings()).isEmpty();
    }

    private static List<String> denied(DryReport report) {
        return report.warnings().stream().filter(text -> text.contains("Denied")).toList();
    }

    @Test
    void anAddressThatTheOperatorDeniesIsNotCalled() {
        assertThat(denied(run("alice", "8", Map.of())))
                .containsExactly("sip:x@10.1.2.3 is not called: Denied By Somebody.");
    }

    @Test
    void norIsAProviderThereByItsServerOrItsOutboundProxy() {
        assertThat(denied(run("alice", "9", Map.of())))
                .containsExactly(
                        "sip:music@10.0.0.7, over provider green is not called: Denied By"
                                + " Somebody.",
                        "sip:music@sip.red.example, over provider red is not called: Denied By"
                                + " Somebody.");
    }

    @Test
    void norAPhoneThatNamesAnAddressThereWhichItDoesNotSendFrom() {
        assertThat(denied(run(DryDialsTest::inside, "alice", "1", Optional.empty())))
                .containsExactly("A phone of bob@localhost is not called: Denied By Somebody.");
        assertThat(denied(run(DryDialsTest::atHome, "alice", "1", Optional.empty()))).isEmpty();
    }

    private static List<Target> inside(Account account) {
        return List.of(phone(account, "10.0.0.9", Transport.UDP));
    }

    private static List<Target> atHome(Account account) {
        Target phone = phone(account, "10.0.0.9", Transport.UDP);
        return List.of(
                new Target(
                        phone.uri(),
                        phone.hop(),
                        account,
                        new Target.Phone(List.of(), "", 0, 1_000, "10.0.0.9")));
    }

    @Test
    void aBrowserAndAPlainPhoneMayNotHearEachOther() {
        String warning =
                "alice@localhost and bob@localhost may not hear each other: one of them is a"
                        + " browser (WebRTC), the other a phone with plain RTP.";

        assertThat(run("alice", "1", Map.of("bob", Transport.WSS)).warnings())
                .containsExactly(warning);
        assertThat(run("alice", "1", Map.of("alice", Transport.WS)).warnings())
                .containsExactly(warning);
        assertThat(
                        run("alice", "1", Map.of("alice", Transport.WSS, "bob", Transport.WS))
                                .warnings())
                .isEmpty();
    }

    @Test
    void anAccountWhoseTransfersThisServerMakesWantsAPlanForThem() {
        assertThat(run("carol", "1", Map.of()).warnings())
                .containsExactly(
                        "bob@local: the account says transfer: consume, and there is no dial plan"
                                + " transfer: transfers reach accounts of this server only.");
        assertThat(run("carol", "4", Map.of()).warnings()).isEmpty();
    }

    @Test
    void whatTheAccountThatIsCalledMayTransferIsSaidToo() {
        assertThat(run("alice", "5", Map.of()).warnings())
                .containsExactly(
                        "dave@local cannot be transferred by dave@localhost: the account says"
                                + " transfer: deny.",
                        "carol@local: carol@localhost says transfer: consume, and there is no dial"
                                + " plan transfer: transfers reach accounts of this server only.");
    }

    @Test
    void ofAnothersAccountNothingIsToldButThatItIsRung() {
        DryReport report = run("alice", "7", Map.of());

        assertThat(report.warnings()).isEmpty();
        assertThat(report.dials().getFirst().legs().getFirst().bindings()).isEmpty();
        assertThat(report.toString()).contains("zoe@localhost").doesNotContain("198.51.100.7");
    }

    @Test
    void legsThatNobodyPaysForAreNotAmongThoseThatWouldBeMade() {
        DryReport report = run("alice", "6", Map.of());

        assertThat(report.dials().getFirst().legs())
                .extracting(DryReport.Leg::words)
                .containsExactly("dave@localhost");
        assertThat(report.decisions())
                .contains("bob@local is left out: there is no account nobody to charge");
    }

    @Test
    void theRateOfALegIsSaidAndWhyThereIsNone() {
        assertThat(run("alice", "88", Map.of()).decisions())
                .contains(
                        "bob@local is charged by rate gold: 12.5 a minute, 1 for the answer, in"
                                + " steps of 60 s",
                        "carol@local is left out: there is no rate silver",
                        "dave@local is left out: erin@localhost has not credit enough for rate"
                                + " dear: 12.5 a minute, 91 for the answer, in steps of 60 s");
        assertThat(run("erin", "99", Map.of()).decisions())
                .contains(
                        "bob@local is charged by rate home/bo: 0.5 a minute",
                        "carol@local is left out: the rate plan home has no rate for carol");
        assertThat(run("alice", "99", Map.of()).decisions().toString()).doesNotContain("rate");
    }

    @Test
    void aCallerFromElsewhereAndABrowserMayNotHearEachOther() {
        Optional<Account> bob = PEOPLE.account("bob", "localhost");

        assertThat(run("joe", "bob", bob, Map.of("bob", Transport.WSS)).warnings())
                .containsExactly(
                        "A caller from elsewhere and bob@localhost may not hear each other: one of"
                                + " them is a browser (WebRTC), the other a phone with plain RTP.");
        assertThat(run("joe", "bob", bob, Map.of()).warnings()).isEmpty();
        assertThat(run("alice", "bob", bob, Map.of("bob", Transport.WSS)).warnings())
                .as("alice's phone is a plain one")
                .hasSize(1);
        assertThat(run("alice", "3", Map.of("alice", Transport.WSS)).warnings())
                .as("a provider has no browsers")
                .anySatisfy(it -> assertThat(it).contains("may not hear each other"));
    }

    @Test
    void theOptionsOfALegAreSaidInWords() {
        assertThat(run("alice", "2", Map.of()).dials().getFirst().legs().getFirst().options())
                .containsExactly("rings after 3 s", "private addresses are kept", "paid by alice");
    }

    @Test
    void phonesThatDoNotRingBecauseThereAreTooManyAreNamed() {
        Function<Account, List<Target>> many =
                account ->
                        IntStream.range(0, 12)
                                .mapToObj(i -> phone(account, "198.51.100." + i, Transport.UDP))
                                .toList();

        List<String> decisions = run(many, "alice", "5", Optional.empty()).decisions();

        assertThat(decisions)
                .contains(
                        "error: of 24 phones only the first 20 ring; not rung:"
                                + " sip:carol@198.51.100.8, sip:carol@198.51.100.9,"
                                + " sip:carol@198.51.100.10, sip:carol@198.51.100.11");
        assertThat(run("alice", "5", Map.of()).decisions())
                .noneMatch(line -> line.contains("not rung"));
    }

    /// Rules are never waited for.
    private static final class Never implements Waiting {
        @Override
        public void post(Runnable work) {
            throw new AssertionError("rules hand over nothing");
        }

        @Override
        public boolean until(java.util.function.BooleanSupplier so) {
            return so.getAsBoolean();
        }
    }
}

package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.account.Provider;
import io.referee.server.account.Rate;
import io.referee.server.account.TransferMode;
import io.referee.server.call.CallView;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;
import io.referee.server.transfer.Ends;
import io.referee.server.transfer.Refusal;
import io.referee.sip.digest.Ha1;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The verbs of `sys` and `lookup` that need no phone, no clock and no network to be answered.
class SysVerbsTest {
    private static final Instant SUMMER = Instant.parse("2026-07-01T12:00:00Z");
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 0\r\n";

    private static final String ACCEPTED =
            "SIP/2.0 202 Accepted\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                    + "From: <sip:alice@example.org>;tag=a\r\nTo: <sip:joe@192.0.2.7>;tag=b\r\n"
                    + "Call-ID: c\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n";

    private final Host host = new Host();
    private final List<String> outside = new ArrayList<>();
    private final List<PlanDesk.Asking> sent = new ArrayList<>();
    private final PlanRunner plans =
            new PlanRunner(
                    new PlanRunner.Surroundings(
                            () -> SUMMER,
                            () -> directory(),
                            account -> List.of(),
                            provider -> Plans.Way.PLAIN,
                            aor -> true,
                            port -> port == 5060,
                            5));
    private Optional<Route> decided = Optional.empty();

    private static final List<DialPlan.Rule> RULES =
            List.of(
                    new DialPlan.Rule("out", "exact", "1", "dial", "alice"),
                    new DialPlan.Rule("", "prefix", "2", "dial", "alice", prior("0.5")),
                    new DialPlan.Rule(
                            "in",
                            "",
                            "",
                            "reject",
                            "486",
                            new DialPlan.Details(
                                    "",
                                    "",
                                    "toSIPAccount",
                                    "alice",
                                    "",
                                    "",
                                    "",
                                    "M;09:00-17:00",
                                    "",
                                    true)));

    private static DialPlan.Details prior(String priority) {
        return new DialPlan.Details(priority, "", "", "", "", "", "", "", "", false);
    }

    private static Provider provider(String owner, String name) {
        return new Provider(
                owner,
                name,
                "sip:sip.example.net",
                new Provider.Login("u", "", "p"),
                Provider.Calls.PLAIN,
                Provider.Registration.NONE);
    }

    private static final List<Rate> RATES =
            List.of(
                    new Rate("gold", "", "default", Price.of("60 0 1000"), ""),
                    new Rate("", "353", "default", Price.of("12.5 0 1000"), ""),
                    new Rate("", "353", "office", Price.of("7 0 1000"), ""));

    private static Directory directory() {
        DirectorySnapshot.Draft draft = DirectorySnapshot.empty(List.of("example.org")).draft();
        draft.put(new Owner("aaron", "", List.of(), RATES));
        draft.put(new Owner("eve", "", List.of()));
        draft.put(account("alice", "aaron"));
        draft.put(account("mallory", "eve"));
        draft.put(provider("aaron", "blueface"));
        draft.put(provider("eve", "hers"));
        draft.put(new DialPlan("aaron", "simple", "rules", "", RULES));
        draft.put(new DialPlan("eve", "eves", "rules", "", RULES));
        return draft.snapshot();
    }

    private static Account account(String name, String owner) {
        return new Account(
                owner,
                name,
                "example.org",
                Ha1.NONE,
                "",
                "",
                TransferMode.DENY,
                Optional.empty(),
                "",
                Access.USUAL);
    }

    /// Begins a run of a plan of aaron that alice's phone started.
    private void begin() {
        plans.scripts(
                host,
                (run, name, arguments, line, reply) -> {
                    outside.add(name);
                    reply.answer(null);
                });
        plans.desk(new Desk());
        RouteQuery query =
                RouteQuery.anonymous(
                        SipUri.of("5", "example.org", -1), "example.org", PlanReports.SILENT);
        DialPlan plan = new DialPlan("aaron", "plan", "ruby", "", List.of());
        Route route = plans.run(PlanRun.out(plan, account("alice", "aaron"), query));
        ((Route.Deciding) route)
                .course()
                .begin((status, reason, headers) -> {}, next -> decided = Optional.of(next));
    }

    /// What a verb is answered.
    private @Nullable Object ask(String verb, @Nullable Object... arguments) {
        List<@Nullable Object> answers = new ArrayList<>();
        host.running()
                .called(
                        verb,
                        Arrays.asList(arguments),
                        1,
                        new Reply() {
                            @Override
                            public void answer(
                                    @Nullable Object value, Map<String, Object> changed) {
                                answers.add(value);
                            }

                            @Override
                            public void fail(String text) {
                                throw new AssertionError(text);
                            }
                        });
        assertThat(answers).as(verb).hasSize(1);
        return answers.getFirst();
    }

    @Test
    void dialoguesAreAnsweredLegsOfTheOwner() {
        begin();

        assertThat(ask("GetCurrentCallCount")).isEqualTo(2);
        assertThat(String.valueOf(ask("GetCurrentCalls")))
                .contains("CallId=id-1", "CallId=id-2", "Direction=In")
                .doesNotContain("id-3");
    }

    @Test
    void theZoneIsTheOperatorsWithItsSummerTime() {
        begin();
        assertThat(ask("GetTimezone")).isEqualTo("UTC");
        assertThat(ask("GetTimezoneOffsetMinutes")).isEqualTo(0);

        plans.settings(new PlanRunner.Settings(ZoneId.of("Europe/Dublin"), 5));
        assertThat(ask("GetTimezone")).isEqualTo("Europe/Dublin");
        assertThat(ask("GetTimezoneOffsetMinutes")).isEqualTo(60);
        assertThat(ask("lookup.GetTimezoneOffset")).isEqualTo(60);
    }

    @Test
    void aBalanceIsTheTalkThatIsLeftAndNobodyElsesBusiness() {
        begin();

        assertThat(ask("GetBalance", "alice")).isEqualTo(90L);
        assertThat(ask("GetBalance", "alice@local")).isEqualTo(90L);
        assertThat(ask("GetBalance", "mallory")).isEqualTo(-1L);
        assertThat(ask("GetBalance", "nobody")).isEqualTo(-1L);
    }

    @Test
    void aRateIsWhatAMinuteCosts() {
        begin();

        assertThat(ask("GetRate", "gold", "")).isEqualTo(60L);
        assertThat(ask("GetRate", "", "+35318")).isEqualTo(12.5);
        assertThat(ask("GetRate", "", "35318", "default")).isEqualTo(12.5);
        assertThat(ask("GetRate", "", "35318", "office")).isEqualTo(7L);
        assertThat(ask("GetRate", "code", "353")).isEqualTo(-1);
        assertThat(ask("GetRate", "", "44")).isEqualTo(-1);
        assertThat(ask("GetRate", "", "35318", "Other")).isEqualTo(-1);
    }

    @Test
    void tablesOfAWizardThatNobodyHasAreEmpty() {
        begin();

        assertThat(ask("lookup.GetSpeedDials")).isEqualTo(Map.of());
        assertThat(ask("lookup.GetSimpleWizardRules", "none", "Out")).isEqualTo(List.of());
        assertThat(ask("lookup.GetOptions", "plan")).isNull();
        assertThat(String.valueOf(ask("lookup.GetSettings"))).contains("Routes=[]");
    }

    @Test
    void aLibraryIsAVerbOfTheServerAndNotOfTheWorldOutside() {
        begin();

        assertThat(ask("Require", "mikesgem")).isEqualTo("");
        assertThat(ask("Require", "net/http")).isNull();
        assertThat(outside).isEmpty();
    }

    @Test
    void providersAndRulesAreThoseOfTheOwner() {
        begin();

        assertThat(String.valueOf(ask("lookup.GetProviders", "plan")))
                .contains("blueface={", "ProviderDialString=${EXTEN}@blueface")
                .doesNotContain("hers");
        assertThat(String.valueOf(ask("lookup.GetSettings"))).contains("Providers={blueface=");
        List<?> rules = (List<?>) ask("lookup.GetSimpleWizardRules", "simple", "Out");
        assertThat(String.valueOf(rules)).containsSubsequence("Pattern=2", "Pattern=1");
        assertThat(rules).hasSize(2);
        assertThat(String.valueOf(ask("lookup.GetSimpleWizardRules", "simple", "In")))
                .contains(
                        "Direction=In",
                        "Command=Reject",
                        "CommandParameter1=486",
                        "ToMatchType=ToSIPAccount",
                        "TimePattern=M;09:00-17:00",
                        "IsDisabled=true");
        assertThat(ask("lookup.GetSimpleWizardRules", "eves", "Out")).isEqualTo(List.of());
    }

    @Test
    void moreTimeIsTenSecondsMoreThanIsAskedFor() {
        begin();

        ask("ExtendScriptTimeout", 30);

        assertThat(host.deadlines).containsExactly(Duration.ofSeconds(40));
    }

    @Test
    void verbsWithoutEffectAreTaken() {
        begin();

        for (String verb : List.of("SetCallerCRMDetails", "TurnOffAutoCleanup", "Cleanup")) {
            assertThat(ask(verb, "x")).as(verb).isNull();
        }
        assertThat(ask("SetTrace", true)).isNull();
        assertThat(outside).isEmpty();
    }

    @Test
    void whatAScriptOffersGoesIntoItsInvitesUntilItIsCleared() {
        begin();
        ask("SetCustomContent", SDP);
        host.running().called("Dial", List.of("joe@192.0.2.7"), 1, new Silent());

        assertThat(decided).hasValueSatisfying(route -> assertThat(offered(route)).isPresent());

        begin();
        ask("SetCustomContent", "application/sdp", SDP);
        ask("ClearCustomBody");
        host.running().called("Dial", List.of("joe@192.0.2.7"), 1, new Silent());

        assertThat(decided).hasValueSatisfying(route -> assertThat(offered(route)).isEmpty());
    }

    private static Optional<?> offered(Route route) {
        return ((Route.Ring) route).targets().getFirst().options().body();
    }

    @Test
    void threeMailsGoOutNotFour() {
        begin();
        for (int i = 0; i < 4; i++) {
            ask("Email", "joe@example.com", "subject", "body");
        }

        assertThat(outside).containsExactly("Email", "Email", "Email");
    }

    @Test
    void aRequestGoesWithTheAccountsAddressAndItsAnswerComesBack() {
        begin();

        assertThat(String.valueOf(ask("SendRequest", "message", "joe@192.0.2.7", "", "hi", 4)))
                .contains("StatusCode=202");
        assertThat(sent)
                .singleElement()
                .satisfies(
                        asking -> {
                            assertThat(asking.method().name()).isEqualTo("MESSAGE");
                            assertThat(asking.from().uri().text())
                                    .isEqualTo("sip:alice@example.org");
                            assertThat(asking.type()).isEqualTo("text/plain");
                            assertThat(asking.patience()).isEqualTo(Duration.ofSeconds(4));
                        });
    }

    @Test
    void whatBeginsACallIsNotSentNorWhatIsTooLong() {
        begin();
        for (String method :
                List.of(
                        "INVITE",
                        "Bye",
                        "CANCEL",
                        "ACK",
                        "REGISTER",
                        "REFER",
                        "SUBSCRIBE",
                        "A B")) {
            assertThat(ask("SendRequest", method, "joe@192.0.2.7", "", "", 1)).isNull();
        }
        ask("SendRequest", "MESSAGE", "joe@192.0.2.7", "", "x".repeat(1_301), 1);
        ask("SendRequest", "MESSAGE", "", "", "x", 1);
        assertThat(sent).isEmpty();

        for (int i = 0; i < 30; i++) {
            ask("SendRequest", "OPTIONS", "joe@192.0.2.7", "", "", 1);
        }
        assertThat(sent).hasSizeLessThanOrEqualTo(20).isNotEmpty();
    }

    @Test
    void asManyScriptsOfAnOwnerRunAsTheSettingsSay() {
        plans.settings(new PlanRunner.Settings(ZoneId.of("UTC"), 1));
        begin();
        assertThat(decided).isEmpty();

        begin();
        assertThat(decided)
                .contains(new Route.Refused(480, "Dial plan execution exceeded maximum allowed"));

        host.running().ended(new ScriptEnd(ScriptEnd.Kind.FINISHED, "", 0, ""));
        decided = Optional.empty();
        begin();
        assertThat(decided).isEmpty();
    }

    /// Nobody looks at the answer.
    private record Silent() implements Reply {
        @Override
        public void answer(@Nullable Object value, Map<String, Object> changed) {}

        @Override
        public void fail(String text) {}
    }

    private final class Desk implements PlanDesk {
        @Override
        public List<CallView> calls(String owner) {
            assertThat(owner).isEqualTo("aaron");
            return List.of(
                    new CallView(
                            "c1",
                            "g1",
                            "aaron",
                            "answered",
                            "sip:a",
                            "sip:b",
                            SUMMER,
                            "",
                            List.of(
                                    leg("1", "in", "answered"),
                                    leg("2", "out", "answered"),
                                    leg("3", "out", "ringing"))));
        }

        private CallView.LegView leg(String id, String direction, String state) {
            return new CallView.LegView(id, "id-" + id, "x", "", direction, state, false);
        }

        @Override
        public Optional<Duration> credit(String account) {
            return Optional.of(Duration.ofSeconds(90));
        }

        @Override
        public Authorizer login(String user, String password) {
            return Authorizer.NONE;
        }

        @Override
        public Optional<Refusal> connect(String owner, Ends ends, String to, Duration delay) {
            return Optional.empty();
        }

        @Override
        public void send(Asking request, Consumer<Optional<Response>> then) {
            sent.add(request);
            then.accept(Optional.of((Response) Parser.datagram(ACCEPTED.getBytes(UTF_8))));
        }
    }

    /// Runs nothing, and knows who hosts the script that was begun last.
    private static final class Host implements Scripts {
        private final List<Duration> deadlines = new ArrayList<>();
        private @Nullable ScriptHost last;

        ScriptHost running() {
            return java.util.Objects.requireNonNull(last);
        }

        @Override
        public Running start(ScriptRun run, ScriptHost host) {
            last = host;
            return new Running() {
                @Override
                public void stop(String reason) {}

                @Override
                public void deadline(Duration fromNow) {
                    deadlines.add(fromNow);
                }
            };
        }

        @Override
        public Syntax check(String text) {
            return new Syntax.Unknown("nobody reads scripts here");
        }

        @Override
        public State state() {
            return new State("", false, 0, 0, 0, 0, 0, List.of());
        }

        @Override
        public void close() {}
    }
}

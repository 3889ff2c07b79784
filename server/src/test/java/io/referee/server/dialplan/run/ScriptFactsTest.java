package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.TransferMode;
import io.referee.server.call.Failure;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.SdpLedger;
import io.referee.server.call.Target;
import io.referee.sip.digest.Ha1;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What scripts are told of the request that started them.
class ScriptFactsTest {
    private static final String INVITE =
            """
            INVITE sip:5@example.org SIP/2.0
            Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK1
            Via: SIP/2.0/TCP 192.0.2.3:5070;branch=z9hG4bK0
            Route: <sip:edge@192.0.2.7;lr>
            User-Agent: Phone/1
            From: "Joe" <sip:joe@example.org>;tag=1
            To: <sip:5@example.org>
            Call-ID: 1
            CSeq: 1 INVITE

            """;

    private static final String MOVED =
            """
            SIP/2.0 302 Moved Temporarily
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            From: <sip:joe@example.org>;tag=1
            To: <sip:5@example.org>;tag=2
            Contact: <sip:300@far.example:5080>
            Reason: SIP;cause=302
            Call-ID: 1
            CSeq: 1 INVITE

            """;

    private static final DialPlan PLAN = new DialPlan("aaron", "plan", "ruby", "", List.of());

    private static RouteQuery query() {
        return query(INVITE);
    }

    private static RouteQuery query(String invite) {
        return RouteQuery.of(
                (Request) message(invite),
                Hop.udp(Hosts.address("198.51.100.1", 5060)),
                PlanReports.SILENT);
    }

    private static Object message(String text) {
        return Parser.datagram(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theHeaderHasMembers() {
        Map<?, ?> header = header(query());

        // A table without a text is a Hash in Ruby, which has no member From.
        assertThat(header.containsKey("$text")).isTrue();
        assertThat(header.get("From").toString()).contains("FromName=Joe");
        assertThat(header.get("ProxyReceivedFrom")).isEqualTo("udp:198.51.100.1:5060");
        assertThat(header.get("UserAgent")).isEqualTo("Phone/1");
        assertThat(header.get("Vias").toString())
                .contains("Length=2", "TopViaHeader={$text=SIP/2.0/UDP 198.51.100.1")
                .contains("BottomViaHeader={$text=SIP/2.0/TCP 192.0.2.3:5070");
        assertThat(header.get("Routes").toString()).contains("Length=1", "User=edge");
    }

    @Test
    void aRequestThatNobodySentHasTheSameMembers() {
        RouteQuery real = query();
        RouteQuery made = RouteQuery.made(real.target(), real.from(), PlanReports.SILENT);
        Map<?, ?> header = header(made);

        assertThat(header.keySet()).isEqualTo(header(real).keySet());
        assertThat(header.get("UserAgent")).isNull();
        assertThat(header.get("CallId")).isNull();
        assertThat(header.get("Contact").toString()).contains("ContactURI={$text=sip:joe@");
        assertThat(header.get("ProxyReceivedFrom")).isNull();
        assertThat(header.get("Vias").toString()).contains("Length=0", "TopViaHeader=null");
        assertThat(header.get("From").toString()).contains("FromName=Joe");
        assertThat(header.get("To").toString()).contains("User=5").doesNotContain("joe");
        assertThat(facts(made).keySet()).isEqualTo(facts(real).keySet());
        assertThat(facts(made).containsKey("LocalSIPEndPoint")).isTrue();
    }

    @Test
    void whereTheRequestCameToIsToldWhereThatIsKnown() {
        RouteQuery reached = query().reached(new Outside.Local("192.0.2.9", 5070));

        assertThat(facts(reached).get("LocalSIPEndPoint")).isEqualTo("udp:192.0.2.9:5070");
        assertThat(header(reached).get("ProxyReceivedOn")).isEqualTo("udp:192.0.2.9:5070");
        assertThat(facts(query()).get("LocalSIPEndPoint")).isNull();
        assertThat(header(query()).get("ProxyReceivedOn")).isNull();
    }

    @Test
    void theBodyOfATransferIsTheMediaOfThePartyThatStays() {
        String sdp =
                """
                v=0
                o=- 1 1 IN IP4 192.0.2.5
                s=-
                c=IN IP4 192.0.2.5
                t=0 0
                m=audio 4000 RTP/AVP 0
                """;
        RouteQuery real = query();
        RouteQuery made = RouteQuery.made(real.target(), real.from(), PlanReports.SILENT);
        RouteQuery transfer = made.media(SdpLedger.read(sdp.getBytes(StandardCharsets.UTF_8)));

        assertThat(facts(transfer).get("Body").toString()).contains("m=audio 4000 RTP/AVP 0");
        assertThat(header(transfer).get("ContentType")).isEqualTo("application/sdp");
        assertThat(facts(made).get("Body")).isEqualTo("");
        assertThat(header(transfer).keySet()).isEqualTo(header(real).keySet());
    }

    @Test
    void theUriHasMembers() {
        RouteQuery sent =
                query(
                        INVITE.replace(
                                "INVITE sip:5@example.org ",
                                "INVITE sip:%235;x=1@example.org:5070;transport=tcp;user=phone "));
        Map<?, ?> uri = table(facts(sent), "URI");

        assertThat(uri.get("$text"))
                .isEqualTo("sip:%235;x=1@example.org:5070;transport=tcp;user=phone");
        assertThat(uri.get("Scheme")).isEqualTo("sip");
        assertThat(uri.get("User")).isEqualTo("%235;x=1");
        assertThat(uri.get("UnescapedUser")).isEqualTo("#5;x=1");
        assertThat(uri.get("Host")).isEqualTo("example.org:5070");
        assertThat(uri.get("Parameters")).isEqualTo(";transport=tcp;user=phone");
        assertThat(uri.get("Headers")).isEqualTo("");
        assertThat(uri.get("Protocol")).isEqualTo("tcp");
        assertThat(uri.get("ToAOR")).isEqualTo("%235;x=1@example.org:5070");
        assertThat(uri.get("ToParameterlessString")).isEqualTo("sip:%235;x=1@example.org:5070");
        assertThat(uri.get("CanonicalAddress")).isEqualTo("sip:%235;x=1@example.org:5070");
        assertThat(table(facts(query()), "URI").get("Protocol")).isEqualTo("udp");
        assertThat(table(facts(query()), "URI").get("Host")).isEqualTo("example.org");
        assertThat(ScriptFacts.uri(SipUri.parse("sip:a@b.example?Subject=x").orElseThrow()))
                .containsEntry("Headers", "Subject=x");
    }

    @Test
    void contactReferredByAndOtherFieldsAreThere() {
        RouteQuery sent =
                query(
                        INVITE.replace(
                                "Call-ID: 1\n",
                                """
                                Call-ID: 1
                                Contact: "J" <sip:joe@192.0.2.3:5070>
                                Referred-By: <sip:carol@example.org>
                                X-Line: 3
                                """));
        Map<?, ?> header = header(sent);
        Map<?, ?> contact =
                (Map<?, ?>) ((List<?>) Objects.requireNonNull(header.get("Contact"))).getFirst();

        assertThat(table(contact, "ContactURI").get("Host")).isEqualTo("192.0.2.3:5070");
        assertThat(contact.get("ContactName")).isEqualTo("J");
        assertThat(header.get("ReferredBy")).isEqualTo("<sip:carol@example.org>");
        assertThat((Object) header.get("UnknownHeaders")).isEqualTo(List.of("X-Line: 3"));
        assertThat(facts(sent).get("RemoteSIPEndPoint")).isEqualTo("udp:198.51.100.1:5060");
        assertThat(facts(sent).get("Method")).isEqualTo("INVITE");
    }

    @Test
    void aCallOutIsTheCallersAndACallInThatOfWhoIsCalled() {
        Account bob = account("bob");
        Map<?, ?> out = table(variables(PlanRun.out(PLAN, account("ann"), query())), "sys");
        Map<?, ?> in = table(variables(PlanRun.in(PLAN, bob, query(), Circle.begun())), "sys");
        Map<?, ?> made = table(variables(PlanRun.made(PLAN, query())), "sys");

        assertThat(List.of(out.get("Out"), out.get("In"), in.get("Out"), in.get("In")))
                .containsExactly(true, false, false, true);
        assertThat(table(out, "FromSIPAccount").get("SIPUsername")).isEqualTo("ann");
        assertThat(table(in, "FromSIPAccount").get("$text")).isEqualTo("bob@example.org");
        assertThat(made.get("FromSIPAccount")).isNull();
        assertThat(in.get("Username")).isEqualTo("aaron");
        assertThat(in.get("DialPlanName")).isEqualTo("plan");
        assertThat(in.get("ServiceLevel")).isEqualTo("Premium");
    }

    @Test
    void aRedirectionAndTheLastFailureAreTold() {
        Response moved = (Response) message(MOVED);
        Target bob =
                new Target(
                        SipUri.of("bob", "192.0.2.9", -1),
                        Hop.udp(Hosts.address("192.0.2.9", 5060)),
                        account("bob"),
                        Target.Phone.UNKNOWN);
        List<Failure.Rejected> rejected = List.of(new Failure.Rejected(bob, moved));
        Redirection redirection = Redirection.all(rejected).getFirst();
        Map<?, ?> sys =
                ScriptFacts.of(
                        new DialResult(
                                DialResult.Kind.REDIRECT,
                                302,
                                "Moved Temporarily",
                                rejected,
                                Optional.of(redirection)));
        PlanRun again =
                PlanRun.in(PLAN, account("bob"), query(), Circle.begun()).again(redirection);
        Map<?, ?> next = table(variables(again), "sys");

        for (Map<?, ?> told : List.of(sys, next)) {
            Map<?, ?> response = table(told, "RedirectResponse");
            assertThat(table(told, "RedirectURI").get("Host")).isEqualTo("far.example:5080");
            assertThat(response.get("StatusCode")).isEqualTo(302);
            assertThat(response.get("ReasonPhrase")).isEqualTo("Moved Temporarily");
            assertThat(table(response, "Header").get("Reason")).isEqualTo("SIP;cause=302");
            assertThat(table(response, "Header").get("Contact").toString())
                    .contains("$text=sip:300@far.example:5080");
        }
        Map<?, ?> transaction =
                (Map<?, ?>) ((List<?>) Objects.requireNonNull(sys.get("LastDialled"))).getFirst();
        // A table without a text is a Hash in Ruby, which has no member TransactionFinalResponse.
        assertThat(transaction.get("$text")).isEqualTo("302 Moved Temporarily");
        assertThat(table(transaction, "TransactionFinalResponse").get("StatusCode")).isEqualTo(302);
        assertThat(next.get("Redirect")).isEqualTo(true);
        assertThat(sys.get("LastFailureStatus")).isEqualTo(302);
        assertThat(sys.get("LastFailureMessage")).isEqualTo("Moved Temporarily");
        assertThat(sys.get("LastFailureReason")).isEqualTo("Moved Temporarily");
    }

    private static Account account(String name) {
        return new Account(
                "aaron",
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

    private static Map<?, ?> header(RouteQuery query) {
        return table(facts(query), "Header");
    }

    private static Map<?, ?> facts(RouteQuery query) {
        return table(variables(PlanRun.made(PLAN, query)), "req");
    }

    private static Map<?, ?> variables(PlanRun run) {
        PlanRunner plans =
                new PlanRunner(
                        new PlanRunner.Surroundings(
                                () -> Instant.EPOCH,
                                () -> DirectorySnapshot.empty(List.of("example.org")),
                                account -> List.of(),
                                provider -> Plans.Way.PLAIN,
                                aor -> true,
                                port -> false,
                                5));
        return new ScriptFacts(plans, run).variables();
    }

    private static Map<?, ?> table(Map<?, ?> all, String name) {
        return (Map<?, ?>) Objects.requireNonNull(all.get(name), name);
    }
}

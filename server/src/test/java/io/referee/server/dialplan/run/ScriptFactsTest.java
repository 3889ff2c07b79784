package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    private static RouteQuery query() {
        Request invite =
                (Request)
                        Parser.datagram(
                                INVITE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return RouteQuery.of(
                invite, Hop.udp(Hosts.address("198.51.100.1", 5060)), PlanReports.SILENT);
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

    private static Map<?, ?> header(RouteQuery query) {
        return (Map<?, ?>) Objects.requireNonNull(facts(query).get("Header"));
    }

    private static Map<?, ?> facts(RouteQuery query) {
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
        DialPlan plan = new DialPlan("aaron", "plan", "ruby", "", List.of());
        ScriptFacts facts = new ScriptFacts(plans, PlanRun.made(plan, query));
        return (Map<?, ?>) Objects.requireNonNull(facts.variables().get("req"));
    }
}

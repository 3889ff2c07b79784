package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What scripts are told of the request that started them.
class ScriptFactsTest {
    private static final String INVITE =
            """
            INVITE sip:5@example.org SIP/2.0
            Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK1
            From: "Joe" <sip:joe@example.org>;tag=1
            To: <sip:5@example.org>
            Call-ID: 1
            CSeq: 1 INVITE

            """;

    @Test
    void theHeaderHasMembers() {
        Request invite =
                (Request)
                        Parser.datagram(
                                INVITE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        RouteQuery query =
                RouteQuery.of(
                        invite, Hop.udp(Hosts.address("198.51.100.1", 5060)), PlanReports.SILENT);
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
        Map<?, ?> request =
                (Map<?, ?>)
                        new ScriptFacts(plans, PlanRun.made(plan, query)).variables().get("req");
        Map<?, ?> header = (Map<?, ?>) request.get("Header");

        // A table without a text is a Hash in Ruby, which has no member From.
        assertThat(header.containsKey("$text")).isTrue();
        assertThat(header.get("From").toString()).contains("FromName=Joe");
    }
}

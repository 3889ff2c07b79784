package io.referee.server.dialplan.rule;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.TransferMode;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.sip.digest.Ha1;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules as tables write them: `match=exact ; pattern=*100 ; command=dial ; parameters=a@x`.
final class Rules {
    static final DirectorySnapshot DIRECTORY =
            DirectorySnapshot.of(
                    List.of("localhost", "example.org"),
                    List.of(),
                    List.of(
                            new Account(
                                    "aaron",
                                    "mine1",
                                    "localhost",
                                    Ha1.NONE,
                                    "",
                                    "simple",
                                    TransferMode.DENY,
                                    Optional.empty(),
                                    "",
                                    Access.USUAL)),
                    List.of());
    static final LocalDomains DOMAINS = new LocalDomains(DIRECTORY);

    private Rules() {}

    static RuleList list(String... rules) {
        return RuleList.of(plan(rules), DOMAINS);
    }

    static DialPlan plan(String... rules) {
        return new DialPlan(
                "aaron", "simple", "rules", "", Arrays.stream(rules).map(Rules::rule).toList());
    }

    static DialPlan.Rule rule(String text) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String pair : text.split(" ; ")) {
            int equals = pair.indexOf('=');
            keys.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        DialPlan.Details details =
                new DialPlan.Details(
                        keys.getOrDefault("priority", ""),
                        keys.getOrDefault("description", ""),
                        keys.getOrDefault("toMatch", ""),
                        keys.getOrDefault("toMatchParameter", ""),
                        keys.getOrDefault("parameters2", ""),
                        keys.getOrDefault("parameters3", ""),
                        keys.getOrDefault("parameters4", ""),
                        keys.getOrDefault("time", ""),
                        keys.getOrDefault("zone", ""),
                        keys.containsKey("disabled"));
        return new DialPlan.Rule(
                keys.getOrDefault("direction", "out"),
                keys.getOrDefault("match", ""),
                keys.getOrDefault("pattern", ""),
                keys.getOrDefault("command", "dial"),
                keys.getOrDefault("parameters", ""),
                details);
    }

    static PlanCall out(String dialled) {
        return PlanCall.out(new Dialled(dialled, "Alice", "alice", "localhost"));
    }

    static PlanCall in(String dialled, String fromName, String from, String calledAor) {
        int at = from.indexOf('@');
        return PlanCall.in(
                new Dialled(dialled, fromName, from.substring(0, at), from.substring(at + 1)),
                calledAor,
                "");
    }
}

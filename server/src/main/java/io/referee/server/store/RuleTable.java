package io.referee.server.store;

import io.referee.server.account.DialPlan;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules of dial plans in the database.
final class RuleTable {

    /// What a plan is found by.
    record PlanKey(String owner, String plan) {}

    private RuleTable() {}

    static void insert(Handle handle, DialPlan plan) {
        PreparedBatch rules =
                handle.prepareBatch(
                        "insert into dial_rule (owner, plan, position, direction, match_kind,"
                                + " pattern, command, parameters, priority, description, to_match,"
                                + " to_match_parameter, parameters2, parameters3, parameters4,"
                                + " time_window, zone, disabled)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        int position = 0;
        for (DialPlan.Rule rule : plan.rules()) {
            DialPlan.Details details = rule.details();
            rules.add(
                    plan.owner(),
                    plan.name(),
                    position++,
                    rule.direction(),
                    rule.match(),
                    rule.pattern(),
                    rule.command(),
                    rule.parameters(),
                    details.priority(),
                    details.description(),
                    details.toMatch(),
                    details.toMatchParameter(),
                    details.parameters2(),
                    details.parameters3(),
                    details.parameters4(),
                    details.time(),
                    details.zone(),
                    details.disabled());
        }
        rules.execute();
    }

    /// All rules by their plans, in their order.
    static Map<PlanKey, List<DialPlan.Rule>> read(Handle handle) {
        return handle.createQuery("select * from dial_rule order by owner, plan, position")
                .reduceRows(
                        new HashMap<>(),
                        (rules, row) -> {
                            PlanKey key = new PlanKey(text(row, "owner"), text(row, "plan"));
                            rules.computeIfAbsent(key, _ -> new ArrayList<>()).add(rule(row));
                            return rules;
                        });
    }

    private static DialPlan.Rule rule(RowView row) {
        return new DialPlan.Rule(
                text(row, "direction"),
                text(row, "match_kind"),
                text(row, "pattern"),
                text(row, "command"),
                text(row, "parameters"),
                new DialPlan.Details(
                        text(row, "priority"),
                        text(row, "description"),
                        text(row, "to_match"),
                        text(row, "to_match_parameter"),
                        text(row, "parameters2"),
                        text(row, "parameters3"),
                        text(row, "parameters4"),
                        text(row, "time_window"),
                        text(row, "zone"),
                        row.getColumn("disabled", Boolean.class)));
    }

    private static String text(RowView row, String column) {
        return row.getColumn(column, String.class);
    }
}

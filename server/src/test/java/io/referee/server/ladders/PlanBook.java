package io.referee.server.ladders;

import io.referee.server.account.DialPlan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The dial plans of a world. Scripts are written in the language of [WrittenScripts]. Set up once
/// per test, then only read.
final class PlanBook {
    private final Map<String, String> out = new HashMap<>();
    private final Map<String, String> in = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /// @param account whose owner has the plan; empty for the usual owner
    private record Entry(
            String account, String name, String type, String script, List<DialPlan.Rule> rules) {}

    /// Rules for calls by this account.
    PlanBook out(String account, DialPlan.Rule... rules) {
        out.put(account, "plan-" + account);
        return rules(account, "plan-" + account, rules);
    }

    /// Whatever this account dials, this is dialled.
    PlanBook dial(String account, String dialString) {
        return out(account, rule("out", dialString));
    }

    /// Rules for calls to this account.
    PlanBook in(String account, DialPlan.Rule... rules) {
        in.put(account, "in-" + account);
        return rules(account, "in-" + account, rules);
    }

    /// Whoever calls this account, this is dialled.
    PlanBook dialIn(String account, String dialString) {
        return in(account, rule("in", dialString));
    }

    /// A script for calls by this account.
    PlanBook script(String account, String script) {
        out.put(account, "plan-" + account);
        return script(account, "plan-" + account, script);
    }

    /// A script for calls to this account.
    PlanBook scriptIn(String account, String script) {
        in.put(account, "in-" + account);
        return script(account, "in-" + account, script);
    }

    /// A rule list of any name.
    PlanBook named(String name, DialPlan.Rule... rules) {
        return rules("", name, rules);
    }

    /// A rule list of any name, of the owner of this account.
    PlanBook namedOf(String account, String name, DialPlan.Rule... rules) {
        return rules(account, name, rules);
    }

    /// A script of any name.
    PlanBook scriptNamed(String name, String script) {
        return script("", name, script);
    }

    /// A rule for everything.
    static DialPlan.Rule rule(String direction, String dialString) {
        return rule(direction, dialString, "", "");
    }

    /// A rule for everything, with a ring limit and a talk limit in seconds.
    static DialPlan.Rule rule(String direction, String dialString, String ring, String talk) {
        DialPlan.Details details =
                new DialPlan.Details("", "", "any", "", ring, talk, "", "", "", false);
        boolean outgoing = direction.equals("out");
        return new DialPlan.Rule(
                direction,
                outgoing ? "regex" : "",
                outgoing ? ".*" : "",
                "dialAdvanced",
                dialString,
                details);
    }

    private PlanBook rules(String account, String name, DialPlan.Rule... rules) {
        entries.add(new Entry(account, name, "rules", "", List.of(rules)));
        return this;
    }

    private PlanBook script(String account, String name, String script) {
        entries.add(new Entry(account, name, "ruby", script, List.of()));
        return this;
    }

    // ---- reading

    void addAll(PlanBook other) {
        out.putAll(other.out);
        in.putAll(other.in);
        entries.addAll(other.entries);
    }

    String out(String account) {
        return out.getOrDefault(account, "");
    }

    String in(String account) {
        return in.getOrDefault(account, "");
    }

    /// `{tcp}` in dial strings is what leads over streams where a world has only those.
    ///
    /// @param owners of accounts
    List<DialPlan> of(UnaryOperator<String> owners, boolean streams) {
        String parameter = streams ? ";transport=tcp" : "";
        return entries.stream()
                .map(
                        entry ->
                                new DialPlan(
                                        owners.apply(entry.account()),
                                        entry.name(),
                                        entry.type(),
                                        entry.script().replace("{tcp}", parameter),
                                        entry.rules().stream()
                                                .map(rule -> over(rule, parameter))
                                                .toList()))
                .toList();
    }

    private static DialPlan.Rule over(DialPlan.Rule rule, String parameter) {
        return new DialPlan.Rule(
                rule.direction(),
                rule.match(),
                rule.pattern(),
                rule.command(),
                rule.parameters().replace("{tcp}", parameter),
                rule.details());
    }
}

package io.referee.server.app.apply;

import io.referee.server.account.DialPlan;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.Route;
import io.referee.server.dialplan.RuleList;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the rules of a dial plan.
final class PlanReader {
    static final List<String> PLAN = List.of("name", "type", "script", "file", "rules");

    private static final List<String> RULE =
            List.of("direction", "match", "pattern", "command", "parameters");

    /// Keys of the rules of the older service, and what to say about each.
    private static final Map<String, String> OLDER =
            Map.ofEntries(
                    Map.entry("patternType", "is called match here."),
                    Map.entry(
                            "commandParameter1",
                            "is called parameters here, as in \"bob@localhost\"."),
                    Map.entry(
                            "commandParameter2",
                            "stands behind an @ in parameters here, as in \"bob@localhost\"."),
                    Map.entry("commandParameter3", "is not available in this version."),
                    Map.entry("commandParameter4", "is not available in this version."),
                    Map.entry(
                            "priority",
                            "is not available in this version: rules are tried in the order of the"
                                    + " file."),
                    Map.entry(
                            "isDisabled", "is not available in this version: leave the rule out."),
                    Map.entry("timePattern", "is not available in this version."),
                    Map.entry(
                            "toMatchType",
                            "is not available in this version: it is for incoming calls."),
                    Map.entry(
                            "toMatchParameter",
                            "is not available in this version: it is for incoming calls."));

    private PlanReader() {}

    /// The rules of a plan of type `rules`.
    static List<DialPlan.Rule> rules(Section plan, List<String> warnings) {
        String type = plan.required("type");
        switch (type) {
            case "rules" -> refuseScripts(plan);
            case "ruby" ->
                    throw plan.place("type")
                            .complaint(
                                    "must be rules: Ruby dial plans are not available in this"
                                            + " version.");
            default -> throw plan.place("type").complaint("must be rules, not \"" + type + "\".");
        }
        List<Node> items = plan.items("rules");
        if (items.size() > RuleList.MAX_RULES) {
            throw plan.place("rules")
                    .complaint("must not hold more than " + RuleList.MAX_RULES + " rules.");
        }
        List<DialPlan.Rule> rules = new ArrayList<>();
        for (Node item : items) {
            rules.add(rule(item, warnings));
        }
        return List.copyOf(rules);
    }

    private static void refuseScripts(Section plan) {
        for (String key : List.of("script", "file")) {
            if (plan.has(key)) {
                throw plan.place(key).complaint("must not stand in a plan of type rules.");
            }
        }
    }

    private static DialPlan.Rule rule(Node item, List<String> warnings) {
        List<String> known = new ArrayList<>(RULE);
        if (item instanceof Node.Mapping mapping) {
            refuseOlder(mapping);
            describe(mapping, warnings);
            known.add("description");
        }
        Section section = Section.of(item, known);
        DialPlan.Rule rule =
                new DialPlan.Rule(
                        section.text("direction", "out").toLowerCase(Locale.ROOT),
                        section.required("match").toLowerCase(Locale.ROOT),
                        section.required("pattern"),
                        section.required("command").toLowerCase(Locale.ROOT),
                        section.required("parameters"));
        return switch (Route.parse(rule)) {
            case Parsed.Good<Route> _ -> rule;
            case Parsed.Wrong<Route>(String key, String complaint) ->
                    throw section.place(key).complaint(complaint);
        };
    }

    private static void refuseOlder(Node.Mapping rule) {
        rule.entries()
                .forEach(
                        (key, entry) -> {
                            String complaint = OLDER.get(key);
                            if (complaint != null) {
                                throw entry.place().complaint(complaint);
                            }
                        });
    }

    private static void describe(Node.Mapping rule, List<String> warnings) {
        Node.Entry description = rule.entries().get("description");
        if (description != null) {
            warnings.add(
                    description
                            .place()
                            .complaint(
                                    "is not kept: descriptions of rules are not available in this"
                                            + " version.")
                            .sentence());
        }
    }
}

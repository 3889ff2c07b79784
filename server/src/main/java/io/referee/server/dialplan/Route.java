package io.referee.server.dialplan;

import io.referee.server.account.DialPlan;

/// A rule that can be used. *Immutable.*
public record Route(Pattern.Extent extent, Pattern pattern, Template destination) {

    /// Reads a rule: direction `out`, match `exact` or `prefix`, command `dial`; these words in any
    /// case.
    public static Parsed<Route> parse(DialPlan.Rule rule) {
        if (!rule.direction().equalsIgnoreCase("out")) {
            return wrong(
                    "direction",
                    "must be out, the only direction of this version, not \""
                            + rule.direction()
                            + "\".");
        }
        if (!rule.command().equalsIgnoreCase("dial")) {
            return wrong(
                    "command",
                    "must be dial, the only command of this version, not \""
                            + rule.command()
                            + "\".");
        }
        if (rule.match().equalsIgnoreCase("exact")) {
            return parse(rule, Pattern.Extent.EXACT);
        }
        if (rule.match().equalsIgnoreCase("prefix")) {
            return parse(rule, Pattern.Extent.PREFIX);
        }
        return wrong("match", "must be exact or prefix, not \"" + rule.match() + "\".");
    }

    private static Parsed<Route> parse(DialPlan.Rule rule, Pattern.Extent extent) {
        return switch (Pattern.parse(extent, rule.pattern())) {
            case Parsed.Wrong<Pattern>(String key, String complaint) -> wrong(key, complaint);
            case Parsed.Good<Pattern>(Pattern pattern) ->
                    switch (Template.parse(rule.parameters())) {
                        case Parsed.Wrong<Template>(String key, String complaint) ->
                                wrong(key, complaint);
                        case Parsed.Good<Template>(Template t) ->
                                new Parsed.Good<>(new Route(extent, pattern, t));
                    };
        };
    }

    private static Parsed<Route> wrong(String key, String complaint) {
        return new Parsed.Wrong<>(key, complaint);
    }
}

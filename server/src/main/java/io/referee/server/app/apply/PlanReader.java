package io.referee.server.app.apply;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.ApplyFile.PlanEntry;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.rule.ReadyRule;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.rule.TimeZones;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Reads dial plans: scripts and rules.
final class PlanReader {
    /// The longest script, in characters.
    static final int MAX_SCRIPT = 128 * 1024;

    /// The longest text of a rule, in characters.
    static final int MAX_TEXT = 4096;

    /// Those whom the messages of a call are mailed to.
    private static final int MAX_TRACE_ADDRESSES = 5;

    static final List<String> PLAN =
            List.of("name", "type", "script", "file", "rules", "traceEmail");

    private static final List<String> RULE =
            List.of(
                    "direction",
                    "match",
                    "pattern",
                    "command",
                    "parameters",
                    "parameters2",
                    "parameters3",
                    "parameters4",
                    "priority",
                    "description",
                    "toMatch",
                    "toMatchParameter",
                    "time",
                    "zone",
                    "disabled");

    /// Keys that the rules of the older service have, and what each is called here.
    private static final Map<String, String> OLDER =
            Map.of(
                    "patternType", "match",
                    "commandParameter1", "parameters",
                    "commandParameter2", "parameters2",
                    "commandParameter3", "parameters3",
                    "commandParameter4", "parameters4",
                    "isDisabled", "disabled",
                    "timePattern", "time",
                    "toMatchType", "toMatch");

    /// Words of several parts, as they are kept.
    private static final List<String> WORDS =
            List.of(
                    "dialAdvanced",
                    "highriseLookup",
                    "acceptTransfer",
                    "passTransfer",
                    "askOwner",
                    "toSIPAccount",
                    "toSIPProvider");

    private PlanReader() {}

    /// The plan of this name.
    ///
    /// @param domains the served ones, the first is the default
    static PlanEntry plan(
            Section plan,
            String name,
            PlanFiles files,
            List<String> domains,
            List<String> warnings) {
        String type = plan.required("type").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "rules" -> {
                refuse(plan, List.of("script", "file", "traceEmail"), type);
                List<DialPlan.Rule> rules = rules(plan, domains, warnings);
                yield new PlanEntry(plan.place(), plan.place(), name, type, "", rules, "");
            }
            case "ruby" -> {
                refuse(plan, List.of("rules"), type);
                String key = plan.has("file") ? "file" : "script";
                yield new PlanEntry(
                        plan.place(),
                        plan.place(key),
                        name,
                        type,
                        script(plan, files),
                        List.of(),
                        traceEmail(plan));
            }
            default ->
                    throw plan.place("type")
                            .complaint("must be ruby or rules, not \"" + type + "\".");
        };
    }

    /// Addresses as mail is sent to them; whether somebody is there, the mail server tells.
    private static String traceEmail(Section plan) {
        String text = plan.text("traceEmail", "").strip();
        String[] addresses = text.isEmpty() ? new String[0] : text.split(";", -1);
        boolean good =
                text.length() <= DialPlan.MAX_TRACE_EMAIL
                        && addresses.length <= MAX_TRACE_ADDRESSES
                        && Stream.of(addresses).allMatch(each -> isAddress(each.strip()));
        if (!good) {
            throw plan.place("traceEmail")
                    .complaint(
                            "must be one to "
                                    + MAX_TRACE_ADDRESSES
                                    + " mail addresses with ; between them, not \""
                                    + text
                                    + "\".");
        }
        return text;
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return at > 0
                && at == text.lastIndexOf('@')
                && at < text.length() - 1
                && text.chars().allMatch(c -> c > ' ' && c != 127 && c != ',' && c != '<');
    }

    private static String script(Section plan, PlanFiles files) {
        if (plan.has("file") && plan.has("script")) {
            throw plan.place("file").complaint("says the same as script: leave one of them out.");
        }
        boolean file = plan.has("file");
        String text =
                file
                        ? files.text(plan.required("file"), plan.place("file"))
                        : plan.required("script");
        if (text.length() > MAX_SCRIPT) {
            throw tooLong(plan.place(file ? "file" : "script"));
        }
        return text;
    }

    static BadConfiguration tooLong(Place place) {
        return place.complaint("must not be longer than " + MAX_SCRIPT + " characters.");
    }

    private static List<DialPlan.Rule> rules(
            Section plan, List<String> domains, List<String> warnings) {
        List<Node> items = plan.items("rules");
        if (items.size() > RuleList.MAX_RULES) {
            throw plan.place("rules")
                    .complaint("must not hold more than " + RuleList.MAX_RULES + " rules.");
        }
        LocalDomains local =
                new LocalDomains(DirectorySnapshot.of(domains, List.of(), List.of(), List.of()));
        List<DialPlan.Rule> rules = new ArrayList<>();
        int cost = 0;
        for (Node item : items) {
            Keys keys = new Keys(Section.of(item, known()));
            DialPlan.Rule rule = keys.rule();
            rules.add(rule);
            cost += ready(rule, keys, local).cost();
            for (Parsed.Wrong<ReadyRule> idle : ReadyRule.idle(rule)) {
                warnings.add(keys.place(idle.key()).complaint(idle.complaint()).sentence());
            }
        }
        if (cost > RuleList.MAX_COST) {
            throw plan.place("rules")
                    .complaint("hold patterns that cost too much together: shorten or split them.");
        }
        return List.copyOf(rules);
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(RULE);
        known.addAll(OLDER.keySet());
        return known;
    }

    private static ReadyRule ready(DialPlan.Rule rule, Keys keys, LocalDomains domains) {
        return switch (ReadyRule.parse(rule, domains, ZoneOffset.UTC)) {
            case Parsed.Good<ReadyRule>(ReadyRule ready) -> ready;
            case Parsed.Wrong<ReadyRule>(String key, String complaint) -> {
                keys.mustHave(key);
                throw keys.place(key).complaint(complaint);
            }
        };
    }

    private static void refuse(Section plan, List<String> keys, String type) {
        for (String key : keys) {
            if (plan.has(key)) {
                throw plan.place(key).complaint("must not stand in a plan of type " + type + ".");
            }
        }
    }

    /// The keys of one rule, by the names that they have here.
    private record Keys(Section section) {

        DialPlan.Rule rule() {
            section.required(name("command"));
            return new DialPlan.Rule(
                    text("direction", "out").toLowerCase(Locale.ROOT),
                    text("match", "").toLowerCase(Locale.ROOT),
                    text("pattern", ""),
                    word("command"),
                    text("parameters", ""),
                    new DialPlan.Details(
                            text("priority", ""),
                            text("description", ""),
                            word("toMatch"),
                            text("toMatchParameter", ""),
                            text("parameters2", ""),
                            text("parameters3", ""),
                            text("parameters4", ""),
                            text("time", ""),
                            TimeZones.iana(text("zone", "")),
                            disabled()));
        }

        Place place(String key) {
            return section.place(name(key));
        }

        /// Complains when the key is not there at all, or is empty.
        void mustHave(String key) {
            if (!section.has(name(key)) || text(key, "").isEmpty()) {
                section.required(name(key));
            }
        }

        /// The name under which the key stands: its own or the older one.
        private String name(String key) {
            for (Map.Entry<String, String> older : OLDER.entrySet()) {
                if (older.getValue().equals(key) && section.has(older.getKey())) {
                    if (section.has(key)) {
                        throw section.place(older.getKey())
                                .complaint("says the same as " + key + ": leave one of them out.");
                    }
                    return older.getKey();
                }
            }
            return key;
        }

        private String text(String key, String otherwise) {
            String text = section.text(name(key), otherwise);
            if (text.length() > MAX_TEXT) {
                throw place(key).complaint("must not be longer than " + MAX_TEXT + " characters.");
            }
            return text;
        }

        /// One of the words that mean something, as it is kept.
        private String word(String key) {
            String plain = text(key, "").replace(" ", "");
            return WORDS.stream()
                    .filter(plain::equalsIgnoreCase)
                    .findFirst()
                    .orElse(plain.toLowerCase(Locale.ROOT));
        }

        private boolean disabled() {
            String text = text("disabled", "false").toLowerCase(Locale.ROOT);
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default ->
                        throw place("disabled")
                                .complaint("must be true or false, not \"" + text + "\".");
            };
        }
    }
}

package io.referee.server.app.cases;

import io.referee.server.app.cases.CaseFile.Entry;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.dialplan.rule.PlanCase;
import io.referee.server.dialplan.rule.PlanCase.Expected;
import io.referee.server.dialplan.rule.Step;
import io.referee.server.dialplan.rule.TimeZones;
import io.referee.server.dialplan.rule.WrittenTime;
import io.referee.server.transfer.ReferPlans;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a file of cases and complains about the first that is wrong. *One thread.*
final class CaseReader {
    /// A Monday: when a call comes whose case does not say when.
    static final LocalDateTime SOME_NOON = LocalDateTime.of(2024, 1, 1, 12, 0);

    private static final List<String> FILE =
            List.of("apply", "owner", "plan", "zone", "phones", "cases");
    private static final List<String> CASE =
            List.of(
                    "name",
                    "plan",
                    "direction",
                    "from",
                    "to",
                    "called",
                    "provider",
                    "at",
                    "zone",
                    "phones",
                    "hears",
                    "expect");
    private static final List<String> EXPECTED =
            List.of("dial", "ring", "limit", "reject", "transfer");

    private static final String ACCEPT = "accept";

    private final String domain;

    CaseReader(String domain) {
        this.domain = domain;
    }

    CaseFile file(Node document) {
        Section file = Section.of(document, FILE);
        if (!file.has("cases")) {
            throw file.place().complaint("needs the key cases.");
        }
        List<Node> items = file.items("cases");
        if (items.isEmpty() || items.size() > CaseFile.MAX_CASES) {
            throw file.place("cases").complaint("must be 1 to " + CaseFile.MAX_CASES + " cases.");
        }
        List<Entry> entries = new ArrayList<>();
        for (Node item : items) {
            entries.add(entry(Section.of(item, CASE), file));
        }
        return new CaseFile(file.text("apply", ""), file.text("owner", ""), List.copyOf(entries));
    }

    private Entry entry(Section section, Section file) {
        String plan = section.has("plan") ? section.required("plan") : file.required("plan");
        PlanCall call = call(section);
        ZoneId zone = section.has("zone") ? zone(section) : zone(file);
        PlanCase planCase =
                new PlanCase(
                        section.text("name", call.dialled().user()),
                        call,
                        at(section, zone),
                        expected(section));
        Map<String, String> phones = new LinkedHashMap<>(CasePhones.of(file));
        phones.putAll(CasePhones.of(section));
        return new Entry(section.place(), plan, planCase, zone, Map.copyOf(phones), hears(section));
    }

    private static Optional<Expected.Rejects> hears(Section section) {
        return section.has("hears") ? Optional.of(told(section, "hears")) : Optional.empty();
    }

    private PlanCall call(Section section) {
        String to = plain(section.required("to"));
        String from = section.required("from");
        int open = from.indexOf('<');
        String name = open < 0 ? "" : from.substring(0, open).replace("\"", "").strip();
        String address = plain(open < 0 ? from : from.substring(open + 1).replace(">", ""));
        Dialled dialled = new Dialled(user(to), name, user(address), host(address));
        String direction = section.text("direction", "out").toLowerCase(Locale.ROOT);
        return switch (direction) {
            case "out" -> PlanCall.out(dialled);
            case "in" -> {
                String called = section.text("called", to);
                yield PlanCall.in(
                        dialled,
                        user(called) + "@" + host(called).toLowerCase(Locale.ROOT),
                        section.text("provider", ""));
            }
            default ->
                    throw section.place("direction")
                            .complaint("must be in or out, not \"" + direction + "\".");
        };
    }

    private static String plain(String address) {
        String text = address.strip();
        return text.regionMatches(true, 0, "sip:", 0, 4) ? text.substring(4) : text;
    }

    private static String user(String address) {
        int at = address.indexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    private String host(String address) {
        int at = address.indexOf('@');
        return at < 0 ? domain : address.substring(at + 1);
    }

    private static ZoneId zone(Section section) {
        String name = section.text("zone", "UTC");
        return TimeZones.zone(name.strip())
                .orElseThrow(
                        () ->
                                section.place("zone")
                                        .complaint(
                                                "must be a time zone such as Europe/Dublin, not \""
                                                        + name
                                                        + "\"."));
    }

    private static Instant at(Section section, ZoneId zone) {
        if (!section.has("at")) {
            return SOME_NOON.atZone(zone).toInstant();
        }
        String text = section.required("at");
        return WrittenTime.read(text, zone)
                .orElseThrow(
                        () ->
                                section.place("at")
                                        .complaint(
                                                "must be a time such as 2026-12-24 18:30, not \""
                                                        + text
                                                        + "\"."));
    }

    private static List<Expected> expected(Section section) {
        List<Expected> expected = new ArrayList<>();
        for (Section item : section.sections("expect", EXPECTED)) {
            if (!expected.isEmpty() && !(expected.getLast() instanceof Expected.Dials)) {
                boolean rejects = expected.getLast() instanceof Expected.Rejects;
                throw item.place()
                        .complaint(
                                "comes after a "
                                        + (rejects ? "rejection" : "transfer")
                                        + ", which ends the run.");
            }
            expected.add(one(item));
        }
        return List.copyOf(expected);
    }

    private static Expected one(Section item) {
        if (item.has("transfer")) {
            return refers(item);
        }
        return item.has("reject") ? rejects(item) : dials(item);
    }

    /// What a plan named `onRefer` allows.
    private static Expected refers(Section item) {
        alone(item, "transfer", List.of("dial", "ring", "limit", "reject"));
        String text = item.required("transfer").strip();
        if (text.equals("pass")) {
            return new Expected.Refers(new ReferPlans.Word.Pass().inWords());
        }
        if (text.equals("ask")) {
            return new Expected.Refers(new ReferPlans.Word.AskOwner().inWords());
        }
        if (text.equals(ACCEPT) || text.startsWith(ACCEPT + ' ')) {
            String to = text.substring(ACCEPT.length()).strip();
            return new Expected.Refers(new ReferPlans.Word.Accept(to).inWords());
        }
        throw item.place("transfer")
                .complaint(
                        "must be accept, accept and a target, pass or ask, not \"" + text + "\".");
    }

    private static void alone(Section item, String key, List<String> others) {
        for (String other : others) {
            if (item.has(other)) {
                throw item.place(other).complaint("cannot stand beside " + key + ".");
            }
        }
    }

    private static Expected dials(Section item) {
        String text = item.required("dial");
        return switch (DialString.parse(text)) {
            case DialString.Reading.Good(DialString string) ->
                    new Expected.Dials(
                            string,
                            seconds(item, "ring", Step.Dial.MAX_RING),
                            seconds(item, "limit", Duration.ZERO));
            case DialString.Reading.Wrong wrong ->
                    throw item.place("dial").complaint("is no dial string, at " + wrong.sentence());
        };
    }

    private static Duration seconds(Section item, String key, Duration otherwise) {
        String text = item.text(key, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.length() > 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw item.place(key).complaint("must be whole seconds, not \"" + text + "\".");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static Expected rejects(Section item) {
        alone(item, "reject", List.of("dial", "ring", "limit"));
        return told(item, "reject");
    }

    private static Expected.Rejects told(Section item, String key) {
        String text = item.required(key).strip();
        int space = text.indexOf(' ');
        String digits = space < 0 ? text : text.substring(0, space);
        if (digits.length() != 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw item.place(key)
                    .complaint(
                            "must be a status and perhaps a reason, such as 486 Busy Here, not \""
                                    + text
                                    + "\".");
        }
        return new Expected.Rejects(
                Integer.parseInt(digits), space < 0 ? "" : text.substring(space + 1).strip());
    }
}

package io.referee.server.dialplan.rule;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.transfer.ReferPlans;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A rule list as a Ruby dial plan that decides the same, for owners who want to go on from there.
///
/// A rule becomes a condition with one call. A dial that fails returns, so that the next condition
/// is looked at; an answer and a response end the script. Rules that are disabled or cannot be used
/// become comments. Times ask `sys.GetTimezoneOffsetMinutes(zone)`. What becomes of a redirection
/// (`rm=n`) is the one thing that a list decides and its script does not.
public final class RubyPlan {
    private static final String MINUTES = "%02d%02d";

    private record Line(int number, BigDecimal priority, DialPlan.Rule rule) {}

    private final StringBuilder script = new StringBuilder();
    private final LocalDomains domains;
    private final ZoneId zone;
    private String complaint = "";

    private RubyPlan(LocalDomains domains, ZoneId zone) {
        this.domains = domains;
        this.zone = zone;
    }

    /// The script, or why there is none: a pattern that Ruby cannot say.
    ///
    /// @param zone of times that name none
    public static Parsed<String> of(DialPlan plan, LocalDomains domains, ZoneId zone) {
        RubyPlan printer = new RubyPlan(domains, zone);
        List<Line> lines = new ArrayList<>();
        for (DialPlan.Rule rule : plan.rules()) {
            int number = lines.size() + 1;
            BigDecimal priority =
                    ReadyRule.priority(rule.details().priority())
                            .orElse(BigDecimal.valueOf(number));
            lines.add(new Line(number, priority, rule));
        }
        lines.sort(Comparator.comparing(Line::priority).thenComparing(Line::number));
        printer.head(plan, lines);
        printer.direction("sys.Out", lines, PlanCall.Direction.OUT);
        printer.direction("sys.In", lines, PlanCall.Direction.IN);
        return printer.complaint.isEmpty()
                ? new Parsed.Good<>(printer.script.toString())
                : new Parsed.Wrong<>("rules", printer.complaint);
    }

    private void head(DialPlan plan, List<Line> lines) {
        line(0, "#Ruby");
        line(0, "# The rules of " + oneLine(plan.name()) + " as a script.");
        line(0, "number = req.URI.UnescapedUser.to_s");
        line(
                0,
                "found = lambda { |text, pattern| text.length <= "
                        + SafeRegex.MAX_TEXT
                        + " && text =~ Regexp.new(pattern) }");
        if (lines.stream().anyMatch(line -> line.rule().direction().equalsIgnoreCase("in"))) {
            line(0, "called = sys.FromSIPAccount.to_s");
            line(0, "before = number.split('.')[0..-2].to_a.last.to_s");
            line(0, "name = req.Header.From.FromName.to_s");
            line(0, "from = req.Header.From.FromURI");
            line(0, "host = from.Host.to_s.sub(/:\\d+\\z/, '')");
            line(0, "uri = 'sip:' + from.UnescapedUser.to_s + (host.empty? ? '' : '@' + host)");
        }
        if (lines.stream().anyMatch(line -> !line.rule().details().time().isBlank())) {
            line(0, "clock = lambda do |zone|");
            line(1, "Time.now.utc + 60 * sys.GetTimezoneOffsetMinutes(zone)");
            line(0, "end");
        }
    }

    private void direction(String condition, List<Line> lines, PlanCall.Direction direction) {
        String word = direction == PlanCall.Direction.OUT ? "out" : "in";
        List<Line> own =
                lines.stream()
                        .filter(line -> line.rule().direction().equalsIgnoreCase(word))
                        .toList();
        if (own.isEmpty()) {
            return;
        }
        script.append('\n');
        line(0, "if " + condition);
        own.forEach(this::rule);
        line(0, "end");
    }

    private void rule(Line line) {
        DialPlan.Rule rule = line.rule();
        String description = oneLine(rule.details().description());
        line(1, "# rule " + line.number() + (description.isEmpty() ? "" : ": " + description));
        switch (ReadyRule.parse(rule, domains, zone)) {
            case Parsed.Wrong<ReadyRule>(String key, String complaint) ->
                    line(1, "# cannot be used: " + key + " " + oneLine(complaint));
            case Parsed.Good<ReadyRule> _ when rule.details().disabled() ->
                    line(1, "# is disabled");
            case Parsed.Good<ReadyRule>(ReadyRule ready) -> ready(line.number(), ready);
        }
    }

    private void ready(int number, ReadyRule rule) {
        String condition = condition(number, rule.match());
        String call = call(rule.command());
        line(1, condition.isEmpty() ? call : "if " + condition);
        if (!condition.isEmpty()) {
            line(2, call);
            line(1, "end");
        }
    }

    private static String call(Command command) {
        return switch (command) {
            case Command.Dial d -> dial(d);
            case Command.Reject r -> "sys.Respond(" + r.status() + ", " + quoted(r.reason()) + ")";
            case Command.Refer(ReferPlans.Word word) -> refer(word);
            case Command.HighriseLookup _ -> "sys.Log('Highrise is no longer available')";
        };
    }

    private static String refer(ReferPlans.Word word) {
        return switch (word) {
            case ReferPlans.Word.Accept(String to) when to.isEmpty() -> "sys.AcceptTransfer";
            case ReferPlans.Word.Accept(String to) -> "sys.AcceptTransfer(" + filled(to) + ")";
            case ReferPlans.Word.Pass _ -> "sys.PassTransfer";
            case ReferPlans.Word.AskOwner _ -> "sys.AskOwner";
            case ReferPlans.Word.Refuse(int status, String reason) ->
                    "sys.Respond(" + status + ", " + quoted(reason) + ")";
        };
    }

    /// Variables are for dial strings; the number that was asked for is the one that is usual here.
    private static String filled(String to) {
        return quoted(to).replace("${EXTEN}", "' + number + '");
    }

    private static String dial(Command.Dial dial) {
        boolean usual = dial.ringLimit().equals(Step.Dial.MAX_RING);
        boolean unlimited = dial.answeredLimit().isZero();
        StringBuilder call =
                new StringBuilder("sys.Dial(").append(quoted(dial.string().toString()));
        if (!usual || !unlimited) {
            call.append(", ").append(dial.ringLimit().toSeconds());
        }
        if (!unlimited) {
            call.append(", ").append(dial.answeredLimit().toSeconds());
        }
        return call.append(')').toString();
    }

    private String condition(int number, Match match) {
        return switch (match) {
            case Match.Exact e -> "number == " + quoted(e.number());
            case Match.Dialling d -> found(number, d.pattern(), "number");
            case Match.Incoming i -> incoming(number, i);
        };
    }

    private String incoming(int number, Match.Incoming match) {
        List<String> conditions = new ArrayList<>();
        switch (match.callee()) {
            case Match.Callee.Any _ -> {}
            case Match.Callee.OfAccount(String aor) -> conditions.add("called == " + quoted(aor));
            case Match.Callee.OverProvider(String name) ->
                    conditions.add("before.downcase == " + quoted(name) + ".downcase");
            case Match.Callee.Found(SafeRegex pattern) ->
                    conditions.add(found(number, pattern, "called"));
        }
        match.window().ifPresent(window -> conditions.add(window(window)));
        Optional<SafeRegex> caller = match.caller();
        caller.ifPresent(
                pattern ->
                        conditions.add(
                                "("
                                        + found(number, pattern, "name")
                                        + " || "
                                        + found(number, pattern, "uri")
                                        + ")"));
        return String.join(" && ", conditions);
    }

    private static String window(TimeWindow window) {
        ZoneId zone = window.zone();
        String clock =
                "clock.call(" + quoted(zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId()) + ")";
        String minute = clock + ".strftime('%H%M')";
        String from = "'" + minutes(window.from()) + "' <= " + minute;
        String to = minute + " <= '" + minutes(window.to()) + "'";
        String today = days(window, 0) + ".include?(" + clock + ".wday)";
        if (!window.to().isBefore(window.from())) {
            return today + " && " + from + " && " + to;
        }
        String yesterday = days(window, 1) + ".include?(" + clock + ".wday)";
        return "(" + today + " && " + from + " || " + yesterday + " && " + to + ")";
    }

    /// Ruby counts days from Sunday, 0.
    private static String days(TimeWindow window, int later) {
        return window.days().stream()
                .map(day -> day.plus(later).getValue() % DayOfWeek.values().length)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String minutes(LocalTime time) {
        return MINUTES.formatted(time.getHour(), time.getMinute());
    }

    private String found(int number, SafeRegex pattern, String in) {
        Optional<String> ruby = RubyPattern.of(pattern.regex());
        if (ruby.isEmpty()) {
            complaint =
                    "the pattern of rule "
                            + number
                            + " has no Ruby that means the same: "
                            + oneLine(pattern.toString());
        }
        return "found.call(" + in + ", " + quoted(ruby.orElse("")) + ")";
    }

    /// A Ruby string in single quotes, in which only the quote and the backslash are special.
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
    }

    private void line(int depth, String text) {
        script.append("  ".repeat(depth)).append(text).append('\n');
    }
}

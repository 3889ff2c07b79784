package io.referee.server.dialplan.rule;

import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.DialLeg;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.Variables;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A call and what a rule list must do with it when nobody answers: a test of a dial plan.
/// *Immutable.*
///
/// @param expected every dial in order, and the rejection that ends the run if one does
public record PlanCase(String name, PlanCall call, Instant at, List<Expected> expected) {

    /// One thing that must happen.
    public sealed interface Expected {

        /// This is dialled; as it is written does not matter, but all its legs and options do.
        ///
        /// @param ringLimit 180 s when nothing else is expected
        /// @param answeredLimit zero when none is expected
        record Dials(DialString string, Duration ringLimit, Duration answeredLimit)
                implements Expected {}

        /// @param reason any when empty
        record Rejects(int status, String reason) implements Expected {}

        /// What a plan named `onRefer` allows.
        ///
        /// @param words as [ReferPlans.Word#inWords] says it
        record Refers(String words) implements Expected {
            /// Whether these words say the same: `bob@local` is `bob`.
            public boolean saidAs(String other) {
                return plain(words).equals(plain(other));
            }

            private static String plain(String words) {
                return words.endsWith(LOCAL)
                        ? words.substring(0, words.length() - LOCAL.length())
                        : words;
            }
        }

        /// What an address here may end with.
        String LOCAL = "@local";
    }

    /// How a case went.
    public sealed interface Verdict {

        record Passed() implements Verdict {}

        /// @param reason in one line
        /// @param steps what the rules said
        record Failed(String reason, List<String> steps) implements Verdict {}
    }

    /// Plays the case.
    public Verdict check(RuleList rules) {
        List<String> said = new ArrayList<>();
        int rule = 0;
        for (Expected next : expected) {
            Step.Reasoned step = rules.next(rule, call, at);
            said.addAll(step.lines());
            String difference = difference(next, step.step());
            if (!difference.isEmpty()) {
                return new Verdict.Failed(difference, List.copyOf(said));
            }
            if (!(step.step() instanceof Step.Dial dial)) {
                return new Verdict.Passed();
            }
            rule = dial.rule();
        }
        Step.Reasoned last = rules.next(rule, call, at);
        said.addAll(last.lines());
        return last.step() instanceof Step.End
                ? new Verdict.Passed()
                : new Verdict.Failed(
                        "expected nothing more, but got: " + inWords(last.step()),
                        List.copyOf(said));
    }

    private String difference(Expected wanted, Step got) {
        boolean same =
                switch (wanted) {
                    case Expected.Dials dials -> got instanceof Step.Dial dial && same(dials, dial);
                    case Expected.Rejects rejects ->
                            got instanceof Step.Reject reject
                                    && reject.status() == rejects.status()
                                    && (rejects.reason().isEmpty()
                                            || rejects.reason().equals(reject.reason()));
                    case Expected.Refers refers ->
                            got instanceof Step.Refer refer
                                    && refers.saidAs(refer.word().inWords());
                };
        return same ? "" : "expected: " + inWords(wanted) + ", but got: " + inWords(got);
    }

    private boolean same(Expected.Dials wanted, Step.Dial got) {
        return dialsAlike(wanted.string(), got.string())
                && wanted.ringLimit().equals(got.ringLimit())
                && wanted.answeredLimit().equals(got.answeredLimit());
    }

    /// Whether both mean the same legs, whichever way they are written.
    public boolean dialsAlike(DialString one, DialString other) {
        return plain(one).equals(plain(other));
    }

    /// The legs without how they were written, and with the dialled number where none was.
    private List<List<DialLeg>> plain(DialString string) {
        return string.fill(call.dialled()).stages().stream()
                .map(stage -> stage.stream().map(this::plain).toList())
                .toList();
    }

    private DialLeg plain(DialLeg leg) {
        boolean dialled = leg.user().isEmpty() && leg.scheme() == DialLeg.Scheme.UNSAID;
        return new DialLeg(
                "",
                leg.scheme(),
                dialled ? call.dialled().user() : leg.user(),
                leg.host(),
                leg.port(),
                leg.parameters(),
                leg.headers(),
                leg.options(),
                leg.foreign());
    }

    /// As people read it.
    public String inWords(Expected wanted) {
        return switch (wanted) {
            case Expected.Dials d -> dial(d.string(), d.ringLimit(), d.answeredLimit());
            case Expected.Rejects r -> ("reject " + r.status() + " " + r.reason()).strip();
            case Expected.Refers r -> r.words();
        };
    }

    private String inWords(Step step) {
        return switch (step) {
            case Step.Dial d -> dial(d.string(), d.ringLimit(), d.answeredLimit());
            case Step.Reject r -> "reject " + r.status() + " " + r.reason();
            case Step.Refer r -> r.word().inWords();
            case Step.End _ -> "the end";
        };
    }

    private String dial(DialString string, Duration ring, Duration limit) {
        Dialled dialled = call.dialled();
        String text = Variables.fill(string.toString(), dialled, new ArrayList<>());
        return List.of(
                        "dial " + text,
                        ring.equals(Step.Dial.MAX_RING) ? "" : "ring " + ring.toSeconds(),
                        limit.isZero() ? "" : "limit " + limit.toSeconds())
                .stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}

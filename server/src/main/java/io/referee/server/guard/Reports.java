package io.referee.server.guard;

import io.referee.server.event.EventSink;
import io.referee.server.event.SecurityFact;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.LongAdder;

/// Tells of what the guard does, as `security.*`, without becoming a flood itself: of each kind
/// some at once and one a second, and fewer of one source, so that it cannot hide what others do;
/// the others are counted, and the next event of the kind, or one a little later, says how many it
/// stands for. *Engine thread only*, but for [#total].
final class Reports {
    /// Events of one kind that may be published at once.
    static final int MAX_AT_ONCE = 20;

    /// When what was only counted is summed up.
    static final Duration SUMMED_UP = Duration.ofSeconds(10);

    /// Of these, how many may be of one source, in the stream of one owner.
    static final int MAX_OF_SOURCE = 5;

    /// Sources that are known as such.
    private static final int MAX_SOURCES = 500;

    /// In place of a source, where there are several.
    private static final String MANY = "";

    private static final Rate RATE = Rate.perSecond(1, MAX_AT_ONCE);
    private static final Rate OF_SOURCE = Rate.within(MAX_OF_SOURCE, SUMMED_UP.multipliedBy(5));

    private final Outside outside;
    private final EventSink events;
    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

    /// What can happen.
    enum Kind {
        LOGIN_FAILED("login_failed"),
        BANNED("banned"),
        UNBANNED("unbanned"),
        SCANNER("scanner"),
        LIMITED("limited"),
        REFUSED("refused"),
        OVERLOAD("overload");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final class Tally {
        final LongAdder total = new LongAdder();
        long paidAt;
        long held;
        String lastSource = "";
        final SequencedMap<Tale, Long> paidBy = new LinkedHashMap<>();
    }

    /// What one source does: to an account of one owner, or elsewhere.
    private record Tale(String owner, String account, String source) {}

    Reports(Outside outside, EventSink events) {
        this.outside = outside;
        this.events = events;
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally());
        }
    }

    /// @param owner in whose stream it belongs; empty for the administrator's
    void tell(Kind kind, String owner, String source, String account, String reason) {
        Tally tally = tally(kind);
        tally.total.increment();
        long now = Guard.micros(outside.now());
        Tale tale = new Tale(owner, owner.isEmpty() ? "" : account, source);
        long paidBySource = OF_SOURCE.take(tally.paidBy.getOrDefault(tale, 0L), now, 1);
        long paidAt = RATE.take(tally.paidAt, now, 1);
        boolean loud = paidBySource == Rate.EXCEEDED && !source.isEmpty();
        if (loud || paidAt == Rate.EXCEEDED) {
            hold(kind, tally, source);
            return;
        }
        tally.paidAt = paidAt;
        if (!source.isEmpty()) {
            note(tally, tale, paidBySource);
        }
        if (!owner.isEmpty() || !source.equals(tally.lastSource)) {
            sumUp(kind, tally); // what others did is another affair
        }
        publish(owner, new SecurityFact(kind.text, source, account, reason, tally.held + 1));
        tally.held = 0;
    }

    /// The one that was told of longest ago is forgotten first.
    private static void note(Tally tally, Tale tale, long paidBySource) {
        tally.paidBy.putLast(tale, paidBySource);
        if (tally.paidBy.size() > MAX_SOURCES) {
            tally.paidBy.pollFirstEntry();
        }
    }

    private void hold(Kind kind, Tally tally, String source) {
        tally.lastSource = tally.held > 0 && !source.equals(tally.lastSource) ? MANY : source;
        tally.held++;
        if (tally.held == 1) {
            outside.schedule(SUMMED_UP, () -> sumUp(kind, tally));
        }
    }

    private void sumUp(Kind kind, Tally tally) {
        if (tally.held > 0) {
            publish(
                    "",
                    new SecurityFact(kind.text, tally.lastSource, "", "among others", tally.held));
            tally.held = 0;
        }
    }

    private void publish(String owner, SecurityFact fact) {
        events.publish(outside.now(), owner, "", "", "", fact);
    }

    private Tally tally(Kind kind) {
        return java.util.Objects.requireNonNull(tallies.get(kind));
    }

    /// How often it happened since the start. *Any thread.*
    long total(Kind kind) {
        return tally(kind).total.sum();
    }
}

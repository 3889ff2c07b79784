package io.referee.server.guard;

import io.referee.server.guard.Conduct.Reason;
import io.referee.server.guard.Reports.Kind;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Bans and lifts. *Engine thread only.*
final class Bans {
    private final Outside outside;
    private final Reports reports;
    private final BanRule datagrams;
    private final BanRule connections;

    /// How sure it is who did it.
    enum Evidence {
        /// A datagram, whose source anybody can write.
        FORGEABLE,
        /// A connection.
        CERTAIN
    }

    Bans(Outside outside, Reports reports, Duration first) {
        this.outside = outside;
        this.reports = reports;
        this.datagrams = BanRule.datagrams(first);
        this.connections = BanRule.connections(first);
    }

    BanRule rule(Evidence evidence) {
        return switch (evidence) {
            case FORGEABLE -> datagrams;
            case CERTAIN -> connections;
        };
    }

    /// Bans, unless it is banned already.
    void ban(Conduct conduct, Reason reason, Evidence evidence, String suffix) {
        long now = Guard.micros(outside.now());
        if (conduct.banned(now)) {
            return;
        }
        BanRule rule = rule(evidence);
        int before = rule.remembered(conduct.repeats, now - conduct.banEnds);
        long length = rule.lengthMicros(before);
        conduct.repeats = before + 1;
        conduct.banBegan = now;
        conduct.banEnds = now + length;
        conduct.reason = reason;
        conduct.dropped = 0;
        // What led to it is paid for by it.
        conduct.suspicion = 0;
        conduct.failures = 0;
        long key = conduct.key;
        String text = reason.text + suffix + ", for " + length / 1_000_000 + " s";
        reports.tell(Kind.BANNED, "", Source.text(key), "", text);
        conduct.ringWhenOver(
                outside.schedule(Duration.of(length, ChronoUnit.MICROS), () -> over(conduct, key)));
    }

    private void over(Conduct conduct, long key) {
        boolean same = conduct.key == key && conduct.banEnds != 0;
        if (same && !conduct.banned(Guard.micros(outside.now()))) {
            ended(conduct, "over");
        }
    }

    private void ended(Conduct conduct, String why) {
        String text = why + ", " + conduct.dropped + " dropped";
        conduct.banBegan = 0;
        reports.tell(Kind.UNBANNED, "", Source.text(conduct.key), "", text);
    }

    /// Ends a ban before its time, and forgets why; false when there is none.
    boolean lift(Conduct conduct) {
        long now = Guard.micros(outside.now());
        if (!conduct.banned(now)) {
            return false;
        }
        conduct.banEnds = now;
        conduct.repeats = 0;
        conduct.lockEnds = 0;
        conduct.ringWhenOver(null);
        ended(conduct, "lifted");
        return true;
    }

    /// Those of a book, in no order.
    List<Ban> list(ConductBook book, String suffix) {
        long now = Guard.micros(outside.now());
        List<Ban> bans = new ArrayList<>();
        book.each(conduct -> ban(conduct, now, suffix).ifPresent(bans::add));
        return bans;
    }

    private static Optional<Ban> ban(Conduct conduct, long now, String suffix) {
        return conduct.banned(now)
                ? Optional.of(
                        new Ban(
                                Source.text(conduct.key),
                                conduct.reason.text + suffix,
                                instant(conduct.banBegan),
                                instant(conduct.banEnds),
                                conduct.repeats,
                                conduct.dropped))
                : Optional.empty();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

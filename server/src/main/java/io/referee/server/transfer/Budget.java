package io.referee.server.transfer;

import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// How many transfers an account may have running and may start in a minute and in a day
/// (`transfers.md` F.6). *Engine thread only.*
final class Budget {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final TransferSettings settings;
    private final CostlyTargets costly;
    private final Map<String, Use> uses = new HashMap<>();

    private static final class Use {
        private final Deque<Instant> starts = new ArrayDeque<>(2);
        private int running;
    }

    Budget(TransferSettings settings) {
        this.settings = settings;
        this.costly = new CostlyTargets(settings);
    }

    /// Why the account has to wait; empty when it need not.
    Optional<String> exceeded(String account, Instant now) {
        Use use = uses.get(account);
        if (use == null) {
            return Optional.empty();
        }
        forget(use, now);
        if (use.running >= settings.limits().running()) {
            return Optional.of(
                    "More than " + settings.limits().running() + " transfers at the same time");
        }
        if (within(use, now) >= settings.limits().perMinute()) {
            return Optional.of(
                    "More than " + settings.limits().perMinute() + " transfers in a minute");
        }
        if (use.starts.size() >= settings.limits().perDay()) {
            return Optional.of("More than " + settings.limits().perDay() + " transfers in a day");
        }
        if (use.running == 0 && use.starts.isEmpty()) {
            uses.remove(account);
        }
        return Optional.empty();
    }

    private static void forget(Use use, Instant now) {
        while (!use.starts.isEmpty() && use.starts.peekFirst().plus(DAY).isBefore(now)) {
            use.starts.removeFirst();
        }
    }

    /// Transfers of the last minute, the latest first.
    private int within(Use use, Instant now) {
        int count = 0;
        Iterator<Instant> latest = use.starts.descendingIterator();
        while (count < settings.limits().perMinute()
                && latest.hasNext()
                && !latest.next().plus(MINUTE).isBefore(now)) {
            count++;
        }
        return count;
    }

    /// Which numbers cost much.
    CostlyTargets costly() {
        return costly;
    }

    void started(Order order, Instant now) {
        Use use = uses.computeIfAbsent(order.payer(), name -> new Use());
        costly.started(order, now);
        use.running++;
        use.starts.addLast(now);
    }

    /// What was started before a restart, and does not run any more.
    ///
    /// @param target where to; empty when that cannot be read
    void counted(String account, Optional<Uri> target, Instant at) {
        uses.computeIfAbsent(account, name -> new Use()).starts.addLast(at);
        target.ifPresent(to -> costly.started(account, to, at));
    }

    /// What was started does not count: it may yet begin.
    void withdrawn(String account) {
        Use use = uses.get(account);
        if (use != null) {
            use.starts.pollLast();
            ended(account);
        }
    }

    void ended(String account) {
        Use use = uses.get(account);
        if (use != null) {
            use.running = Math.max(0, use.running - 1);
        }
    }
}

package io.referee.server.transfer;

import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// To how many different premium and international numbers an account transfers in an hour
/// (`transfers.md` F.6): whoever has stolen an account tries many. *Engine thread only.*
final class CostlyTargets {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TransferLimits limits;
    private final Map<String, Map<String, Instant>> numbers = new HashMap<>();

    CostlyTargets(TransferSettings settings) {
        this.limits = settings.limits();
    }

    private Optional<String> costly(Uri target) {
        String dialled = Targets.dialled(target);
        return limits.costly().stream()
                .filter(prefix -> dialled.startsWith(Targets.plain(prefix)))
                .map(_ -> dialled)
                .findFirst();
    }

    /// Whether what is dialled there is such a number.
    boolean isCostly(Uri target) {
        return costly(target).isPresent();
    }

    /// Why the account has to wait; empty when it need not.
    Optional<Refusal> exceeded(Order order, Instant now) {
        return exceeded(order.payer(), order.target(), new HashSet<>(), now);
    }

    /// The same for one of several numbers that are dialled at once.
    ///
    /// @param more those that are dialled besides; this one joins them when it may be dialled
    Optional<Refusal> exceeded(String payer, Uri target, Set<String> more, Instant now) {
        Optional<String> number = costly(target);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Instant> used = numbers.getOrDefault(payer, new HashMap<>());
        used.values().removeIf(at -> at.plus(HOUR).isBefore(now));
        Set<String> with = new HashSet<>(used.keySet());
        with.addAll(more);
        with.add(number.get());
        Optional<Refusal> no = tooMany(with);
        if (no.isEmpty()) {
            more.add(number.get());
        }
        return no;
    }

    private Optional<Refusal> tooMany(Set<String> with) {
        return with.size() <= limits.costlyPerHour()
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                603,
                                "More than "
                                        + limits.costlyPerHour()
                                        + " premium or international numbers in an hour",
                                "`transfer.costlyPerHour`, or `transfer.costly` without what the"
                                        + " number begins with"));
    }

    /// A transfer there begins.
    void started(Order order, Instant now) {
        numbers.values().removeIf(used -> old(used, now));
        started(order.payer(), order.target(), now);
    }

    /// One began then; they are told in order.
    void started(String payer, Uri target, Instant at) {
        costly(target)
                .ifPresent(
                        number ->
                                numbers.computeIfAbsent(payer, _ -> new HashMap<>(2))
                                        .put(number, at));
    }

    private static boolean old(Map<String, Instant> used, Instant now) {
        used.values().removeIf(at -> at.plus(HOUR).isBefore(now));
        return used.isEmpty();
    }
}

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

    /// Why the account has to wait; empty when it need not.
    Optional<Refusal> exceeded(Order order, Instant now) {
        Optional<String> number = costly(order.target());
        Map<String, Instant> used = numbers.get(order.payer());
        if (number.isEmpty() || used == null) {
            return Optional.empty();
        }
        used.values().removeIf(at -> at.plus(HOUR).isBefore(now));
        Set<String> with = new HashSet<>(used.keySet());
        with.add(number.get());
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

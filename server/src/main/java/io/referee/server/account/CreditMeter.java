package io.referee.server.account;

import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Counts how long the legs last that accounts pay for in advance. It hears what the records hear,
/// so it counts what they say: each leg out once, from its answer to its end, for its payer. Hold
/// music is no talk: nobody pays for a second of the held leg twice. When the credit of an account
/// is used up it says so, with the legs that must end. *Engine thread only.*
///
/// Several legs of one account use its credit at the same time, each second of each.
public final class CreditMeter implements Credit, EventSink {
    /// How often the total of an account that talks is kept: so much is given away when the server
    /// dies.
    static final Duration KEEP_EVERY = Duration.ofSeconds(30);

    private final Outside outside;
    private final EventSink next;
    private final Supplier<Directory> directory;
    private final CreditStore store;
    private final Map<String, Duration> used;
    private final Map<String, String> payers = new HashMap<>();
    private final Map<String, Talking> talking = new HashMap<>();
    private final Instant began;
    private BiConsumer<String, List<String>> exhausted = (account, legs) -> {};

    /// An account that talks at its own cost.
    private static final class Talking {
        private final Map<String, Instant> since = new HashMap<>(2);
        private final Set<String> told = new HashSet<>(2);
        private Outside.@Nullable Alarm alarm;
    }

    /// @param next who hears every fact, before it is counted
    public CreditMeter(
            Outside outside, EventSink next, Supplier<Directory> directory, CreditStore store) {
        this.outside = outside;
        this.next = next;
        this.directory = directory;
        this.store = store;
        this.used = new HashMap<>(store.loadAll());
        this.began = outside.now();
    }

    /// Who ends the legs of an account, by their ids, when its credit is used up; each leg is told
    /// once.
    public void whenExhausted(BiConsumer<String, List<String>> then) {
        exhausted = then;
    }

    // ---- counting

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        next.publish(at, owner, call, chain, leg, fact);
        if (fact instanceof LegFact.Created created) {
            created(leg, created);
        } else if (!payers.isEmpty()) {
            if (fact instanceof LegFact.Answered) {
                answered(leg, at);
            } else if (fact instanceof LegFact.Ended) {
                ended(leg, at);
            }
        }
    }

    private void created(String leg, LegFact.Created created) {
        boolean talk = created.direction().equals("out") && !created.createdBy().equals("music");
        if (talk && bought(created.payer()).isPresent()) {
            payers.put(leg, created.payer());
        }
    }

    private void answered(String leg, Instant at) {
        String account = payers.get(leg);
        if (account != null) {
            Talking now = talking.computeIfAbsent(account, name -> new Talking());
            now.since.put(leg, at.isBefore(began) ? began : at); // the rest was counted before
            arm(account, now);
        }
    }

    private void ended(String leg, Instant at) {
        String account = payers.remove(leg);
        Talking now = account == null ? null : talking.get(account);
        if (account == null || now == null) {
            return;
        }
        Instant since = now.since.remove(leg);
        if (since != null) {
            used.merge(account, Duration.between(since, at), Duration::plus);
            keep(account, at);
        }
        now.told.remove(leg);
        arm(account, now);
    }

    private void keep(String account, Instant at) {
        store.used(account, used(account, at));
    }

    private void arm(String account, Talking now) {
        if (now.alarm != null) {
            now.alarm.cancel();
        }
        if (now.since.isEmpty()) {
            talking.remove(account);
        } else {
            now.alarm = outside.schedule(wait(account, now), () -> look(account, now));
        }
    }

    private Duration wait(String account, Talking now) {
        Optional<Duration> left = left(account);
        boolean known = now.told.containsAll(now.since.keySet());
        if (left.isEmpty() || known) {
            return KEEP_EVERY;
        }
        long legs = now.since.size();
        Duration each = Duration.ofMillis((left.get().toMillis() + legs - 1) / legs);
        return each.compareTo(KEEP_EVERY) < 0 ? each : KEEP_EVERY;
    }

    private void look(String account, Talking now) {
        keep(account, outside.now());
        if (exhausted(account)) {
            List<String> legs =
                    now.since.keySet().stream().filter(leg -> !now.told.contains(leg)).toList();
            now.told.addAll(legs);
            arm(account, now);
            if (!legs.isEmpty()) {
                exhausted.accept(account, legs);
            }
        } else {
            arm(account, now);
        }
    }

    /// The account is gone; another one of its name begins anew.
    public void accountRemoved(String account) {
        used.remove(account);
        store.used(account, Duration.ZERO);
    }

    // ---- asking

    /// What the account has bought in all; empty when it does not pay in advance.
    private Optional<Duration> bought(String account) {
        int at = account.indexOf('@');
        return at < 0
                ? Optional.empty()
                : directory
                        .get()
                        .account(account.substring(0, at), account.substring(at + 1))
                        .flatMap(Account::credit);
    }

    @Override
    public Optional<Duration> left(String account) {
        return bought(account)
                .map(all -> all.minus(used(account)))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    @Override
    public Duration used(String account) {
        return used(account, outside.now());
    }

    private Duration used(String account, Instant at) {
        Duration total = used.getOrDefault(account, Duration.ZERO);
        Talking now = talking.get(account);
        if (now != null) {
            for (Instant since : now.since.values()) {
                total = total.plus(Duration.between(since, at));
            }
        }
        return total;
    }
}

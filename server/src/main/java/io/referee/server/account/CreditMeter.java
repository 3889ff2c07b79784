package io.referee.server.account;

import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Counts how long the legs last that accounts pay for in advance. It hears what the records hear,
/// so it counts what they say: each leg out once, from its answer to its end, for its payer. Hold
/// music is no talk: nobody pays for a second of the held leg twice. When the credit of an account
/// is used up it says so, with the legs that must end. *Engine thread only.*
///
/// Several legs of one account use its credit at the same time, each at its own price ([Spending]).
///
/// A total is kept with the moment up to which it was counted. A leg that goes on after a restart
/// is counted from that moment, however the server ended: its media did not stop meanwhile. Time is
/// counted in whole milliseconds, as it is kept of a leg, so that what is counted after a restart
/// begins exactly where it ended before.
public final class CreditMeter implements Credit, EventSink {
    /// How often the total of an account that talks is kept: so much is given away when the server
    /// dies and the call cannot go on.
    static final Duration KEEP_EVERY = Duration.ofSeconds(30);

    private final Outside outside;
    private final EventSink next;
    private final Supplier<Directory> directory;
    private final CreditStore store;
    private final Map<String, CreditStore.Used> atStart;
    private final Map<String, Duration> used = new HashMap<>();
    private final Map<String, Paid> payers = new HashMap<>();
    private final Map<String, Talking> talking = new HashMap<>();
    private final Instant began;
    private BiConsumer<String, List<String>> exhausted = (account, legs) -> {};

    /// By whom a leg is paid for, and at what price.
    private record Paid(String account, Price price) {}

    /// An account that talks at its own cost.
    private static final class Talking {
        private final Map<String, Spending.Talk> legs = new LinkedHashMap<>(2);
        private Instant due = Instant.MAX;
        private Outside.@Nullable Alarm alarm;

        Spending spending() {
            return new Spending(List.copyOf(legs.values()));
        }

        boolean allTold() {
            return legs.values().stream().allMatch(talk -> talk.told().isPresent());
        }
    }

    /// @param next who hears every fact, before it is counted
    public CreditMeter(
            Outside outside, EventSink next, Supplier<Directory> directory, CreditStore store) {
        this.outside = outside;
        this.next = next;
        this.directory = directory;
        this.store = store;
        this.atStart = store.loadAll();
        this.began = now();
        atStart.forEach((account, before) -> used.put(account, before.total()));
    }

    /// Who ends the legs of an account, by their ids, when its credit is used up; each leg is told
    /// once.
    public void whenExhausted(BiConsumer<String, List<String>> then) {
        exhausted = then;
    }

    private Instant now() {
        return counted(outside.now());
    }

    private static Instant counted(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
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
                answered(leg, counted(at));
            } else if (fact instanceof LegFact.Ended) {
                ended(leg, counted(at));
            }
        }
    }

    private void created(String leg, LegFact.Created created) {
        boolean talk = created.direction().equals("out") && !created.createdBy().equals("music");
        if (talk && bought(created.payer()).isPresent()) {
            payers.put(leg, new Paid(created.payer(), Price.of(created.price())));
        }
    }

    /// A leg that was answered before this server began goes on.
    private void answered(String leg, Instant at) {
        Paid paid = payers.get(leg);
        if (paid == null) {
            return;
        }
        Price price = paid.price();
        boolean goesOn = at.isBefore(began);
        Duration before = goesOn ? countedBefore(paid, at) : Duration.ZERO;
        Talking now = talking.computeIfAbsent(paid.account(), name -> new Talking());
        now.legs.put(leg, new Spending.Talk(leg, price, at, before, Optional.empty()));
        if (!price.setup().isZero() && !goesOn) { // others of its account may not be back yet
            keep(paid.account(), now());
        }
        arm(paid.account(), now);
    }

    /// What of the cost of a leg is in the total that was kept before this server began: nothing
    /// when it was answered later than that.
    private Duration countedBefore(Paid paid, Instant answered) {
        CreditStore.Used kept = atStart.get(paid.account());
        if (kept == null || kept.until().isBefore(answered)) {
            return Duration.ZERO;
        }
        Instant until = kept.until().isBefore(began) ? kept.until() : began;
        return paid.price().cost(Duration.between(answered, until));
    }

    private void ended(String leg, Instant at) {
        Paid paid = payers.remove(leg);
        Talking now = paid == null ? null : talking.get(paid.account());
        if (paid == null || now == null) {
            return;
        }
        String account = paid.account();
        Spending.Talk talk = now.legs.remove(leg);
        if (talk != null) {
            used.merge(account, talk.cost(at), Duration::plus);
            keep(account, at);
        }
        arm(account, now);
    }

    private void keep(String account, Instant at) {
        store.used(account, new CreditStore.Used(used(account, at), at));
    }

    /// Has all that is not kept yet kept up to now: the server is about to end.
    public void keepAll() {
        talking.keySet().forEach(account -> keep(account, now()));
    }

    private void arm(String account, Talking now) {
        if (now.alarm != null) {
            now.alarm.cancel();
        }
        if (now.legs.isEmpty()) {
            talking.remove(account);
        } else {
            Duration wait = wait(account, now);
            now.due = now().plus(wait);
            now.alarm = outside.schedule(wait, () -> look(account, now));
        }
    }

    private Duration wait(String account, Talking now) {
        Optional<Duration> credit = forTalks(account);
        return credit.isEmpty() || now.allTold()
                ? KEEP_EVERY
                : now.spending().reach(now(), credit.get(), KEEP_EVERY);
    }

    /// What was bought and is not used by legs that are over.
    private Optional<Duration> forTalks(String account) {
        return bought(account).map(all -> all.minus(used.getOrDefault(account, Duration.ZERO)));
    }

    /// Looks at how it stood when this was due: an alarm that comes late begins no step that nobody
    /// can pay for.
    private void look(String account, Talking now) {
        keep(account, now());
        Instant due = now.due;
        List<String> legs =
                forTalks(account)
                        .map(credit -> now.spending().unpaid(due, credit))
                        .orElse(List.of());
        legs.forEach(leg -> now.legs.computeIfPresent(leg, (_, talk) -> talk.tell(due)));
        arm(account, now);
        if (!legs.isEmpty()) {
            exhausted.accept(account, legs);
        }
    }

    /// The account is gone; another one of its name begins anew.
    public void accountRemoved(String account) {
        used.remove(account);
        store.used(account, new CreditStore.Used(Duration.ZERO, now()));
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
        return used(account, now());
    }

    private Duration used(String account, Instant at) {
        Duration total = used.getOrDefault(account, Duration.ZERO);
        Talking now = talking.get(account);
        return now == null ? total : total.plus(now.spending().cost(at));
    }
}

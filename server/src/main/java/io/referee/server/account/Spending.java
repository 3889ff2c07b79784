package io.referee.server.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the legs of one account cost that talk at the same time. *Immutable.*
///
/// @param talks in the order of their answers
record Spending(List<Talk> talks) {

    /// A leg, since it was answered.
    ///
    /// @param before what of its cost was counted before a restart
    /// @param told when its credit ended: it is being hung up and costs no more, nor anything at
    ///   all when it could never begin
    record Talk(String leg, Price price, Instant since, Duration before, Optional<Instant> told) {
        /// How long a leg may take to end that was told to; after that it is paid for again.
        static final Duration PARTING = Duration.ofSeconds(2);

        /// The same, told now.
        Talk tell(Instant now) {
            return new Talk(leg, price, since, before, Optional.of(now));
        }

        /// What it has cost so far, without what was counted before.
        Duration cost(Instant at) {
            if (told.isEmpty() || !at.isBefore(told.get().plus(PARTING))) {
                return full(at);
            }
            return told.get().equals(since) ? Duration.ZERO : full(told.get());
        }

        private Duration full(Instant at) {
            return price.cost(Duration.between(since, at)).minus(before);
        }

        private boolean due(Instant at) {
            return full(at.plus(Price.MOMENT)).compareTo(full(at)) > 0;
        }
    }

    /// What all of them have cost so far.
    Duration cost(Instant at) {
        return cost(at, talk -> true);
    }

    private Duration cost(Instant at, Predicate<Talk> which) {
        return talks.stream()
                .filter(which)
                .map(talk -> talk.cost(at))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// For how long nobody has to be told anything: until more is needed than there is, or `limit`.
    ///
    /// @param credit what is there for all that they cost, the past too
    Duration reach(Instant now, Duration credit, Duration limit) {
        Duration spent = cost(now, Spending::talksOn);
        Duration rest = credit.minus(cost(now, talk -> !talksOn(talk)));
        Duration most = rest.compareTo(spent) < 0 ? spent : rest;
        long enough = 0;
        long tooLong = limit.toMillis() + 1;
        while (tooLong - enough > 1) {
            long middle = (enough + tooLong) / 2;
            Duration then = cost(now.plusMillis(middle), Spending::talksOn);
            if (then.compareTo(most) <= 0) {
                enough = middle;
            } else {
                tooLong = middle;
            }
        }
        return Duration.ofMillis(enough);
    }

    /// The legs that cannot be paid for any longer; empty when all can. Who is within a step that
    /// is paid for talks on to its end. Of those who would begin one now, first only whoever was
    /// answered just now has to go: others have not to pay for that.
    List<String> unpaid(Instant at, Duration credit) {
        Instant next = at.plus(Price.MOMENT);
        if (cost(next).compareTo(credit) <= 0) {
            return List.of();
        }
        List<Talk> due = talks.stream().filter(Spending::talksOn).filter(t -> t.due(at)).toList();
        List<Talk> fresh = due.stream().filter(talk -> talk.since().equals(at)).toList();
        return (fresh.isEmpty() ? due : fresh).stream().map(Talk::leg).toList();
    }

    private static boolean talksOn(Talk talk) {
        return talk.told().isEmpty();
    }
}

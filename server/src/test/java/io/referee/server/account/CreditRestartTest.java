package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Legs that talk on while the server ends and comes back cost what their records say, from answer
/// to end, whatever was kept when.
class CreditRestartTest {
    private static final String ALICE = "alice@example.org";
    private static final String USUAL = "";
    private static final String IN_STEPS = "12 3 60000";

    private final VirtualOutside outside = new VirtualOutside();
    private final RememberedCredit kept = new RememberedCredit();
    private final List<String> exhausted = new ArrayList<>();
    private final Map<String, Talk> talks = new LinkedHashMap<>();
    private Duration bought = Duration.ofSeconds(200);
    private Life life = new Life();
    private boolean gone;
    private CreditMeter meter = meter();

    /// A leg that talks, as it is kept of its call.
    private record Talk(Instant answered, String price) {}

    /// What one process keeps until it ends; its alarms go off later, too, but to no effect.
    private final class Life implements CreditStore {
        @Override
        public Map<String, Used> loadAll() {
            return kept.loadAll();
        }

        @Override
        public void used(String account, Used used) {
            if (life == this) {
                kept.used(account, used);
            }
        }
    }

    private CreditMeter meter() {
        Life own = life;
        CreditMeter made =
                new CreditMeter(
                        outside, new EventLog(), () -> new SmallDirectory(List.of(alice())), life);
        made.whenExhausted((account, legs) -> exhausted.addAll(own == life ? legs : List.of()));
        return made;
    }

    private Account alice() {
        return new Account(
                "aaron",
                "alice",
                SmallDirectory.DOMAIN,
                Ha1.NONE,
                "",
                "",
                TransferMode.DENY,
                Optional.of(bought),
                "",
                Access.USUAL);
    }

    private void publish(Instant at, String leg, Fact fact) {
        meter.publish(at, "aaron", "c1", "g1", leg, fact);
    }

    private void talks(String leg, String price) {
        talks.put(leg, new Talk(outside.now().truncatedTo(ChronoUnit.MILLIS), price));
        answered(outside.now(), leg, price);
    }

    private void answered(Instant at, String leg, String price) {
        publish(
                at,
                leg,
                new LegFact.Created("out", "cid", "f", "t", "u", "", ALICE, "dial", price));
        publish(at, leg, new LegFact.Answered("l", "r"));
    }

    private void ends(String leg) {
        talks.remove(leg);
        publish(outside.now(), leg, new LegFact.Ended(200, "peer", "BYE"));
    }

    private void pass(long seconds) {
        outside.pass(Duration.ofSeconds(seconds));
    }

    private void stops() {
        meter.keepAll();
        dies();
    }

    private void dies() {
        life = new Life();
        gone = true;
    }

    private void comesBack() {
        gone = false;
        meter = meter();
        talks.forEach((leg, talk) -> answered(talk.answered(), leg, talk.price()));
    }

    private Duration used() {
        return meter.used(ALICE);
    }

    @Test
    void anOrderlyStopKeepsWhatWasUsedUpToThen() {
        talks("l1", USUAL);
        pass(29);
        stops();

        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(29));
    }

    @Test
    void afterAnOrderlyStopTheTimeWithoutAServerCostsTheSame() {
        talks("l1", USUAL);
        pass(29);
        stops();
        pass(7);
        comesBack();

        assertThat(used()).isEqualTo(Duration.ofSeconds(36));
        pass(4);
        ends("l1");
        assertThat(used()).isEqualTo(Duration.ofSeconds(40));
        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void whatWasNotKeptWhenItWasKilledIsCountedAfterwards() {
        talks("l1", USUAL);
        pass(65);
        dies();
        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(60));
        pass(3);
        comesBack();

        assertThat(used()).isEqualTo(Duration.ofSeconds(68));
    }

    @Test
    void aLegOfWhichNothingWasKeptIsCountedFromItsAnswer() {
        talks("l1", USUAL);
        pass(40);
        talks("l2", IN_STEPS); // kept at once, with what l1 has cost
        pass(10);
        talks("l3", USUAL);
        pass(10);
        dies();
        pass(5);
        comesBack();

        assertThat(used()).isEqualTo(Duration.ofSeconds(65 + 3 + 12 + 15));
    }

    @Test
    void aStepIsNotPaidForAgain() {
        talks("l1", IN_STEPS);
        pass(50);
        stops();
        pass(9);
        comesBack();
        assertThat(used()).isEqualTo(Duration.ofSeconds(15));
        pass(2);

        assertThat(used()).isEqualTo(Duration.ofSeconds(27));
    }

    @Test
    void creditThatEndedMeanwhileEndsTheLegAtOnce() {
        talks("l1", USUAL);
        pass(190);
        stops();
        pass(20);
        comesBack();
        pass(0);

        assertThat(exhausted).containsExactly("l1");
    }

    @Test
    void whatAnOlderVersionKeptIsNotCountedAgain() {
        talks("l1", USUAL);
        pass(65);
        dies();
        kept.used(ALICE, new CreditStore.Used(Duration.ofSeconds(60), Instant.MAX));
        comesBack();
        pass(10);

        assertThat(used()).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void whateverHappensUsedIsWhatTheRecordsSay() {
        for (long seed = 1; seed <= 300; seed++) {
            assertThat(new CreditRestartTest().difference(seed)).as("seed %d", seed).isZero();
        }
    }

    /// Plays a history and tells how much more was used in the end than the records say.
    private Duration difference(long seed) {
        Random chance = new Random(seed);
        bought = Duration.ofDays(1);
        Duration records = Duration.ZERO;
        for (int step = 0; step < 60; step++) {
            outside.pass(Duration.ofNanos(chance.nextLong(40_000_000_000L)));
            switch (chance.nextInt(5)) {
                case 0, 1 -> talks("l" + step, chance.nextBoolean() ? USUAL : IN_STEPS);
                case 2 -> records = records.plus(oneEnds(chance));
                case 3 -> stops();
                default -> dies();
            }
            if (chance.nextBoolean()) {
                outside.pass(Duration.ofNanos(chance.nextLong(20_000_000_000L)));
            }
            if (gone) {
                comesBack();
            }
        }
        while (!talks.isEmpty()) {
            records = records.plus(oneEnds(chance));
        }
        return used().minus(records);
    }

    /// What the record of a leg says that ends now.
    private Duration oneEnds(Random chance) {
        if (talks.isEmpty()) {
            return Duration.ZERO;
        }
        String leg = List.copyOf(talks.keySet()).get(chance.nextInt(talks.size()));
        Talk talk = talks.get(leg);
        ends(leg);
        Instant end = outside.now().truncatedTo(ChronoUnit.MILLIS);
        return Price.of(talk.price()).cost(Duration.between(talk.answered(), end));
    }
}

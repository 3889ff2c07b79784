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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is counted of the credit of an account, and when it is used up.
class CreditMeterTest {
    private static final String ALICE = "alice@example.org";

    private final VirtualOutside outside = new VirtualOutside();
    private final RememberedCredit kept = new RememberedCredit();
    private final List<String> exhausted = new ArrayList<>();
    private Optional<Duration> bought = Optional.of(Duration.ofSeconds(100));
    private final CreditMeter meter = meter();

    private CreditMeter meter() {
        CreditMeter made =
                new CreditMeter(
                        outside, new EventLog(), () -> new SmallDirectory(List.of(alice())), kept);
        made.whenExhausted((account, legs) -> exhausted.add(account + ' ' + legs));
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
                bought,
                "",
                Access.USUAL);
    }

    private void publish(String leg, Fact fact) {
        meter.publish(outside.now(), "aaron", "c1", "g1", leg, fact);
    }

    private void begins(String leg, String direction, String payer) {
        publish(leg, new LegFact.Created(direction, "cid", "f", "t", "u", "", payer, "dial"));
    }

    private void talks(String leg) {
        begins(leg, "out", ALICE);
        publish(leg, new LegFact.Answered("l", "r"));
    }

    private void ends(String leg) {
        publish(leg, new LegFact.Ended(200, "peer", "BYE"));
    }

    private void pass(long seconds) {
        outside.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void aLegOutIsCountedFromItsAnswerToItsEnd() {
        begins("l1", "out", ALICE);
        pass(10);
        publish("l1", new LegFact.Answered("l", "r"));
        pass(25);
        assertThat(meter.left(ALICE)).contains(Duration.ofSeconds(75));
        ends("l1");
        ends("l1");
        pass(50);

        assertThat(meter.left(ALICE)).contains(Duration.ofSeconds(75));
        assertThat(meter.used(ALICE)).isEqualTo(Duration.ofSeconds(25));
        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void aLegInHoldMusicAndALegOfAnotherPayerCostNothing() {
        begins("l1", "in", ALICE);
        begins("l2", "out", "bob@example.org");
        publish("l1", new LegFact.Answered("l", "r"));
        publish("l2", new LegFact.Answered("l", "r"));
        publish("l3", new LegFact.Created("out", "cid", "f", "t", "u", "", ALICE, "music"));
        publish("l3", new LegFact.Answered("l", "r"));
        pass(500);

        assertThat(meter.left(ALICE)).contains(Duration.ofSeconds(100));
        assertThat(meter.left("bob@example.org")).isEmpty();
        assertThat(exhausted).isEmpty();
    }

    @Test
    void whenItIsUsedUpTheLegsAreToldOnce() {
        talks("l1");
        pass(99);
        assertThat(exhausted).isEmpty();
        pass(1);
        assertThat(exhausted).containsExactly(ALICE + " [l1]");
        assertThat(meter.exhausted(ALICE)).isTrue();

        pass(300);
        assertThat(exhausted).hasSize(1);
        ends("l1");
    }

    @Test
    void twoLegsUseItTwiceAsFast() {
        talks("l1");
        pass(40);
        talks("l2");
        pass(29);
        assertThat(exhausted).isEmpty();
        pass(1);
        assertThat(exhausted).hasSize(1);
        assertThat(meter.used(ALICE)).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void aTopUpWhileItTalksCounts() {
        talks("l1");
        pass(90);
        bought = Optional.of(Duration.ofSeconds(160));
        pass(60);
        assertThat(exhausted).isEmpty();
        pass(10);
        assertThat(exhausted).hasSize(1);
    }

    @Test
    void whoNoLongerPaysInAdvanceTalksOn() {
        talks("l1");
        pass(90);
        bought = Optional.empty();
        pass(1000);

        assertThat(exhausted).isEmpty();
        assertThat(meter.exhausted(ALICE)).isFalse();
    }

    @Test
    void aLongTalkIsKeptMeanwhile() {
        talks("l1");
        pass(65);

        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void anAccountOfTheSameNameBeginsAnew() {
        talks("l1");
        pass(60);
        ends("l1");
        meter.accountRemoved(ALICE);

        assertThat(meter.left(ALICE)).contains(Duration.ofSeconds(100));
        assertThat(kept.total(ALICE)).isEqualTo(Duration.ZERO);
    }

    private void talksAt(String leg, String price) {
        publish(leg, new LegFact.Created("out", "cid", "f", "t", "u", "", ALICE, "dial", price));
        publish(leg, new LegFact.Answered("l", "r"));
    }

    @Test
    void aPriceIsChargedInFullStepsAndTheAnswerOnce() {
        talksAt("l1", "12 3 60000");
        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(3));
        pass(61);
        ends("l1");

        assertThat(meter.used(ALICE)).isEqualTo(Duration.ofSeconds(27));
        assertThat(kept.total(ALICE)).isEqualTo(Duration.ofSeconds(27));
    }

    @Test
    void whatIsNotAnsweredCostsNothing() {
        publish(
                "l1",
                new LegFact.Created("out", "cid", "f", "t", "u", "", ALICE, "dial", "12 3 60000"));
        pass(61);
        ends("l1");

        assertThat(meter.used(ALICE)).isZero();
    }

    @Test
    void atAPriceTheTalkEndsAtTheEndOfTheLastStepThatIsPaid() {
        talksAt("l1", "24 3 60000");
        pass(239);
        assertThat(exhausted).isEmpty();
        pass(1);
        assertThat(exhausted).containsExactly(ALICE + " [l1]");
        ends("l1");

        assertThat(meter.used(ALICE)).isEqualTo(Duration.ofSeconds(99));
    }

    @Test
    void talkThatEndsALittleLateCostsNoFurtherStep() {
        talksAt("l1", "24 3 60000");
        pass(241);
        ends("l1");

        assertThat(meter.used(ALICE)).isEqualTo(Duration.ofSeconds(99));
    }

    @Test
    void twoThatAnswerCannotSpendTheSameCredit() {
        talksAt("l1", "90 0 60000");
        pass(10);
        talksAt("l2", "90 0 60000");
        pass(0);
        assertThat(exhausted).containsExactly(ALICE + " [l2]");
        ends("l2");
        pass(49);
        assertThat(exhausted).hasSize(1);
        pass(1);
        assertThat(exhausted).last().isEqualTo(ALICE + " [l1]");
        ends("l1");

        assertThat(meter.used(ALICE)).isEqualTo(Duration.ofSeconds(90));
    }
}

package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long credit lasts for those who talk, and who has to go when it ends.
class SpendingTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    /// Legs as `price@seconds of talk so far`, with `;` between them; they are called 1, 2 ...
    private static Spending spending(String legs) {
        List<Spending.Talk> talks = new ArrayList<>();
        for (String leg : legs.split(";")) {
            String[] parts = leg.strip().split("@");
            Instant since = NOW.minusSeconds(Long.parseLong(parts[1]));
            talks.add(
                    new Spending.Talk(
                            String.valueOf(talks.size() + 1),
                            Price.of(parts[0]),
                            since,
                            Duration.ZERO,
                            Optional.empty()));
        }
        return new Spending(talks);
    }

    private static Duration credit(BigDecimal number) {
        return Price.credit(number);
    }

    /// What is there is for all that they cost, what they have talked too.
    @ParameterizedTest(name = "{0} with {1}: {2} ms, then {3}")
    @CsvSource({
        // one leg
        "60 0 0@0,                   45,    45000, 1",
        "60 0 0@40,                  45,    5000,  1",
        "12 0 0@0,                   45,    225000, 1",
        "60 0 60000@0,               60,    60000, 1",
        "60 0 60000@0,               119,   60000, 1",
        "60 0 60000@0,               120,   120000, 1",
        "60 0 60000@10,              60,    50000, 1",
        "12 3 6000@0,                4.2,   6000,  1",
        "0.6 0 1000@0,               0.05,  5000,  1",
        // not even the answer can be paid
        "12 3 6000@0,                2,     0,     1",
        "60 0 60000@0,               59,    0,     1",
        // what cannot be paid any more talks to the end of its step
        "60 0 60000@10,              1,     50000, 1",
        // several
        "60 0 0@0; 60 0 0@0,         40,    20000, 1 2",
        "60 0 0@10; 60 0 60000@10,   75,    5000,  1",
        "60 0 60000@10; 60 0 60000@0, 119,  0,     2",
        "60 0 60000@10; 60 0 60000@0, 120,  50000, 1",
        "60 0 0@10; 60 9 1000@0,     12,    0,     2",
        // what is free has no end
        "0 0 1000@0,                 0,     86400000, ''",
        "0 0 1000@0; 60 0 0@0,       7,     7000,  2"
    })
    void creditLasts(String legs, BigDecimal credit, long millis, String gone) {
        Spending spending = spending(legs);

        Duration reach = spending.reach(NOW, credit(credit), DAY);

        assertThat(reach).isEqualTo(Duration.ofMillis(millis));
        assertThat(String.join(" ", spending.unpaid(NOW.plus(reach), credit(credit))))
                .isEqualTo(gone);
    }

    @Test
    void nobodyIsToldBefore() {
        Spending spending = spending("60 0 0@0");
        Duration credit = Duration.ofSeconds(45);

        assertThat(spending.unpaid(NOW.plusMillis(44_999), credit)).isEmpty();
        assertThat(spending.unpaid(NOW.plusMillis(45_000), credit)).containsExactly("1");
    }

    @Test
    void whoIsToldCostsNoMoreUnlessItStays() {
        Spending.Talk told = spending("60 0 60000@60").talks().getFirst().tell(NOW);

        assertThat(told.cost(NOW.plusMillis(1_999))).isEqualTo(Duration.ofSeconds(60));
        assertThat(told.cost(NOW.plusSeconds(2))).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void whatCouldNeverBeginCostsNothing() {
        Spending.Talk told = spending("60 9 60000@0").talks().getFirst().tell(NOW);

        assertThat(told.cost(NOW.plusMillis(20))).isZero();
    }

    @Test
    void whatWasCountedBeforeIsNotCountedAgain() {
        Spending.Talk talk =
                new Spending.Talk(
                        "1",
                        Price.of("60 9 60000"),
                        NOW.minusSeconds(30),
                        Duration.ofSeconds(69),
                        Optional.empty());

        assertThat(talk.cost(NOW.plusSeconds(30))).isZero();
        assertThat(talk.cost(NOW.plusSeconds(31))).isEqualTo(Duration.ofSeconds(60));
    }
}

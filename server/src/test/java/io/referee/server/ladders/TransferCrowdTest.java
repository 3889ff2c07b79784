package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.ladders.CrowdPhone.Manner;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Many transfers at the same time on a bad line. Of the phones of a trio the first one calls the
/// second, and transfers it to the third.
class TransferCrowdTest {
    private static final int TRIOS = 200;
    private static final int LOST_PER_CENT = 5;

    private final Crowd crowd = new Crowd(3 * TRIOS, Playing.SEED, LOST_PER_CENT);
    private final List<Trio> trios = IntStream.range(0, TRIOS).mapToObj(this::trio).toList();

    /// @param status what the transferor has to hear of its transfer in the end
    private record Trio(
            CrowdPhone transferor, CrowdPhone transferee, CrowdPhone target, int status) {
        /// Whoever talks hears somebody of the trio who talks with it.
        void nobodyIsDeaf() {
            for (CrowdPhone phone : List.of(transferor, transferee, target)) {
                if (phone.talking() && hearsOneOfThem(phone)) {
                    continue;
                }
                assertThat(phone.talking()).as("%s talks and hears nobody", phone.leg()).isFalse();
            }
        }

        private boolean hearsOneOfThem(CrowdPhone phone) {
            String hears =
                    phone.leg()
                            .flatMap(RobotLeg::remote)
                            .map(Media::of)
                            .map(media -> media.address() + ':' + media.port())
                            .orElse("");
            return List.of(transferor, transferee, target).stream()
                    .filter(other -> other != phone && other.talking())
                    .anyMatch(other -> other.leg().orElseThrow().media().equals(hears));
        }

        boolean together(CrowdPhone one, CrowdPhone other) {
            return hears(one, other) && hears(other, one);
        }

        private static boolean hears(CrowdPhone one, CrowdPhone other) {
            return one.talking()
                    && other.talking()
                    && one.leg()
                            .flatMap(RobotLeg::remote)
                            .map(Media::of)
                            .filter(
                                    media ->
                                            (media.address() + ':' + media.port())
                                                    .equals(other.leg().orElseThrow().media()))
                            .isPresent();
        }
    }

    private Trio trio(int number) {
        CrowdPhone target = crowd.phone(3 * number + 2);
        Manner manner =
                switch (number % 10) {
                    case 3 -> new Manner.Refuses(486);
                    case 7 -> new Manner.Rings();
                    default -> new Manner.Answers(Duration.ofMillis(number * 17L % 4_000));
                };
        target.manner(manner);
        int status =
                switch (manner) {
                    case Manner.Answers _ -> 200;
                    case Manner.Refuses(int refusal) -> refusal;
                    case Manner.Rings _ -> 408;
                };
        return new Trio(crowd.phone(3 * number), crowd.phone(3 * number + 1), target, status);
    }

    @Test
    @DisplayName(
            "case 89: two hundred blind transfers at the same time, 5 % of the datagrams lost: each"
                    + " completes or fails honestly, nobody is deaf, nothing is left")
    void twoHundredTransfersAtTheSameTime() {
        everybodyCalls();
        everybodyTransfers();
        lookAtIt(Duration.ofSeconds(180));
        crowd.nobodyIsLocked();
        trios.forEach(this::ended);
        trios.forEach(
                trio -> {
                    trio.transferor().hangUp();
                    trio.transferee().hangUp();
                    trio.target().hangUp();
                });
        crowd.time().advance(Duration.ofMinutes(12));
        crowd.nothingIsLeft();
    }

    private void everybodyCalls() {
        for (Trio trio : trios) {
            trio.transferor().call(trio.transferee().name());
            crowd.time().advance(Duration.ofMillis(20));
        }
        crowd.time().advance(Duration.ofSeconds(40));
        assertThat(trios).allMatch(trio -> trio.together(trio.transferor(), trio.transferee()));
    }

    /// All within one second.
    private void everybodyTransfers() {
        for (Trio trio : trios) {
            trio.transferor().transferTo(trio.target().name());
            crowd.time().advance(Duration.ofMillis(5));
        }
    }

    private void lookAtIt(Duration duration) {
        for (long i = 0; i < duration.toMillis() / 100; i++) {
            crowd.time().advance(Duration.ofMillis(100));
            trios.forEach(Trio::nobodyIsDeaf);
        }
    }

    /// The transferor was told what came of it, and it is so.
    private void ended(Trio trio) {
        assertThat(trio.transferor().told()).as("%s", trio).contains(trio.status());
        CrowdPhone partner = trio.status() == 200 ? trio.target() : trio.transferor();
        CrowdPhone gone = trio.status() == 200 ? trio.transferor() : trio.target();
        assertThat(trio.together(trio.transferee(), partner)).as("%s", trio).isTrue();
        assertThat(gone.talking()).as("%s", trio).isFalse();
    }
}

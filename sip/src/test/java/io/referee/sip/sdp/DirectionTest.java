package io.referee.sip.sdp;

import static io.referee.sip.sdp.Direction.INACTIVE;
import static io.referee.sip.sdp.Direction.RECVONLY;
import static io.referee.sip.sdp.Direction.SENDONLY;
import static io.referee.sip.sdp.Direction.SENDRECV;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Directions of offer and answer: RFC 3264 §5.1, §6.1, §8.4.
class DirectionTest {

    @ParameterizedTest
    @CsvSource({
        "SENDRECV, SENDRECV, SENDRECV",
        "SENDRECV, SENDONLY, SENDONLY",
        "SENDRECV, INACTIVE, INACTIVE",
        "SENDONLY, SENDRECV, RECVONLY",
        "SENDONLY, SENDONLY, INACTIVE",
        "RECVONLY, SENDRECV, SENDONLY",
        "RECVONLY, RECVONLY, INACTIVE",
        "INACTIVE, SENDRECV, INACTIVE",
    })
    void anAnswerIsTheMirroredOfferWithinWhatIsWanted(
            Direction offer, Direction want, Direction answer) {
        assertThat(offer.answer(want)).isEqualTo(answer);
    }

    @Test
    void noAnswerTakesMoreThanTheOfferGives() {
        for (Direction offer : Direction.values()) {
            for (Direction want : Direction.values()) {
                Direction answer = offer.answer(want);
                assertThat(answer.sends() && !offer.receives()).isFalse();
                assertThat(answer.receives() && !offer.sends()).isFalse();
                assertThat(answer.intersect(want)).isEqualTo(answer);
            }
        }
    }

    @Test
    void whoDoesNotReceiveHolds() {
        assertThat(SENDRECV.holds()).isFalse();
        assertThat(RECVONLY.holds()).isFalse();
        assertThat(SENDONLY.holds()).isTrue();
        assertThat(INACTIVE.holds()).isTrue();
    }
}

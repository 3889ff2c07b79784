package io.referee.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5393 §5.
class MaxBreadthTest {
    private static MaxBreadth of(String value) {
        Request invite = Samples.request(Samples.INVITE);
        return MaxBreadth.of(
                MessageBuilder.from(invite)
                        .add(MaxBreadth.HEADER, value)
                        .request(invite.method(), invite.uri()));
    }

    @Test
    void aRequestThatSaysNothingHas60() {
        MaxBreadth unsaid = MaxBreadth.of(Samples.request(Samples.INVITE));

        assertThat(unsaid.value()).isEqualTo(60);
        assertThat(unsaid.usual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "0, 0", "60, 60", "61, 60", "4294967296, 60", "many, 60", "-1, 60"})
    void nobodyGetsMoreThan60(String said, int meant) {
        assertThat(of(said).value()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"60, 1, 60", "60, 7, 8", "3, 2, 1", "2, 2, 1"})
    void theSharesAreNeverMoreThanTheWhole(int whole, int branches, int share) {
        MaxBreadth breadth = new MaxBreadth(whole);

        assertThat(breadth.suffices(branches)).isTrue();
        assertThat(breadth.share(branches).value()).isEqualTo(share);
        assertThat(branches * share).isLessThanOrEqualTo(whole);
    }

    @Test
    void itDoesNotSufficeForMoreBranchesThanItAllows() {
        assertThat(new MaxBreadth(2).suffices(3)).isFalse();
        assertThat(new MaxBreadth(0).suffices(1)).isFalse();
    }
}

package io.referee.sip.sdp;

import static io.referee.sip.sdp.Bodies.DESK_PHONE;
import static io.referee.sip.sdp.Bodies.crlf;
import static io.referee.sip.sdp.Bodies.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.sdp.OriginStamp.Stamped;

import org.junit.jupiter.api.Test;

/// The `o=` line of each new body: RFC 3264 §8.
class OriginStampTest {
    private final SessionDescription phone = read(DESK_PHONE);
    private final OriginStamp leg = OriginStamp.starting("referee", -1, "198.51.100.1");

    @Test
    void theOtherPartysUserAddressAndSessionNameAreHidden() {
        assertThat(leg.stamp(phone).body().toString())
                .isEqualTo(
                        crlf(
                                DESK_PHONE
                                        .replace(
                                                "o=alice 2890844526 18446744073709551615 IN IP4"
                                                        + " 192.0.2.1",
                                                "o=referee 18446744073709551615 1 IN IP4"
                                                        + " 198.51.100.1")
                                        .replace("s=Alice's call", "s=-")));
    }

    @Test
    void theVersionRisesWithEachDifferentBodyAndOnlyThen() {
        Stamped first = leg.stamp(phone);
        Stamped again = first.next().stamp(phone);
        assertThat(again.body()).isSameAs(first.body());
        Stamped held = again.next().stamp(phone.withDirection(Direction.SENDONLY));
        assertThat(held.body().origin().sessVersion()).isEqualTo("2");
        Stamped back = held.next().stamp(phone);
        assertThat(back.body().origin().sessVersion()).isEqualTo("3");
        assertThat(back.body().origin().sessId()).isEqualTo(first.body().origin().sessId());
    }

    @Test
    void aBodyThatDiffersOnlyInItsOriginIsTheSameBody() {
        Stamped first = leg.stamp(phone);
        SessionDescription other = phone.withOrigin(Origin.of("bobby", "5", "9", "192.0.2.200"));
        assertThat(first.next().stamp(other).body()).isSameAs(first.body());
    }

    @Test
    void anyOtherByteMakesANewVersion() {
        Stamped first = leg.stamp(phone);
        SessionDescription other = read(DESK_PHONE.replace("x-session:kept", "x-session:kepT"));
        assertThat(first.next().stamp(other).body().origin().sessVersion()).isEqualTo("2");
    }

    @Test
    void aMissingSessionNameIsAdded() {
        SessionDescription nameless = read(DESK_PHONE.replace("s=Alice's call\n", ""));
        assertThat(leg.stamp(nameless).body()).isEqualTo(leg.stamp(phone).body());
    }
}

package io.referee.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;
import io.referee.softphone.rtp.G711;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class CallSdpTest {
    private final CallSdp alice = new CallSdp("127.0.0.1", 4_000, 1);
    private final CallSdp bob = new CallSdp("127.0.0.1", 5_000, 2);

    private static SessionDescription read(byte[] body) {
        if (SessionDescription.parse(body)
                instanceof SdpReading.Parsed(SessionDescription description)) {
            return description;
        }
        throw new AssertionError(new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] offer(String lines) {
        return ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + lines)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void offerAndAnswerAgreeOnBothPaths() {
        CallSdp.Answer answer =
                bob.answer(alice.offer(Direction.SENDRECV), Direction.SENDRECV).orElseThrow();

        assertThat(answer.path().remote().getPort()).isEqualTo(4_000);
        assertThat(alice.answered(answer.body()).orElseThrow().remote().getPort()).isEqualTo(5_000);
        assertThat(answer.path().direction()).isEqualTo(Direction.SENDRECV);
        assertThat(answer.path().codec()).isEqualTo(G711.PCMU);
    }

    /// RFC 4733 §2.4.1, RFC 3264 §6.1: under the number of the offer, and not at all when it has
    /// none.
    @Test
    void keysAreAgreedOnUnderTheNumberOfTheOffer() {
        CallSdp.Answer usual =
                bob.answer(alice.offer(Direction.SENDRECV), Direction.SENDRECV).orElseThrow();
        assertThat(usual.path().events()).isEqualTo(101);
        assertThat(alice.answered(usual.body()).orElseThrow().events()).isEqualTo(101);

        byte[] other = offer("m=audio 4000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n");
        CallSdp.Answer answer = bob.answer(other, Direction.SENDRECV).orElseThrow();
        assertThat(answer.path().events()).isEqualTo(96);
        assertThat(read(answer.body()).media().getFirst().formats()).containsExactly("8", "96");

        byte[] none = offer("m=audio 4000 RTP/AVP 8\r\n");
        assertThat(bob.answer(none, Direction.SENDRECV).orElseThrow().path().keys()).isFalse();
    }

    @Test
    void aHoldIsMirroredAndTheVersionRises() {
        byte[] first = alice.offer(Direction.SENDRECV);
        alice.answered(bob.answer(first, Direction.SENDRECV).orElseThrow().body());
        byte[] hold = alice.offer(Direction.SENDONLY);
        CallSdp.Answer held = bob.answer(hold, Direction.SENDRECV).orElseThrow();

        assertThat(held.path().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(read(held.body()).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(alice.answered(held.body()).orElseThrow().direction())
                .isEqualTo(Direction.SENDONLY);
        assertThat(read(hold).origin().sessVersion()).isEqualTo("2");
        assertThat(read(hold).origin().sessId()).isEqualTo(read(first).origin().sessId());
        assertThat(read(held.body()).origin().sessVersion()).isEqualTo("2");
    }

    @Test
    void bothHoldingIsInactive() {
        CallSdp.Answer answer =
                bob.answer(alice.offer(Direction.SENDONLY), Direction.SENDONLY).orElseThrow();

        assertThat(answer.path().direction()).isEqualTo(Direction.INACTIVE);
        assertThat(alice.answered(answer.body()).orElseThrow().direction())
                .isEqualTo(Direction.INACTIVE);
    }

    @Test
    void videoIsRefusedInItsPlaceAndStaysThereInOurNextOffer() {
        byte[] theirs =
                offer("m=video 6000 RTP/AVP 96\r\nm=audio 6002 RTP/AVP 18 8\r\na=sendrecv\r\n");

        CallSdp.Answer answer = bob.answer(theirs, Direction.SENDRECV).orElseThrow();
        SessionDescription next = read(bob.offer(Direction.SENDONLY));

        SessionDescription body = read(answer.body());
        assertThat(body.media()).hasSize(2);
        assertThat(body.media().get(0).isRejected()).isTrue();
        assertThat(body.media().get(1).formats()).containsExactly("8");
        assertThat(answer.path().codec()).isEqualTo(G711.PCMA);
        assertThat(answer.path().remote().getPort()).isEqualTo(6_002);
        assertThat(next.media()).hasSize(2);
        assertThat(next.media().get(0).isRejected()).isTrue();
        assertThat(next.direction(1)).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void anOldHoldByAddressIsInactive() {
        byte[] theirs =
                new String(offer("m=audio 6000 RTP/AVP 0\r\n"), StandardCharsets.UTF_8)
                        .replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0")
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(bob.answer(theirs, Direction.SENDRECV).orElseThrow().path().direction())
                .isEqualTo(Direction.INACTIVE);
    }

    @Test
    void whatWeCannotSpeakIsRefused() {
        assertThat(bob.answer(offer("m=audio 6000 RTP/AVP 18\r\n"), Direction.SENDRECV)).isEmpty();
        assertThat(bob.answer(offer("m=audio 6000 RTP/SAVP 0\r\n"), Direction.SENDRECV)).isEmpty();
        assertThat(bob.answer(offer("m=audio 0 RTP/AVP 0\r\n"), Direction.SENDRECV)).isEmpty();
        assertThat(bob.answer(offer(""), Direction.SENDRECV)).isEmpty();
        assertThat(bob.answer(new byte[] {1, 2, 3}, Direction.SENDRECV)).isEmpty();
    }
}

package io.referee.sip.sdp;

import static io.referee.sip.sdp.Bodies.AUDIO_VIDEO;
import static io.referee.sip.sdp.Bodies.DESK_PHONE;
import static io.referee.sip.sdp.Bodies.WEBRTC;
import static io.referee.sip.sdp.Bodies.audio;
import static io.referee.sip.sdp.Bodies.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Bodies fitted to what a leg has seen: RFC 3264 §6, §8, §8.1, §8.2.
class OfferAnswerTest {
    private final SessionDescription phone = read(DESK_PHONE);
    private final SessionDescription audioVideo = read(AUDIO_VIDEO);

    @Test
    void anAudioBodyToALegWithVideoGetsARefusedVideoSection() {
        SessionDescription offer =
                OfferAnswer.offer(phone, MediaLayout.of(audioVideo), Direction.SENDRECV);
        assertThat(offer.media()).hasSize(2);
        assertThat(offer.media().getFirst()).isEqualTo(phone.media().getFirst());
        assertThat(offer.media().get(1).toString())
                .isEqualTo("m=video 0 RTP/AVP 96\r\na=sendrecv\r\n");
    }

    @Test
    void aBodyIsReorderedToTheLegsLayout() {
        MediaLayout videoFirst =
                MediaLayout.of(audioVideo.withMedia(audioVideo.media().reversed()));
        assertThat(OfferAnswer.fitOffer(audioVideo, videoFirst).media())
                .isEqualTo(audioVideo.media().reversed());
        assertThat(OfferAnswer.fitAnswer(audioVideo, videoFirst).media())
                .isEqualTo(audioVideo.media().reversed());
    }

    @Test
    void anOfferMayAddSectionsAtTheEndButAnAnswerMayNot() {
        MediaLayout audioOnly = MediaLayout.of(phone);
        assertThat(OfferAnswer.fitOffer(audioVideo, audioOnly)).isSameAs(audioVideo);
        assertThat(OfferAnswer.fitAnswer(audioVideo, audioOnly).media())
                .containsExactly(audioVideo.media().getFirst());
    }

    @Test
    void aLiveSectionFillsASlotBeforeARefusedOne() {
        MediaSection dead = audioVideo.media().getFirst().rejected();
        SessionDescription body = audioVideo.withMedia(List.of(dead, phone.media().getFirst()));
        assertThat(OfferAnswer.fitAnswer(body, MediaLayout.of(phone)).media())
                .containsExactly(phone.media().getFirst());
    }

    @Test
    void aLayoutOnlyGrows() {
        MediaLayout both = MediaLayout.EMPTY.grownBy(phone).grownBy(audioVideo);
        assertThat(both).isEqualTo(MediaLayout.of(audioVideo));
        assertThat(both.grownBy(phone).slots())
                .containsExactly(
                        new MediaLayout.Slot("audio", "RTP/AVP", "0"),
                        new MediaLayout.Slot("video", "RTP/AVP", "96"));
    }

    @Test
    void aRoleTakenInAnAnswerIsOpenInTheOfferMadeOfIt() {
        SessionDescription offer = OfferAnswer.recastAsOffer(read(WEBRTC));
        assertThat(offer).isEqualTo(read(WEBRTC.replace("setup:active", "setup:actpass")));
        assertThat(OfferAnswer.recastAsOffer(read(WEBRTC.replace("setup:active", "setup:passive"))))
                .isEqualTo(offer);
        assertThat(OfferAnswer.recastAsOffer(phone)).isEqualTo(phone);
    }

    @Test
    void theDirectionOfAHeldBodyIsResetInAnOffer() {
        SessionDescription held = phone.withDirection(Direction.INACTIVE);
        assertThat(OfferAnswer.offer(held, MediaLayout.of(phone), Direction.SENDRECV))
                .isEqualTo(phone);
    }

    @Test
    void aSendonlyOfferIsNeverAnsweredSendrecv() {
        SessionDescription offer = phone.withDirection(Direction.SENDONLY);
        assertThat(OfferAnswer.answer(offer, phone, Direction.SENDRECV).direction())
                .isEqualTo(Direction.RECVONLY);
    }

    /// RFC 3264 §6.1.
    @ParameterizedTest
    @CsvSource({
        "sendrecv, sendrecv, sendrecv",
        "sendrecv, recvonly, recvonly",
        "sendonly, sendrecv, recvonly",
        "sendonly, sendonly, inactive",
        "sendonly, recvonly, recvonly",
        "recvonly, sendrecv, sendonly",
        "recvonly, inactive, inactive",
        "inactive, sendrecv, inactive",
        "inactive, sendonly, inactive"
    })
    void anAnswerOfSomebodyElseAllowsNoMoreThanWasOffered(
            String offered, String answered, String allowed) {
        SessionDescription offer = phone.withDirection(direction(offered));
        SessionDescription answer = phone.withDirection(direction(answered));

        assertThat(OfferAnswer.allowed(answer, offer))
                .isEqualTo(phone.withDirection(direction(allowed)));
    }

    @Test
    void whatIsAllowedIsLeftAsItIs() {
        SessionDescription off = audioVideo.withSection(1, audioVideo.media().get(1).rejected());
        SessionDescription offer = off.withDirection(Direction.SENDONLY);
        SessionDescription answer =
                off.withSection(0, off.media().get(0).withDirection(Direction.RECVONLY));

        assertThat(OfferAnswer.allowed(answer, offer)).isSameAs(answer);
    }

    private static Direction direction(String token) {
        return Direction.valueOf(token.toUpperCase(Locale.ROOT));
    }

    @Test
    void anAnswerRefusesWhatTheOfferRefuses() {
        SessionDescription offer = audioVideo.withSection(1, audioVideo.media().get(1).rejected());
        SessionDescription answer = OfferAnswer.answer(offer, audioVideo, Direction.SENDRECV);
        assertThat(answer.media().get(0).port()).isEqualTo(5004);
        assertThat(answer.media().get(1).isRejected()).isTrue();
    }

    @Test
    void anAnswerTakesTheRoleThatTheOfferLeft() {
        SessionDescription open = audio("a=setup:actpass\n");
        assertThat(roleAnswering("actpass", open)).contains("active");
        assertThat(roleAnswering("passive", open)).contains("active");
        assertThat(roleAnswering("active", open)).contains("passive");
    }

    private static Optional<String> roleAnswering(String role, SessionDescription body) {
        SessionDescription offer = audio("a=setup:" + role + "\n");
        return OfferAnswer.answer(offer, body, Direction.SENDRECV)
                .media()
                .getFirst()
                .attribute("setup");
    }

    @Test
    void theServersOwnAnswerIsItsLastBodyMadeSilent() {
        SessionDescription answer = OfferAnswer.inactiveAnswer(audioVideo, phone);
        assertThat(answer.media()).hasSize(2);
        assertThat(answer.media().getFirst())
                .isEqualTo(phone.media().getFirst().withDirection(Direction.INACTIVE));
        assertThat(answer.media().get(1).isRejected()).isTrue();
        assertThat(answer.direction()).isEqualTo(Direction.INACTIVE);
    }

    @Test
    void theServersOwnAnswerNamesAFormatOfTheOffer() {
        SessionDescription offer =
                read(
                        DESK_PHONE
                                .replace("0 8 101", "97")
                                .replace("rtpmap:0 PCMU", "rtpmap:97 opus"));
        MediaSection answer = OfferAnswer.inactiveAnswer(offer, audio("")).media().getFirst();
        assertThat(answer.formats()).containsExactly("97");
        assertThat(answer.encoding("97")).contains("opus/8000");
        assertThat(answer.port()).isEqualTo(4000);
    }
}

package io.referee.sip.sdp;

import static io.referee.sip.sdp.Bodies.AUDIO_VIDEO;
import static io.referee.sip.sdp.Bodies.DESK_PHONE;
import static io.referee.sip.sdp.Bodies.WEBRTC;
import static io.referee.sip.sdp.Bodies.audio;
import static io.referee.sip.sdp.Bodies.crlf;
import static io.referee.sip.sdp.Bodies.read;
import static io.referee.sip.sdp.Bodies.refusalOf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.message.Bounds;
import io.referee.sip.sdp.SdpReading.Malformed;
import io.referee.sip.sdp.SdpReading.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Session descriptions, octet by octet: RFC 8866 §5, RFC 3264 §8.2, §8.4.
class SessionDescriptionTest {

    @ParameterizedTest
    @ValueSource(strings = {DESK_PHONE, AUDIO_VIDEO, WEBRTC})
    void whatWasReadIsPrintedByteForByte(String body) {
        byte[] wire = crlf(body).getBytes(StandardCharsets.UTF_8);
        assertThat(read(crlf(body)).bytes()).isEqualTo(wire);
    }

    @Test
    void bytesThatAreNoUtf8Survive() {
        byte[] wire = crlf(DESK_PHONE).getBytes(StandardCharsets.ISO_8859_1);
        wire[crlf(DESK_PHONE).indexOf("kept too")] = (byte) 0xff;
        assertThat(SessionDescription.parse(wire))
                .isInstanceOfSatisfying(
                        Parsed.class, p -> assertThat(p.description().bytes()).isEqualTo(wire));
    }

    @Test
    void loneLineFeedsBlankLinesAndAMissingLastLineEndAreMended() {
        String sloppy = DESK_PHONE.replace("t=0 0\n", "t=0 0\r\n\n").stripTrailing();
        assertThat(read(sloppy)).isEqualTo(read(crlf(DESK_PHONE)));
        assertThat(read(sloppy + "\r\n\r\n")).isEqualTo(read(DESK_PHONE));
    }

    @Test
    void malformedBodiesAreRefusedWithTheirReason() {
        assertThat(refusalOf("")).isEqualTo("line 1 is not x=value");
        assertThat(refusalOf("v=1\no=- 1 1 IN IP4 a\n")).isEqualTo("line 1 is not v=0");
        assertThat(refusalOf("v=0\ns=-\n")).startsWith("o= line");
        assertThat(refusalOf("v=0\no=- 1 1 IN IP4\n")).startsWith("o= line");
        assertThat(refusalOf("v=0\nhello\n")).isEqualTo("line 2 is not x=value");
        assertThat(refusalOf("v=0\ns=a\rm=b\n")).isEqualTo("line 2 is not x=value");
        assertThat(refusalOf("v=0\ns=a\0b\n")).isEqualTo("line 2 is not x=value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio",
                "audio 1",
                "audio x RTP/AVP 0",
                "audio 65536 RTP/AVP 0",
                "audio -1 RTP/AVP 0",
                "audio 1/0 RTP/AVP 0",
                "audio / RTP/AVP 0",
                ""
            })
    void aBadMediaLineIsRefused(String line) {
        assertThat(refusalOf("v=0\no=- 1 1 IN IP4 a\nm=" + line + "\n"))
                .isEqualTo("media section 1 has a bad m= line");
    }

    @Test
    void aBodyBeyondItsLimitsIsRefused() {
        String head = "v=0\no=- 1 1 IN IP4 a\n";
        String lines = "m=audio 1 RTP/AVP 0\n".repeat(Bounds.SDP_MEDIA);
        assertThat(read(head + lines).media()).hasSize(Bounds.SDP_MEDIA);
        assertThat(refusalOf(head + lines + "m=audio 1 RTP/AVP 0\n")).endsWith("m= lines");
        String full = head + "a=" + "x".repeat(Bounds.SDP_OCTETS - head.length() - 2);
        assertThat(SessionDescription.parse(full)).isInstanceOf(Parsed.class);
        assertThat(refusalOf(full + "x")).contains("65536 bytes");
    }

    @Test
    void originKeepsNumbersOfTwentyDigits() {
        assertThat(read(DESK_PHONE).origin())
                .isEqualTo(Origin.of("alice", "2890844526", "18446744073709551615", "192.0.2.1"));
    }

    @Test
    void aUserNameInTheOriginMayHoldSpacesAndUmlauts() {
        SessionDescription body = read(DESK_PHONE.replace("o=alice", "o=Jürgen Ä"));
        assertThat(body.origin().username()).isEqualTo("Jürgen Ä");
        assertThat(body.withOrigin(body.origin())).isEqualTo(body);
    }

    @Test
    void aUserNameOfOneTabIsStillAUserName() {
        assertThat(read(DESK_PHONE.replace("o=alice", "o=\t")).origin().username()).isEqualTo("\t");
        assertThatThrownBy(() -> Origin.of(" ", "1", "1", "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sectionsTellTypePortsProtocolAndFormats() {
        SessionDescription body = read(AUDIO_VIDEO);
        MediaSection video = body.media().get(1);
        assertThat(video.type()).isEqualTo("video");
        assertThat(video.port()).isEqualTo(5006);
        assertThat(video.portCount()).isEqualTo(2);
        assertThat(video.proto()).isEqualTo("RTP/AVP");
        assertThat(video.formats()).containsExactly("96");
        assertThat(video.encoding("96")).contains("H264/90000");
        assertThat(video.attributes())
                .containsExactly(
                        new Attribute("rtpmap", "96 H264/90000"), new Attribute("sendonly", ""));
        assertThat(body.connectionOf(0)).contains(Connection.of("192.0.2.2"));
        assertThat(body.connectionOf(1)).contains(Connection.of("192.0.2.22"));
        assertThat(read(DESK_PHONE).attribute("x-session")).contains("kept");
        assertThat(read(DESK_PHONE).attribute("x-sess")).isEmpty();
        assertThat(read(DESK_PHONE).sessionName()).isEqualTo("Alice's call");
    }

    @Test
    void aSectionsDirectionOverridesTheSessions() {
        String session = AUDIO_VIDEO.replace("t=0 0\n", "t=0 0\na=inactive\n");
        assertThat(read(session).direction(0)).isEqualTo(Direction.SENDRECV);
        assertThat(read(session.replace("a=sendrecv\n", "")).direction(0))
                .isEqualTo(Direction.INACTIVE);
        assertThat(audio("").direction()).isEqualTo(Direction.SENDRECV);
        assertThat(audio("a=sendonly \n").direction()).isEqualTo(Direction.SENDONLY);
        assertThat(audio("a=sendonlyx\n").direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void theZeroAddressWithoutDirectionIsTheOldHold() {
        SessionDescription old = audio("c=IN IP4 0.0.0.0\n");
        assertThat(old.direction()).isEqualTo(Direction.INACTIVE);
        assertThat(old.asksHold()).isTrue();
        SessionDescription explicit = audio("c=IN IP4 0.0.0.0\na=sendrecv\n");
        assertThat(explicit.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(explicit.asksHold()).isTrue();
        assertThat(OfferAnswer.holdMadeExplicit(old))
                .isEqualTo(audio("c=IN IP4 0.0.0.0\na=inactive\n"));
        assertThat(OfferAnswer.holdMadeExplicit(explicit)).isEqualTo(explicit);
    }

    @Test
    void theZeroAddressOfABrowserIsNoHold() {
        SessionDescription browser = audio("c=IN IP4 0.0.0.0\na=ice-ufrag:x\n");
        assertThat(browser.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(browser.asksHold()).isFalse();
        assertThat(browser.withDirection(Direction.SENDONLY).asksHold()).isTrue();
    }

    @Test
    void holdNeedsEverySectionInUseAndIsNotPortZero() {
        assertThat(read(AUDIO_VIDEO).asksHold()).isFalse();
        assertThat(read(AUDIO_VIDEO.replace("sendrecv", "inactive")).asksHold()).isTrue();
        assertThat(read(AUDIO_VIDEO.replace("audio 5004", "audio 0")).asksHold()).isTrue();
        assertThat(read(DESK_PHONE.replace("49170", "0")).asksHold()).isFalse();
    }

    @Test
    void withDirectionStatesItOncePerSection() {
        SessionDescription twice =
                read(
                        AUDIO_VIDEO
                                .replace("t=0 0\n", "t=0 0\na=recvonly\n")
                                .replace("a=sendrecv\n", "a=sendrecv\na=ptime:20\na=inactive\n"));
        assertThat(twice.withDirection(Direction.RECVONLY).toString())
                .isEqualTo(
                        crlf(
                                AUDIO_VIDEO
                                        .replace("a=sendrecv\n", "a=recvonly\na=ptime:20\n")
                                        .replace("a=sendonly", "a=recvonly")));
        assertThat(audio("a=x\n").withDirection(Direction.INACTIVE))
                .isEqualTo(audio("a=x\na=inactive\n"));
    }

    @Test
    void withConnectionLeavesOneConnectionForAll() {
        assertThat(read(AUDIO_VIDEO).withConnection(Connection.of("2001:db8::1")).toString())
                .isEqualTo(
                        crlf(
                                AUDIO_VIDEO
                                        .replace("c=IN IP4 192.0.2.22\n", "")
                                        .replace("IN IP4 192.0.2.2\nt", "IN IP6 2001:db8::1\nt")));
        assertThat(read(WEBRTC).withConnection(Connection.of("192.0.2.7")).toString())
                .contains("s=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n")
                .doesNotContain("0.0.0.0");
    }

    @Test
    void aRefusedSectionKeepsTypeProtocolOneFormatAndItsName() {
        MediaSection refused = read(WEBRTC).media().getFirst().rejected();
        assertThat(refused.toString()).isEqualTo("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n");
        SessionDescription body = read(AUDIO_VIDEO);
        assertThat(body.withSection(1, body.media().get(1).withPort(0)).toString())
                .contains("m=video 0/2 RTP/AVP 96\r\nc=");
    }

    @Test
    void secureIsWhatBindsABodyToOnePeer() {
        assertThat(read(WEBRTC).isSecure()).isTrue();
        assertThat(read(DESK_PHONE).isSecure()).isFalse();
        assertThat(audio("a=crypto:1 AES\n").isSecure()).isTrue();
        assertThat(audio("a=ice-ufrag:x\n").isSecure()).isTrue();
        assertThat(audio("a=fingerprint:x\n").isSecure()).isTrue();
        assertThat(read(DESK_PHONE.replace("RTP/AVP", "RTP/SAVP")).isSecure()).isTrue();
        assertThat(read(DESK_PHONE.replace("RTP/AVP", "TCP/TLS")).isSecure()).isTrue();
        assertThat(read(DESK_PHONE.replace("x-session", "group:BUNDLE")).isSecure()).isTrue();
    }

    @Test
    void sameMediaLooksAtAddressPortFormatsAndDirectionOnly() {
        SessionDescription body = read(DESK_PHONE);
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("alice", "bob").replace("kept", "x"))))
                .isTrue();
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("a=sendrecv\n", "")))).isTrue();
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("a=rtpmap:0 PCMU/8000\n", ""))))
                .isTrue();
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("0 8 101", "8 0 101")))).isFalse();
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("49170", "49172")))).isFalse();
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("a=sendrecv", "a=sendonly"))))
                .isFalse();
        assertThat(
                        body.sameMediaAs(
                                read(
                                        DESK_PHONE.replace(
                                                "c=IN IP4 192.0.2.1", "c=IN IP4 192.0.2.3"))))
                .isFalse();
        assertThat(body.sameMediaAs(read(DESK_PHONE.replace("101 telephone-event", "101 opus"))))
                .isFalse();
        assertThat(body.sameMediaAs(read(AUDIO_VIDEO))).isFalse();
    }

    @Test
    void textThatWouldBreakALineIsAProgrammersMistake() {
        assertThatThrownBy(() -> read(DESK_PHONE).withSessionName("a\r\nm=audio 1 x 0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Connection.of("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Origin.of("a\n", "1", "1", "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MediaSection.of("audio", 65_536, "RTP/AVP", List.of("0")))
                .hasMessageContaining("65536");
    }

    @Test
    void mutatedBodiesNeverThrowAndPrintWhatTheyParse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] seeds = {crlf(DESK_PHONE), crlf(AUDIO_VIDEO), crlf(WEBRTC), DESK_PHONE};
        int parsed = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] body = seeds[i % seeds.length].getBytes(StandardCharsets.UTF_8);
            mutate(body, random);
            switch (SessionDescription.parse(body)) {
                case Parsed(SessionDescription read) -> {
                    parsed++;
                    exercise(read, seed);
                }
                case Malformed(String reason) ->
                        assertThat(reason).as("seed %d", seed).isNotBlank();
            }
        }
        assertThat(parsed).as("seed %d", seed).isPositive();
    }

    private static void mutate(byte[] body, Random random) {
        String likely = "\r\n\0 :=/am0cov";
        for (int n = random.nextInt(6); n >= 0; n--) {
            int value =
                    random.nextBoolean()
                            ? likely.charAt(random.nextInt(likely.length()))
                            : random.nextInt(256);
            body[random.nextInt(body.length)] = (byte) value;
        }
    }

    private static void exercise(SessionDescription read, long seed) {
        assertThat(SessionDescription.parse(read.bytes()))
                .as("seed %d", seed)
                .isEqualTo(new Parsed(read));
        assertThat(read.withOrigin(read.origin()).origin())
                .as("seed %d", seed)
                .isEqualTo(read.origin());
        for (int i = 0; i < read.media().size(); i++) {
            assertThat(read.connectionOf(i)).as("seed %d", seed).isNotNull();
            assertThat(read.direction(i)).as("seed %d", seed).isNotNull();
            assertThat(read.media().get(i).attributes()).as("seed %d", seed).isNotNull();
        }
        assertThat(read.sameMediaAs(read)).as("seed %d", seed).isTrue();
        SessionDescription offer =
                OfferAnswer.offer(read, MediaLayout.of(read), Direction.SENDRECV);
        SessionDescription answer = OfferAnswer.inactiveAnswer(offer, read);
        assertThat(answer.media()).as("seed %d", seed).hasSameSizeAs(read.media());
        SessionDescription stamped = OriginStamp.starting("-", 1, "192.0.2.5").stamp(answer).body();
        SessionDescription moved = stamped.withConnection(Connection.of("192.0.2.6"));
        assertThat(SessionDescription.parse(moved.bytes()))
                .as("seed %d", seed)
                .isEqualTo(new Parsed(moved));
    }
}

package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.malformed;
import static io.referee.sip.message.Samples.octets;
import static io.referee.sip.message.Samples.parse;
import static io.referee.sip.message.Samples.request;
import static io.referee.sip.message.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

/// Every limit of [Bounds], at it and one above; those on messages, headers, credentials and
/// session descriptions as a whole stand in `ParserTest`, `ChallengeTest` and
/// `SessionDescriptionTest`.
class BoundsTest {
    private static final String TARGET = "sip:bob@biloxi.example SIP";

    @Test
    void theLongestRequestUriIsReadAndALongerOneIs414() {
        String uri = "sip:" + "b".repeat(Bounds.URI_CHARS - 6) + "@h";

        assertThat(uri).hasSize(Bounds.URI_CHARS);
        assertThat(request(INVITE.replace(TARGET, uri + " SIP")).uri().text()).isEqualTo(uri);
        assertThat(malformed(INVITE.replace(TARGET, uri + "h SIP")).status()).isEqualTo(414);
        assertThat(malformed(INVITE.replace(TARGET, "x:" + uri + " SIP")).answer()).isPresent();
    }

    @Test
    void theLongestStartLineIsReadAndALongerOneIsDropped() {
        int room = Bounds.START_LINE_OCTETS - "NVITE sip:bob@biloxi.example SIP/2.0".length();
        String longest = INVITE.replace("INVITE ", "X".repeat(room) + "NVITE ");
        String longer = INVITE.replace("INVITE ", "X".repeat(room + 1) + "NVITE ");

        assertThat(malformed(longest).reason()).isEqualTo("CSeq names another method");
        assertThat(malformed(longer).reason()).isEqualTo("No complete start line");
    }

    @Test
    void theLongestFieldIsReadAndALongerOneIsRefused() {
        String longest = "X: " + "y".repeat(Bounds.FIELD_OCTETS - 3);
        String folded = "X: " + "y".repeat(Bounds.FIELD_OCTETS - 7) + "\n z";

        assertThat(parse(with(longest))).isInstanceOf(Request.class);
        assertThat(malformed(with(longest + "y")).reason()).startsWith("Header field of more than");
        assertThat(parse(with(folded))).isInstanceOf(Request.class);
        assertThat(malformed(with(folded + "zz")).reason()).startsWith("Header field of more than");
    }

    @Test
    void asManyViasAsAllowedAreReadAndOneMoreIsRefused() {
        String via = "SIP/2.0/UDP h,";
        String list = via.repeat(Bounds.VIAS - 1);
        String lines = "Via: SIP/2.0/UDP h\n".repeat(Bounds.VIAS - 1).strip();

        assertThat(
                        request(with("Via: " + list.substring(0, list.length() - 1)))
                                .values(HeaderName.VIA))
                .hasSize(Bounds.VIAS);
        assertThat(malformed(with("Via: " + list + "SIP/2.0/UDP h")).reason())
                .isEqualTo("More than 128 Via values");
        assertThat(parse(with(lines))).isInstanceOf(Request.class);
        assertThat(malformed(with(lines + "\nv: SIP/2.0/UDP h")).answer()).isPresent();
    }

    @Test
    void asManyParametersAsAllowedAreReadAndOneMoreBreaksWhatHoldsThem() {
        String most = ";a".repeat(Bounds.PARAMETERS);

        assertThat(SipUri.parse("sip:h" + most)).isPresent();
        assertThat(SipUri.parse("sip:h" + most + ";b")).isEmpty();
        assertThat(NameAddr.parse("<sip:h>" + most)).isPresent();
        assertThat(NameAddr.parse("<sip:h>" + most + ";b")).isEmpty();
        assertThat(Via.parse("SIP/2.0/UDP h" + most)).isPresent();
        assertThat(Via.parse("SIP/2.0/UDP h" + most + ";b")).isEmpty();
    }

    @Test
    void theLongestHostIsReadAndALongerOneIsNot() {
        String host = "h".repeat(Bounds.HOST_CHARS);

        assertThat(SipUri.parse("sip:" + host)).isPresent();
        assertThat(SipUri.parse("sip:" + host + "h")).isEmpty();
    }

    @Test
    void aMessageOf64KibibytesIsTheSameOverDatagramAndStream() {
        String head = INVITE.replace("Length: 6", "Length: %d").replace("\nv=0\ns", "\n");
        int room = Bounds.MESSAGE_OCTETS - octets(head.formatted(12345)).length;
        byte[] message =
                java.util.Arrays.copyOf(octets(head.formatted(room)), Bounds.MESSAGE_OCTETS);
        StreamFramer framer = new StreamFramer();
        framer.push(message, 0, message.length);

        assertThat(framer.next()).hasValue(message);
        assertThat(((Request) Parser.datagram(message)).body()).hasSize(room);
    }
}

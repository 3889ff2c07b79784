package io.referee.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Private addresses in descriptions: RFC 1918 §3, RFC 6598 §7.
class PrivateAddressesTest {
    private static final String SENDER = "198.51.100.7";

    @ParameterizedTest(name = "{0}: private {1}, public {2}")
    @CsvSource({
        "10.0.0.0,            true,  false",
        "10.255.255.255,      true,  false",
        "9.255.255.255,       false, true",
        "11.0.0.1,            false, true",
        "172.15.255.255,      false, true",
        "172.16.0.0,          true,  false",
        "172.31.255.255,      true,  false",
        "172.32.0.0,          false, true",
        "192.167.255.255,     false, true",
        "192.168.0.1,         true,  false",
        "192.169.0.0,         false, true",
        "100.63.255.255,      false, true",
        "100.64.0.0,          true,  false",
        "100.127.255.255,     true,  false",
        "100.128.0.0,         false, true",
        "198.51.100.7,        false, true",
        "127.0.0.1,           false, false",
        "169.254.1.1,         false, false",
        "224.0.0.1,           false, false",
        "0.0.0.0,             false, false",
        "10.0.0.256,          false, false",
        "10.0.0,              false, false",
        "10.0.0.1.2,          false, false",
        "10.0.0.x,            false, false",
        "10.0.0.,             false, false",
        "fd00::1,             false, false",
        "phone.example.org,   false, false",
    })
    void whatIsPrivate(String address, boolean hidden, boolean open) {
        assertThat(PrivateAddresses.contains(address)).isEqualTo(hidden);
        assertThat(PrivateAddresses.isPublic(address)).isEqualTo(open);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "c=IN IP4 192.168.1.5,           c=IN IP4 198.51.100.7",
        "c=IN IP4 203.0.113.9,           c=IN IP4 203.0.113.9",
        "c=IN IP4 0.0.0.0,               c=IN IP4 0.0.0.0",
        "c=IN IP6 fd00::1,               c=IN IP6 fd00::1",
        "c=IN IP4 phone.example.org,     c=IN IP4 phone.example.org",
    })
    void connectionOfTheSession(String was, String is) {
        assertThat(reachable(was, "")).isEqualTo(body(is, ""));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "c=IN IP4 10.1.2.3,               c=IN IP4 198.51.100.7",
        "a=rtcp:4001 IN IP4 10.1.2.3,     a=rtcp:4001 IN IP4 198.51.100.7",
        "a=rtcp:4001,                     a=rtcp:4001",
        "a=note:IN IP4 10.1.2.3,          a=note:IN IP4 10.1.2.3",
    })
    void linesOfAStream(String was, String is) {
        String open = "c=IN IP4 203.0.113.9";
        assertThat(reachable(open, was + "\r\n")).isEqualTo(body(open, is + "\r\n"));
    }

    @Test
    void whoFindsHisWayByIceIsLeftAlone() {
        String hidden = "c=IN IP4 192.168.1.5";
        for (String ice :
                new String[] {
                    "a=ice-ufrag:x\r\n", "a=candidate:1 1 udp 1 192.168.1.5 4000 typ host\r\n"
                }) {
            assertThat(reachable(hidden, ice)).isEqualTo(body(hidden, ice));
        }
    }

    @Test
    void withoutAKnownSenderNothingChanges() {
        SessionDescription body = Bodies.read(body("c=IN IP4 192.168.1.5", ""));
        assertThat(body.reachable()).isSameAs(body);
    }

    @Test
    void theSenderStaysKnownWhateverIsMadeOfTheDescription() {
        SessionDescription sent = Bodies.read(body("c=IN IP4 192.168.1.5", "")).sentFrom(SENDER);
        SessionDescription made =
                OfferAnswer.offer(sent, MediaLayout.EMPTY, Direction.SENDONLY)
                        .withOrigin(Origin.of("-", "1", "2", "192.0.2.1"))
                        .withSessionName("-");
        assertThat(made.reachable().connectionOf(0)).contains(Connection.of(SENDER));
        assertThat(made.reachable().sentFrom("203.0.113.9").reachable())
                .isEqualTo(made.reachable());
    }

    private static String reachable(String connection, String more) {
        return new String(
                Bodies.read(body(connection, more)).sentFrom(SENDER).reachable().bytes(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String body(String connection, String more) {
        return "v=0\r\no=alice 1 1 IN IP4 192.168.1.5\r\ns=-\r\n"
                + connection
                + "\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
                + more;
    }
}

package io.referee.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

class BindingTest {
    private static final Hop SEEN = Hop.udp(new InetSocketAddress("198.51.100.7", 40_000));

    private static String outside(String contact, String... path) {
        Instant then = Instant.EPOCH;
        SipUri uri = SipUri.parse(contact).orElseThrow();
        List<String> way = List.of(path);
        return new Binding("a@b", uri, SEEN, "1", 1, 1_000, "", 0, way, 0, then, "198.51.100.7")
                .outside()
                .text();
    }

    @Test
    void aPhoneBehindNatIsSeenWhereItRegisteredFrom() {
        assertThat(outside("sip:joe@192.0.2.3:5070;line=1"))
                .isEqualTo("sip:joe@198.51.100.7:40000;line=1");
    }

    @Test
    void aNameAnAddressThatIsSeenAndAPathStayAsTheyAre() {
        assertThat(outside("sip:joe@phone.example.com")).isEqualTo("sip:joe@phone.example.com");
        assertThat(outside("sip:joe@198.51.100.7:5070")).isEqualTo("sip:joe@198.51.100.7:5070");
        assertThat(outside("sip:joe@192.0.2.3", "<sip:edge.example.org;lr>"))
                .isEqualTo("sip:joe@192.0.2.3");
    }
}

package io.referee.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Names of flows (RFC 5626 §5.2).
final class FlowTokenTest {
    private final FlowToken tokens = new FlowToken(new byte[20]);

    @Test
    void aTokenLeadsBackToItsFlow() {
        for (Hop hop :
                List.of(
                        Hop.udp(Hosts.address("192.0.2.7", 5060)),
                        new Hop(Transport.TLS, Hosts.address("[2001:db8::1]", 65_535), 1L << 40),
                        new Hop(Transport.WSS, Hosts.address("192.0.2.7", 1), Long.MAX_VALUE))) {
            String token = tokens.of(hop);
            assertThat(tokens.hop(token)).contains(hop);
            assertThat(token).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void aTokenOfAnotherKeyOrAChangedOneLeadsNowhere() {
        String token = tokens.of(Hop.udp(Hosts.address("192.0.2.7", 5060)));
        byte[] other = new byte[20];
        other[3] = 1;
        assertThat(new FlowToken(other).hop(token)).isEmpty();
        for (int i = 0; i < token.length(); i++) {
            char changed = token.charAt(i) == 'B' ? 'C' : 'B';
            String forged = token.substring(0, i) + changed + token.substring(i + 1);
            assertThat(tokens.hop(forged)).as(forged).isEmpty();
        }
        for (String noise : List.of("", "a", "%%%", token.substring(2), token + token)) {
            assertThat(tokens.hop(noise)).as(noise).isEmpty();
        }
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> new FlowToken(new byte[19]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;

class SendersTest {
    private final Senders senders = new Senders();

    private static InetSocketAddress peer(int number) {
        return new InetSocketAddress("127.0.0." + (1 + number / 60_000), 1_024 + number % 60_000);
    }

    @Test
    void aPeerThatSendsAgainHasTheSameHop() {
        Hop first = senders.hop(peer(1));

        assertThat(senders.hop(peer(2))).isEqualTo(Hop.udp(peer(2)));
        assertThat(senders.hop(peer(1))).isSameAs(first).isEqualTo(Hop.udp(peer(1)));
    }

    @Test
    void manyPeersAreNeverMistakenForEachOther() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(senders.hop(peer(i)).address()).isEqualTo(peer(i));
            }
        }
    }
}

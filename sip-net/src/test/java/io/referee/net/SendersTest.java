package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
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

    @Test
    void whoIsOnTwoLinksIsNotTakenForOne() throws IOException {
        byte[] address = InetAddress.ofLiteral("fe80::1").getAddress();
        var first = new InetSocketAddress(Inet6Address.getByAddress(null, address, 1), 5_060);
        var second = new InetSocketAddress(Inet6Address.getByAddress(null, address, 2), 5_060);

        assertThat(senders.hop(first).address()).isSameAs(first);
        assertThat(senders.hop(second).address()).isSameAs(second);
    }
}

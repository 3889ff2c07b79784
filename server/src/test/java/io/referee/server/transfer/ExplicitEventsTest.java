package io.referee.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;

/// Where a transferor is told to ask (RFC 7614 §4.7, `transfers.md` 0.7.5).
class ExplicitEventsTest {
    private static final TransferSettings SETTINGS = TransferSettings.STANDARD;

    private final VirtualOutside outside = new VirtualOutside();
    private final ExplicitEvents events =
            new ExplicitEvents(outside, SETTINGS, new EventDialogs(outside, SETTINGS), _ -> {});

    private String at(Transport transport) {
        InetSocketAddress address = InetSocketAddress.createUnresolved("198.51.100.1", 5060);
        return events.open().at(Hop.of(transport, address)).value();
    }

    @Test
    void whoAsksByTlsIsToldASecureUri() {
        assertThat(at(Transport.TLS)).startsWith("<sips:").endsWith(";gr>");
        assertThat(at(Transport.WSS)).startsWith("<sips:").endsWith(";gr>");
    }

    @Test
    void nobodyElseIsBecauseHeCouldNotGetThere() {
        assertThat(at(Transport.UDP)).startsWith("<sip:").endsWith(";gr>");
        assertThat(at(Transport.TCP)).startsWith("<sip:").endsWith(";gr>");
    }
}

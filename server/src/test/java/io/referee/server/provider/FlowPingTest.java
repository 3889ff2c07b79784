package io.referee.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The connection to a provider is kept open (RFC 5626 §4.4.1).
class FlowPingTest {
    private static final Hop TCP = Hop.tcp(Hosts.address("198.51.100.6", 5060));
    private static final Hop UDP = Hop.udp(Hosts.address("198.51.100.6", 5060));

    private final VirtualOutside outside = new VirtualOutside();
    private final List<Hop> pinged = new ArrayList<>();
    private final FlowPing flow = new FlowPing(outside, pinged::add);

    @Test
    void aConnectionIsPingedNowAndThenUntilItIsLeft() {
        flow.keep(List.of(UDP, TCP));
        outside.pass(Duration.ofSeconds(94));
        assertThat(pinged).isEmpty();
        outside.pass(Duration.ofSeconds(2));
        assertThat(pinged).containsExactly(TCP);
        outside.pass(Duration.ofSeconds(95));
        assertThat(pinged).containsExactly(TCP, TCP);
        flow.leave();
        outside.pass(Duration.ofHours(1));
        assertThat(pinged).hasSize(2);
        assertThat(flow.waits()).isFalse();
    }

    @Test
    void overUdpThereIsNothingToKeep() {
        flow.keep(List.of(UDP));

        assertThat(flow.waits()).isFalse();
    }
}

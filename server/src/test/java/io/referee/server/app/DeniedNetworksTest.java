package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Network;
import io.referee.sip.session.Reach;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// What `security.owner.deniedNetworks` and `sip.trusted` come to together.
class DeniedNetworksTest {
    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(text -> Network.parse(text).orElseThrow()).toList();
    }

    private static boolean open(Reach reach, String address) {
        return reach.includes().test(InetAddress.ofLiteral(address));
    }

    @Test
    void withoutTheSettingNobodyIsAsked() {
        assertThat(Wiring.reach(List.of(), networks("10.0.0.1"))).isEqualTo(Reach.ANYWHERE);
    }

    @Test
    void neighboursThatTheOperatorTrustsAreReachedAllTheSame() {
        Reach reach = Wiring.reach(networks("10.0.0.0/8", "fc00::/7"), networks("10.0.0.7"));

        assertThat(open(reach, "10.1.2.3")).isFalse();
        assertThat(open(reach, "fd00::1")).isFalse();
        assertThat(open(reach, "10.0.0.7")).isTrue();
        assertThat(open(reach, "192.0.2.1")).isTrue();
        assertThat(reach.refusal()).contains("security.owner.deniedNetworks");
    }

    /// An IPv4 address written as one of IPv6 is the same address.
    @Test
    void mappedAddressesAreSeenThrough() {
        Reach reach = Wiring.reach(networks("127.0.0.0/8"), List.of());

        assertThat(open(reach, "::ffff:127.0.0.1")).isFalse();
    }
}

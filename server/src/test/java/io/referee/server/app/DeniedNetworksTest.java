package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Network;
import io.referee.sip.session.Reach;

import org.junit.jupiter.api.Test;

import java.net.Inet6Address;
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

    /// Whoever translates behind an IPv6 address leads to the IPv4 address in it.
    @Test
    void anIpv4NetworkIsDeniedInTheFormsThatIpv6HasForIt() {
        Reach reach = Wiring.reach(networks("10.0.0.0/8"), networks("10.0.0.7"));

        assertThat(open(reach, "64:ff9b::10.1.2.3")).isFalse();
        assertThat(open(reach, "2002:a01:203::1")).isFalse();
        assertThat(open(reach, "::ffff:10.1.2.3")).isFalse();
        assertThat(open(reach, "64:ff9b::192.0.2.1")).isTrue();
        assertThat(open(reach, "2002:c000:201::1")).isTrue();
        assertThat(open(reach, "2001:db8::10.1.2.3")).isTrue();
        assertThat(open(reach, "::ffff:10.0.0.7")).isTrue();
    }

    /// An address that Java keeps as IPv6 though it is a mapped one.
    @Test
    void aMappedAddressWithAScopeIsSeenThrough() throws Exception {
        byte[] octets = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
        Reach reach = Wiring.reach(networks("10.0.0.0/8"), List.of());

        InetAddress mapped = Inet6Address.getByAddress("", octets, 0);
        assertThat(mapped).isInstanceOf(Inet6Address.class);
        assertThat(reach.includes().test(mapped)).isFalse();
    }

    /// An IPv4 address written as one of IPv6 is the same address.
    @Test
    void mappedAddressesAreSeenThrough() {
        Reach reach = Wiring.reach(networks("127.0.0.0/8"), List.of());

        assertThat(open(reach, "::ffff:127.0.0.1")).isFalse();
    }
}

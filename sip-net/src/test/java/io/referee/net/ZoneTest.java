package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Request;
import io.referee.sip.session.Addressing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/// Link-local addresses, which mean something together with an interface only (RFC 4007 §6, RFC
/// 6874). Where the machine has none the tests are skipped with one line.
@Timeout(60)
final class ZoneTest {

    private static Inet6Address linkLocal() throws Exception {
        Optional<Inet6Address> found =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(Inet6Address.class::isInstance)
                        .map(Inet6Address.class::cast)
                        .filter(Inet6Address::isLinkLocalAddress)
                        .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "this machine has no link-local address");
        return found.orElseThrow();
    }

    private static Node at(Inet6Address address) throws BindFailed {
        InetSocketAddress any = new InetSocketAddress(address, 0);
        return Node.doing(
                EngineSettings.at(any),
                (engine, seen) -> {
                    if (seen.message() instanceof Request) {
                        engine.transmit(seen.message(), seen.hop());
                    }
                });
    }

    @Test
    void aUriWithAZoneIsReachedThroughItsInterface() throws Exception {
        Inet6Address address = linkLocal();
        try (Node there = at(address);
                Node here = Node.of(EngineSettings.at(new InetSocketAddress(address, 0)))) {
            String uri = "sip:b@" + Hosts.text(there.udp()) + ':' + there.udp().getPort();
            assertThat(uri).contains("%25" + address.getScopedInterface().getName() + "]:");
            Hop hop = Addressing.hop(SipUri.parse(uri).orElseThrow());
            here.send(Messages.options("zone"), hop);
            Node.Seen back = Node.next(here.received);
            assertThat(back.message().callId()).isEqualTo("zone");
            Inet6Address source = (Inet6Address) back.hop().address().getAddress();
            assertThat(source).isEqualTo(address);
            assertThat(source.getScopeId()).isEqualTo(address.getScopeId());
        }
    }

    @Test
    void othersAreNotToldOfTheZone() throws Exception {
        Inet6Address address = linkLocal();
        try (Node here = at(address)) {
            Hop peer = Hop.udp(new InetSocketAddress(address, 5060));
            String host = here.engine.ask(() -> here.engine.localAddress(peer).host()).get();
            assertThat(host).startsWith("[fe80:").doesNotContain("%");
        }
    }
}

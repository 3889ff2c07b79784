package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.routing.AddressFamilies;
import io.referee.sip.routing.Locator;
import io.referee.sip.routing.Reachable;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Servers;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The servers behind names, and for what is sent to a name without having searched, its first
/// address. *Engine thread only.*
final class Names {
    private final Lookups lookups;
    private final Reachable reachable;
    private final Locator locator;
    private final Turn turn;

    /// What this needs of the engine.
    interface Turn extends Lookups.Turn {
        /// The name has an address now.
        void resolved(SipMessage message, Hop asked, InetAddress address);

        /// The name has no address, or not in time.
        void unresolved(SipMessage message, Hop asked);

        /// A random number from 0 to `bound`-1.
        int random(int bound);
    }

    Names(NameSource source, Turn turn, Limits.HostNames limits, Reachable reachable) {
        this.lookups = new Lookups(source, turn, limits);
        this.reachable = reachable;
        this.locator = new Locator(reachable, lookups, turn::random);
        this.turn = turn;
    }

    /// RFC 3263 §4, see [io.referee.sip.transport.Outside#locate].
    void locate(Uri uri, Consumer<Servers> then) {
        locator.locate(uri, then);
    }

    /// The address, if it is remembered.
    Optional<InetAddress> remembered(String host) {
        return lookups.remembered(host, reachable.families());
    }

    /// Tells [Turn#resolved] or [Turn#unresolved] about this message, at once when it is known.
    void resolve(SipMessage message, Hop asked) {
        locator.locate(
                uri(asked),
                found -> {
                    if (found.hops().isEmpty()) {
                        turn.unresolved(message, asked);
                    } else {
                        Hop first = found.hops().getFirst();
                        turn.resolved(message, asked, first.address().getAddress());
                    }
                });
    }

    /// Port and transport are named, so that only the address is asked for.
    private static Uri uri(Hop asked) {
        SipUri uri = SipUri.of("", asked.address().getHostString(), asked.port());
        return uri.withParameter("transport", asked.transport().parameter());
    }

    List<KnownName> known() {
        return lookups.known();
    }

    /// What there are sockets for. TLS connections need no listener of TLS, but somewhere where
    /// streams come in.
    static Reachable reachable(List<Served> served, AddressFamilies first) {
        List<Transport> transports = new ArrayList<>();
        for (Transport one : List.of(Transport.UDP, Transport.TCP, Transport.TLS)) {
            boolean here =
                    served.stream()
                            .anyMatch(
                                    s ->
                                            s.transport() == one
                                                    || one == Transport.TLS
                                                            && s.transport() == Transport.TCP);
            if (here) {
                transports.add(one);
            }
        }
        return new Reachable(transports, families(served, first));
    }

    private static AddressFamilies families(List<Served> served, AddressFamilies first) {
        boolean four = reaches(served, "127.0.0.1");
        boolean six = reaches(served, "::1");
        if (four && six) {
            return first;
        }
        return six ? AddressFamilies.IPV6_ONLY : AddressFamilies.IPV4_ONLY;
    }

    private static boolean reaches(List<Served> served, String literal) {
        InetAddress peer = InetAddress.ofLiteral(literal);
        return served.stream().anyMatch(one -> one.reaches(peer));
    }
}

package io.referee.net;

import io.referee.sip.message.Numbers;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where the engine listens, what it shows of itself, whom it trusts, what it bears. *Immutable.*
///
/// @param listeners at least one; the first of a transport and family is what Via and Contact show
/// @param tls for TLS connections that we open, which need no listener
public record EngineSettings(
        List<Listener> listeners, TlsClient tls, Advertise advertise, Limits limits) {

    /// Listeners of one engine.
    public static final int MAX_LISTENERS = 32;

    private static final int MAX_PORT = 65_535;

    public EngineSettings {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty() || listeners.size() > MAX_LISTENERS) {
            throw new IllegalArgumentException(
                    "1 to " + MAX_LISTENERS + " listeners, not " + listeners.size());
        }
    }

    /// These listeners, and everything else as usual.
    public static EngineSettings of(Listener... listeners) {
        return new EngineSettings(
                List.of(listeners), TlsClient.standard(), Advertise.auto(), Limits.standard());
    }

    /// UDP and TCP at any free port of 127.0.0.1: for tests and demonstrations.
    public static EngineSettings loopback() {
        return at(InetAddress.ofLiteral("127.0.0.1"));
    }

    /// UDP and TCP at `address:port`, an IP address (IPv6 in brackets) of this machine.
    ///
    /// @throws IllegalArgumentException when the text is something else
    public static EngineSettings at(String address) {
        int colon = address.lastIndexOf(':');
        long port = Numbers.parse(address.substring(colon + 1), -1);
        if (colon < 0 || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("not address:port: " + address);
        }
        return at(Hosts.address(address.substring(0, colon), (int) port));
    }

    /// UDP and TCP at this address; port 0 means any free one.
    public static EngineSettings at(InetSocketAddress address) {
        return of(Listener.udp(address), Listener.tcp(address));
    }

    /// UDP and TCP at any free port of this address.
    public static EngineSettings at(InetAddress address) {
        return at(new InetSocketAddress(address, 0));
    }

    /// With other listeners.
    public EngineSettings with(Listener... others) {
        return new EngineSettings(Arrays.asList(others), tls, advertise, limits);
    }

    /// With one more listener.
    public EngineSettings and(Listener another) {
        List<Listener> more = new ArrayList<>(listeners);
        more.add(another);
        return new EngineSettings(more, tls, advertise, limits);
    }

    /// Without the listeners of a transport.
    public EngineSettings without(Transport transport) {
        List<Listener> fewer = new ArrayList<>(listeners);
        fewer.removeIf(listener -> listener.transport() == transport);
        return new EngineSettings(fewer, tls, advertise, limits);
    }

    /// With another way to call over TLS.
    public EngineSettings withTls(TlsClient client) {
        return new EngineSettings(listeners, client, advertise, limits);
    }

    /// The same with another host in Via and Contact.
    public EngineSettings withAdvertise(Advertise shown) {
        return new EngineSettings(listeners, tls, shown, limits);
    }

    /// The same with other limits.
    public EngineSettings withLimits(Limits bounds) {
        return new EngineSettings(listeners, tls, advertise, bounds);
    }
}

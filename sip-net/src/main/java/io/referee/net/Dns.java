package io.referee.net;

import io.referee.sip.routing.AddressFamilies;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Whom the engine asks about names. *Immutable.*
///
/// @param servers asked in this order; empty: those of the system, as they are at the time
/// @param hosts the file with addresses that the DNS is not asked for
/// @param first which family of addresses comes first when we have sockets for both
/// @param patience how long one server may take for one answer, before the next one is asked
public record Dns(
        List<InetSocketAddress> servers, Path hosts, AddressFamilies first, Duration patience) {

    /// Servers that are asked for one answer.
    public static final int MAX_SERVERS = 4;

    private static final int PORT = 53;
    private static final Dns SYSTEM =
            new Dns(
                    List.of(),
                    Path.of("/etc/hosts"),
                    AddressFamilies.IPV4_FIRST,
                    Duration.ofMillis(1_500));

    public Dns {
        servers = List.copyOf(servers);
        if (servers.size() > MAX_SERVERS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_SERVERS + " DNS servers, not " + servers.size());
        }
        for (InetSocketAddress server : servers) {
            if (server.isUnresolved()) {
                throw new IllegalArgumentException(
                        "a DNS server needs an IP address, not " + server.getHostString());
            }
        }
    }

    /// The system's servers and hosts file.
    public static Dns system() {
        return SYSTEM;
    }

    /// With these servers instead of the system's. Port 0 means 53.
    public Dns withServers(List<InetSocketAddress> others) {
        List<InetSocketAddress> full =
                others.stream()
                        .map(
                                one ->
                                        one.getPort() == 0
                                                ? new InetSocketAddress(one.getAddress(), PORT)
                                                : one)
                        .toList();
        return new Dns(full, hosts, first, patience);
    }

    /// With another hosts file.
    public Dns withHosts(Path file) {
        return new Dns(servers, file, first, patience);
    }

    /// With another family first.
    public Dns withFirst(AddressFamilies family) {
        return new Dns(servers, hosts, family, patience);
    }

    /// With another time that one server may take.
    public Dns withPatience(Duration limit) {
        return new Dns(servers, hosts, first, limit);
    }
}

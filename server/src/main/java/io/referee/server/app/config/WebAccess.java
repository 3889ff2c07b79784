package io.referee.server.app.config;

import io.referee.server.account.Network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses scripts may fetch web pages from. Whoever writes a plan is not to reach what
/// only this machine can reach, whatever name or redirection leads there. *Immutable.*
///
/// @param everybody all public addresses
/// @param networks these, too, public or not
public record WebAccess(boolean everybody, List<Network> networks) {
    /// Nothing.
    public static final WebAccess OFF = new WebAccess(false, List.of());

    /// All public addresses.
    public static final WebAccess PUBLIC = new WebAccess(true, List.of());

    /// Special ranges (RFC 6890), and those whose addresses stand for IPv4 addresses (RFC 6052, RFC
    /// 3056, RFC 4380).
    static final List<Network> SPECIAL =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/3",
                            "::/96",
                            "64:ff9b::/96",
                            "64:ff9b:1::/48",
                            "100::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "2002::/16",
                            "fc00::/7",
                            "fe80::/9",
                            "ff00::/8")
                    .map(Network::parse)
                    .flatMap(Optional::stream)
                    .toList();

    public WebAccess {
        networks = List.copyOf(networks);
    }

    /// Whether there is anything at all.
    public boolean isOff() {
        return !everybody && networks.isEmpty();
    }

    /// Whether pages may be fetched from this address.
    public boolean allows(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address))
                || everybody && isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        boolean version = address instanceof Inet4Address || address.getAddress().length == 16;
        return version
                && SPECIAL.stream().noneMatch(network -> network.contains(address))
                && !own(address);
    }

    private static boolean own(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return true; // nobody can tell
        }
    }
}

package io.referee.server.app;

import io.referee.server.app.config.Configuration;
import io.referee.sip.transport.Hosts;

import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The names by which this machine is reached: its IP addresses and the advertised host.
final class OwnAddresses {
    private OwnAddresses() {}

    /// In lower case, IPv6 in brackets.
    static Set<String> of(Configuration configuration) {
        Set<String> names = interfaces();
        configuration
                .sip()
                .advertisedHost()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .ifPresent(names::add);
        return Set.copyOf(names);
    }

    private static Set<String> interfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(OwnAddresses::text)
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (SocketException e) {
            LoggerFactory.getLogger(OwnAddresses.class)
                    .warn("The addresses of this machine are not known", e);
            return new HashSet<>();
        }
    }

    private static String text(InetAddress address) {
        String text = Hosts.text(new InetSocketAddress(address, 0));
        int zone = text.indexOf('%');
        return (zone < 0 ? text : text.substring(0, zone) + ']').toLowerCase(Locale.ROOT);
    }
}

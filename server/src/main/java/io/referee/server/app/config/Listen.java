package io.referee.server.app.config;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/// Where a transport listens, if at all. *Immutable.*
public sealed interface Listen {

    /// The transport is switched off.
    record Off() implements Listen {
        @Override
        public String toString() {
            return "off";
        }
    }

    /// It listens at this address; port 0 means any free port. The host has no square brackets.
    record At(String host, int port) implements Listen {

        /// The socket address to bind; a host name is resolved now.
        public InetSocketAddress socketAddress() {
            return new InetSocketAddress(host, port);
        }

        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /// Reads `off`, `host:port` or `[IPv6 address]:port`; empty when it is none of them. The zone
    /// of a link-local address may be written as in a URI, `[fe80::1%25eth0]:port` (RFC 6874 §2).
    static Optional<Listen> parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("off")) {
            return Optional.of(new Off());
        }
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        int port = port(text.substring(colon + 1));
        if (port < 0 || !Hosts.isHost(host)) {
            return Optional.empty();
        }
        return Optional.of(new At(Hosts.withoutBrackets(host), port));
    }

    private static int port(String digits) {
        if (digits.isEmpty()
                || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        return port <= 65535 ? port : -1;
    }
}

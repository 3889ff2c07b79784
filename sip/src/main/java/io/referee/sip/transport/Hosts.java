package io.referee.sip.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// IP addresses as SIP writes them. Never asks DNS.
public final class Hosts {
    private Hosts() {}

    /// The address with `host` taken literally when it is an IP address, else unresolved. No look-up is made.
    public static InetSocketAddress address(String host, int port) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed || numeric(literal)) {
            try {
                return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
            } catch (IllegalArgumentException e) {
                return InetSocketAddress.createUnresolved(host, port);
            }
        }
        if (literal.equalsIgnoreCase("localhost")) {
            return new InetSocketAddress(loopback(), port);
        }
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static boolean numeric(String host) {
        if (host.isEmpty()) {
            return false;
        }
        int dots = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return dots == 3;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    /// The address as text, IPv6 in brackets and without a name.
    public static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString();
        }
        return ip instanceof Inet6Address ? '[' + ip.getHostAddress() + ']' : ip.getHostAddress();
    }
}

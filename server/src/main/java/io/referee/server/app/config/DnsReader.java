package io.referee.server.app.config;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `sip.dns`: the DNS servers that are asked instead of the system's.
final class DnsReader {
    static final String VARIABLE = "REFEREE_SIP_DNS";

    /// More would not be asked in the time that a look-up has.
    static final int MAX_SERVERS = 4;

    private static final int PORT = 53;

    private final Map<String, String> environment;

    DnsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Empty: the system's.
    List<InetSocketAddress> read(Section sip) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (Node.Scalar each : settings(sip)) {
            servers.add(
                    parse(each.text())
                            .orElseThrow(
                                    () ->
                                            each.place()
                                                    .complaint(
                                                            "must be an IP address, perhaps with a"
                                                                    + " port, not "
                                                                    + each.described()
                                                                    + ".")));
        }
        if (servers.size() > MAX_SERVERS) {
            throw sip.place("dns").complaint("must name at most " + MAX_SERVERS + " servers.");
        }
        return List.copyOf(servers);
    }

    private List<Node.Scalar> settings(Section sip) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (variable.isEmpty()) {
            return sip.has("dns") ? sip.scalars("dns") : List.of();
        }
        List<Node.Scalar> named = new ArrayList<>();
        for (String each : variable.split(",", -1)) {
            named.add(new Node.Scalar(Place.outside(VARIABLE), each.strip()));
        }
        return named;
    }

    /// `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`.
    static Optional<InetSocketAddress> parse(String text) {
        Optional<InetSocketAddress> alone = address(Hosts.withoutBrackets(text), PORT);
        return alone.isPresent() ? alone : Listen.parse(text).flatMap(listen -> ofListen(listen));
    }

    private static Optional<InetSocketAddress> ofListen(Listen listen) {
        return listen instanceof Listen.At(String host, int port) && port > 0
                ? address(host, port)
                : Optional.empty();
    }

    private static Optional<InetSocketAddress> address(String literal, int port) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(literal), port));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

package io.referee.server.api;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Who stands behind a proxy on this machine. A proxy writes the address that it sees behind what
/// the client has written there itself, so that only the last one counts. *Any thread.*
final class Forwarding {
    /// Whoever stands behind a proxy that does not say who it is: a stranger like any other.
    static final InetAddress NOBODY_KNOWS = InetAddress.ofLiteral("0.0.0.0");

    private static final String ADDRESSES = "X-Forwarded-For";

    /// Each of them says that a proxy passes the request on.
    private static final List<String> TRACES =
            List.of(
                    ADDRESSES,
                    "Forwarded",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Host",
                    "X-Real-IP",
                    "Via");

    private Forwarding() {}

    /// Who is behind the proxy; empty when the request comes from the peer itself, or when the peer
    /// is not on this machine: then what it says about others does not count.
    static Optional<InetAddress> behind(Context context) {
        List<String> lists = Collections.list(context.req().getHeaders(ADDRESSES));
        return behind(context.req().getRemoteAddr(), traced(context), lists);
    }

    /// The same.
    ///
    /// @param traced whether anything says that a proxy passes the request on
    /// @param lists the addresses that proxies and clients have written, line by line
    static Optional<InetAddress> behind(@Nullable String peer, boolean traced, List<String> lists) {
        boolean near =
                peer != null && literal(peer).filter(InetAddress::isLoopbackAddress).isPresent();
        if (!near || !traced) {
            return Optional.empty();
        }
        return Optional.of(
                lists.reversed().stream()
                        .findFirst()
                        .flatMap(Forwarding::last)
                        .orElse(NOBODY_KNOWS));
    }

    /// Whom wrong keys are held against: the peer, or who is behind a proxy on this machine. Empty
    /// when that proxy does not say who it is: nobody shall be kept out for what somebody else has
    /// done. What a peer elsewhere writes about others never takes the blame from it.
    static Optional<InetAddress> accountable(Asked asked) {
        Optional<InetAddress> behind = behind(asked.context());
        return behind.isEmpty()
                ? Optional.of(asked.peer())
                : behind.filter(address -> !address.equals(NOBODY_KNOWS));
    }

    /// Whether anything says that a proxy passes the request on. A request that nobody passed on
    /// may say so too, and only loses by it.
    static boolean traced(Context context) {
        return TRACES.stream().anyMatch(name -> context.header(name) != null);
    }

    /// The last address of a list. One of this machine is none: a proxy that passes on what its
    /// client wrote would let anybody be trusted.
    static Optional<InetAddress> last(String list) {
        return literal(list.substring(list.lastIndexOf(',') + 1).strip())
                .filter(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress());
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
    private static Optional<InetAddress> literal(String text) {
        String address = text;
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':');
        if (text.startsWith("[") && bracket > 0) {
            address = text.substring(1, bracket);
        } else if (colon > 0 && colon == text.lastIndexOf(':')) {
            address = text.substring(0, colon);
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

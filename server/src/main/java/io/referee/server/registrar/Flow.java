package io.referee.server.registrar;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.session.Addressing;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How a REGISTER came, which is how requests to the phone go back: the proxies that it names in
/// Path (RFC 3327), and, when the phone asks for that, its flow (RFC 5626). *Immutable.*
final class Flow {
    /// Most values of Path.
    static final int MAX_PATH = 10;

    /// Longest Path in all, in characters.
    static final int MAX_PATH_LENGTH = 2_048;

    private Flow() {}

    /// The values of Path; null when they are too many or too long, or one cannot be read.
    static @Nullable List<String> path(Request register) {
        if (register.header(HeaderName.PATH).isEmpty()) {
            return List.of();
        }
        List<String> path = register.values(HeaderName.PATH);
        int length = 0;
        for (String value : path) {
            length += value.length() + 2;
            if (AskedReader.hasControl(value) || uri(value) == null) {
                return null;
            }
        }
        return path.size() > MAX_PATH || length > MAX_PATH_LENGTH ? null : List.copyOf(path);
    }

    private static @Nullable SipUri uri(String value) {
        return NameAddr.parse(value).flatMap(NameAddr::sipUri).orElse(null);
    }

    /// Whether there is nobody between the phone and us.
    static boolean direct(Request register) {
        return register.values(HeaderName.VIA).size() == 1;
    }

    /// Whether whoever is next to the phone keeps its flow open: we, or a proxy that says so with
    /// `ob` in its Path (RFC 5626 §6).
    static boolean kept(Request register, List<String> path) {
        if (direct(register)) {
            return true;
        }
        SipUri edge = path.isEmpty() ? null : uri(path.getLast());
        return edge != null && edge.parameters().has("ob");
    }

    /// Where requests to the phone go first: to the proxy on top of the path; over its flow, which
    /// is where the REGISTER came from, when it asked for one; else to its Contact, or where it
    /// came from when it sits behind a NAT.
    static Hop back(Request register, Asked.Wish wish, List<String> path, Hop from) {
        SipUri top = path.isEmpty() ? null : uri(path.getFirst());
        if (top != null) {
            Hop wanted = Addressing.hop(top);
            return wanted.host().equals(from.host()) ? from : wanted;
        }
        return wish.regId() > 0 ? from : Addressing.towards(register, wish.contact(), from);
    }
}

package io.referee.server.call;

import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.PrivateAddresses;
import io.referee.sip.transport.Hop;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Notes on messages with a body which public address they came from, so that what their session
/// descriptions say of a private one can be mended on the way to others (`TargetOptions.mangle`).
/// Legs whose plan wants nothing changed are left alone, and so are those of phones that share a
/// network (`sipsorcery.md` 9.4). *Engine thread only.*
public final class Senders {
    /// Call-IDs, one for each such leg.
    private final Set<String> untouched = new HashSet<>();

    /// The network of the phone, by the Call-ID of its leg.
    private final Map<String, String> networks = new HashMap<>();

    private UnaryOperator<String> network = account -> "";

    /// In which network the phones of the account `name@domain` are; empty for none.
    void networks(UnaryOperator<String> next) {
        network = next;
    }

    private String network(Leg leg) {
        String account = leg.identity().account();
        return account.isEmpty() ? "" : network.apply(account);
    }

    /// Of Call-IDs: whether that leg's phone is in the same network as this one's.
    Predicate<String> beside(Leg leg) {
        String own = network(leg);
        return own.isEmpty() ? callId -> false : callId -> own.equals(networks.get(callId));
    }

    /// The message with that note, where there is one to make.
    public SipMessage noted(SipMessage message, Hop from) {
        boolean matters =
                message.hasBody()
                        && !from.address().isUnresolved()
                        && !untouched.contains(message.callId());
        return matters && PrivateAddresses.isPublic(from.host())
                ? message.sentFrom(from.host())
                : message;
    }

    void opened(Leg leg) {
        if (!leg.options().mangle()) {
            untouched.add(leg.session().callId());
        }
        String own = network(leg);
        if (!own.isEmpty()) {
            networks.put(leg.session().callId(), own);
        }
    }

    void closed(Leg leg) {
        untouched.remove(leg.session().callId());
        networks.remove(leg.session().callId());
    }
}

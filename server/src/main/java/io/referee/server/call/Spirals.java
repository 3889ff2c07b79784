package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.session.UserAgent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// INVITEs of ours that come back to us, because a binding or a proxy leads here again. To another
/// address that is a spiral and goes on, with Max-Forwards counting down and Max-Breadth divided;
/// to an address that the same chain of calls has asked for already it is a loop (RFC 3261 §16.3
/// step 4, RFC 5393 §4.2). A proxy knows its own requests by their Via; each of our legs is a new
/// request, so we know ours by the Call-ID and tag that we made. *Engine thread only.*
final class Spirals {
    private final UserAgent agent;
    private final Legs legs;
    private final Map<String, String> cameFrom = new HashMap<>();

    Spirals(UserAgent agent, Legs legs) {
        this.agent = agent;
        this.legs = legs;
    }

    /// The id of the call whose INVITE this is, come back; empty when it is not ours.
    Optional<String> origin(Request invite) {
        return agent.session(invite.callId(), invite.fromTag())
                .filter(session -> session.direction() == Session.Direction.OUTGOING)
                .flatMap(legs::of)
                .map(leg -> leg.ids().call());
    }

    /// Whether the chain of calls that ends with this one has asked for the address before.
    boolean asked(String call, String address, Map<String, Call> calls) {
        String id = call;
        while (id != null) {
            Call known = calls.get(id);
            if (known != null && known.to().equals(address)) {
                return true;
            }
            id = cameFrom.get(id);
        }
        return false;
    }

    /// A spiral: `call` was begun by an INVITE of `origin`.
    void follow(String call, String origin) {
        cameFrom.put(call, origin);
    }

    void forget(String call) {
        cameFrom.remove(call);
    }
}

package io.referee.server.call;

import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.PrivateAddresses;
import io.referee.sip.transport.Hop;

import java.util.HashSet;
import java.util.Set;

/// Notes on messages with a body which public address they came from, so that what their session
/// descriptions say of a private one can be mended on the way to others (`TargetOptions.mangle`).
/// Legs whose plan wants nothing changed are left alone. *Engine thread only.*
public final class Senders {
    /// Call-IDs, one for each such leg.
    private final Set<String> untouched = new HashSet<>();

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
    }

    void closed(Leg leg) {
        untouched.remove(leg.session().callId());
    }
}

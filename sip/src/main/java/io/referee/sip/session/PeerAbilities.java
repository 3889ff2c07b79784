package io.referee.sip.session;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.SipMessage;

/// What the peer said of itself in Allow and Supported, the last time that it did. *Engine thread
/// only.*
final class PeerAbilities {
    private boolean updates;
    private boolean refusesRefer;
    private boolean followsFrom;

    void note(SipMessage message) {
        if (message.header(HeaderName.SUPPORTED).isPresent()) {
            followsFrom = message.lists(HeaderName.SUPPORTED, "from-change");
        }
        if (message.header(HeaderName.ALLOW).isPresent()) {
            updates = message.lists(HeaderName.ALLOW, Method.UPDATE.name());
            refusesRefer = !message.lists(HeaderName.ALLOW, Method.REFER.name());
        }
    }

    /// Whatever it said, it did not take one.
    void refusesUpdate() {
        updates = false;
    }

    boolean updates() {
        return updates;
    }

    boolean refusesRefer() {
        return refusesRefer;
    }

    boolean followsFrom() {
        return followsFrom;
    }

    /// What a restart has to know of it.
    KeptSession.Peer kept() {
        return new KeptSession.Peer(updates, refusesRefer, followsFrom);
    }

    void resume(KeptSession.Peer before) {
        updates = before.updates();
        refusesRefer = before.refusesRefer();
        followsFrom = before.followsFrom();
    }
}

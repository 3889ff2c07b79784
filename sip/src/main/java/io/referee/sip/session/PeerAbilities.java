package io.referee.sip.session;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.SipMessage;

/// What the peer said of itself in Allow and Supported, the last time that it did. *Engine thread
/// only.*
public final class PeerAbilities {
    private boolean updates;
    private boolean refusesRefer;
    private boolean followsFrom;
    private boolean targetDialogs;

    PeerAbilities() {}

    void note(SipMessage message) {
        if (message.header(HeaderName.SUPPORTED).isPresent()) {
            followsFrom = message.lists(HeaderName.SUPPORTED, "from-change");
            targetDialogs = message.lists(HeaderName.SUPPORTED, "tdialog");
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

    /// Whether it said that it takes UPDATE (RFC 3311 §4).
    public boolean updates() {
        return updates;
    }

    /// Whether it has said what it takes, and REFER is not among it.
    public boolean refusesRefer() {
        return refusesRefer;
    }

    /// Whether it said that it shows a changed From to its user (RFC 4916 §3).
    public boolean followsFrom() {
        return followsFrom;
    }

    /// Whether it said that it understands Target-Dialog in a request outside of the dialog (RFC
    /// 4538 §3).
    public boolean targetDialogs() {
        return targetDialogs;
    }
}

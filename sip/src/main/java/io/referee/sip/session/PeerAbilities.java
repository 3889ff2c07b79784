package io.referee.sip.session;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.SipMessage;

import java.util.Locale;

/// What the peer said of itself in Allow and Supported, the last time that it did. *Engine thread
/// only.*
public final class PeerAbilities {
    private boolean updates;
    private boolean refusesRefer;
    private boolean followsFrom;
    private boolean targetDialogs;
    private boolean focus;

    PeerAbilities() {}

    void note(SipMessage message) {
        message.value(HeaderName.CONTACT).ifPresent(contact -> focus = focus(contact));
        if (message.header(HeaderName.SUPPORTED).isPresent()) {
            followsFrom = message.lists(HeaderName.SUPPORTED, "from-change");
            targetDialogs = message.lists(HeaderName.SUPPORTED, "tdialog");
        }
        if (message.header(HeaderName.ALLOW).isPresent()) {
            updates = message.lists(HeaderName.ALLOW, Method.UPDATE.name());
            refusesRefer = !message.lists(HeaderName.ALLOW, Method.REFER.name());
        }
    }

    /// A parameter of the field, not of the URI within it.
    private static boolean focus(String contact) {
        int behind = contact.indexOf(';', contact.lastIndexOf('>'));
        return behind >= 0
                && contact.substring(behind).toLowerCase(Locale.ROOT).contains(";isfocus");
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

    /// Whether it is a conference, as its Contact says (RFC 4579 §3.1).
    public boolean focus() {
        return focus;
    }

    /// Whether it said that it understands Target-Dialog in a request outside of the dialog (RFC
    /// 4538 §3).
    public boolean targetDialogs() {
        return targetDialogs;
    }

    /// What a restart has to know of it.
    KeptSession.Peer kept() {
        return new KeptSession.Peer(updates, refusesRefer, followsFrom, targetDialogs, focus);
    }

    void resume(KeptSession.Peer before) {
        updates = before.updates();
        refusesRefer = before.refusesRefer();
        followsFrom = before.followsFrom();
        targetDialogs = before.targetDialogs();
        focus = before.focus();
    }
}

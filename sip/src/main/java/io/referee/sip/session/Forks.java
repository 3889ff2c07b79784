package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The dialogs of a session, by the tag of the peer; more than one when our INVITE was forked (RFC
/// 3261 §13.2.2). *Engine thread only.*
final class Forks {
    /// Most dialogs that one INVITE may make. Responses of more answerers are passed on without a
    /// dialog, and a 2xx of theirs is not acknowledged.
    static final int MAX_DIALOGS = 32;

    private final Session session;
    private final List<SessionDialog> dialogs = new ArrayList<>(1);
    private @Nullable SessionDialog current;

    Forks(Session session) {
        this.session = session;
    }

    /// The confirmed dialog; before there is one, the first that is alive.
    @Nullable SessionDialog current() {
        return current;
    }

    /// The dialog, when there is just one, which our user speaks in.
    Optional<SessionDialog> only() {
        return dialogs.size() == 1 && dialogs.getFirst() == current
                ? Optional.ofNullable(current)
                : Optional.empty();
    }

    /// The dialog with this peer tag.
    Optional<SessionDialog> find(String remoteTag) {
        for (SessionDialog dialog : dialogs) {
            if (dialog.remoteTag().equals(remoteTag)) {
                return Optional.of(dialog);
            }
        }
        return Optional.empty();
    }

    /// The dialog with this peer tag and this tag of ours.
    Optional<SessionDialog> find(String remoteTag, String localTag) {
        for (SessionDialog dialog : dialogs) {
            if (dialog.remoteTag().equals(remoteTag) && dialog.localTag().equals(localTag)) {
                return Optional.of(dialog);
            }
        }
        return Optional.empty();
    }

    /// The dialog of the peer's INVITE with this tag of ours.
    Optional<SessionDialog> ours(String localTag) {
        for (SessionDialog dialog : dialogs) {
            if (dialog.localTag().equals(localTag)) {
                return Optional.of(dialog);
            }
        }
        return Optional.empty();
    }

    /// Whether one of the dialogs is the one that this header names.
    boolean any(Replaces replaces) {
        for (SessionDialog dialog : dialogs) {
            Dialog state = dialog.dialog();
            if (replaces.names(state.callId(), state.localTag(), state.remoteTag())) {
                return true;
            }
        }
        return false;
    }

    /// Another dialog that a response of ours to the peer's INVITE makes.
    void add(Dialog dialog, Hop hop) {
        dialogs.add(new SessionDialog(session, dialog, hop));
    }

    /// The session speaks in this one of its early dialogs from now on.
    void turnTo(SessionDialog next) {
        current = next;
    }

    /// The dialog that the peer's INVITE makes.
    void begin(Dialog dialog, Hop hop) {
        current = new SessionDialog(session, dialog, hop);
        dialogs.add(current);
    }

    /// The dialog that a response to our INVITE belongs to, made now if it is the first with its
    /// tag (§12.1.2). Empty when there is no tag, or too many of them.
    Optional<SessionDialog> of(Request invite, Response response, Hop sentTo) {
        Optional<SessionDialog> known = find(response.toTag());
        if (known.isPresent() || response.toTag().isEmpty() || dialogs.size() >= MAX_DIALOGS) {
            return known;
        }
        return Optional.of(make(invite, response, sentTo));
    }

    private SessionDialog make(Request invite, Response response, Hop sentTo) {
        Dialog made = Dialog.uac(invite, response);
        SessionDialog dialog = new SessionDialog(session, made, sentTo).answered(response, sentTo);
        dialogs.add(dialog);
        if (current == null || current.over()) {
            current = dialog;
        }
        return dialog;
    }

    /// A 2xx confirmed its dialog; the others are at an end (§13.2.2.4).
    void answered(Request invite, Response response, Hop sentTo) {
        SessionDialog confirmed =
                find(response.toTag()).orElseGet(() -> make(invite, response, sentTo));
        endAll();
        confirmed.confirmed(invite, response, sentTo);
        current = confirmed;
    }

    /// One early dialog ended; the first of those that are left takes its place.
    void end(SessionDialog early) {
        early.end();
        if (current == early) {
            for (SessionDialog dialog : dialogs) {
                if (!dialog.over()) {
                    current = dialog;
                    return;
                }
            }
        }
    }

    /// No early dialog is left: one was confirmed, or a failure response came (§13.2.2.3).
    void endAll() {
        dialogs.forEach(SessionDialog::end);
    }

    /// The same, and the INVITE is sent again: its dialogs will be new ones.
    void clear() {
        endAll();
        dialogs.clear();
        current = null;
    }
}

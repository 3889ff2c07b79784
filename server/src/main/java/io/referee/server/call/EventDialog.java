package io.referee.server.call;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.ResponseListener;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import java.util.List;
import java.util.Optional;

/// A dialog that a REFER or SUBSCRIBE outside of calls has made; only events live in it (RFC 6665
/// §4.4.1). *Engine thread only.*
public final class EventDialog {
    /// User part of its Contact.
    private static final String CONTACT = "referee";

    private final UserAgent agent;
    private final Hop hop;
    private Dialog dialog;

    private EventDialog(UserAgent agent, Hop hop, Dialog dialog) {
        this.agent = agent;
        this.hop = hop;
        this.dialog = dialog;
    }

    /// Empty when the request has no usable Contact.
    public static Optional<EventDialog> of(UserAgent agent, ServerTransaction transaction) {
        return Dialog.uas(transaction.request(), transaction.toTag(), 0)
                .map(dialog -> new EventDialog(agent, transaction.hop(), dialog));
    }

    /// Our tag, which tells it from all others.
    public String localTag() {
        return dialog.localTag();
    }

    /// Whether a request belongs here: both tags and the Call-ID.
    public boolean has(Request request) {
        return request.callId().equals(dialog.callId())
                && request.toTag().equals(dialog.localTag())
                && request.fromTag().equals(dialog.remoteTag());
    }

    /// Whether the request is newer than the last one; if so, it is the last one now.
    public boolean inOrder(Request request) {
        boolean newer = dialog.inOrder(request);
        if (newer) {
            dialog = dialog.withRemoteSeq(request.cseq().number());
        }
        return newer;
    }

    /// The start of a response to a request of the peer.
    public MessageBuilder responding(ServerTransaction transaction) {
        return agent.responding(transaction).add(HeaderName.CONTACT, agent.contact(CONTACT, hop));
    }

    /// Sends a NOTIFY.
    public void notify(
            List<Header> headers, String contentType, byte[] body, ResponseListener outcome) {
        dialog = dialog.nextSeq();
        Request notify =
                agent.request(Method.NOTIFY, dialog, hop)
                        .add(HeaderName.CONTACT, agent.contact(CONTACT, hop))
                        .addAll(headers)
                        .body(contentType, body)
                        .request(Method.NOTIFY, dialog.requestUri());
        agent.send(notify, hop, Authorizer.NONE, outcome);
    }
}

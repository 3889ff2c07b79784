package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One of the dialogs of a session (RFC 3261 §12). A proxy may fork our INVITE: then each answerer
/// makes a dialog of its own, early ones that live side by side, with CSeq numbers, route set,
/// target and offers of their own (§12.1, §13.2.2.1), until a 2xx confirms one of them. *Engine
/// thread only.*
public final class SessionDialog {
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private Dialog dialog;
    private Hop hop;
    private boolean over;
    private boolean updatePending;
    private @Nullable Request hangUpAck;

    SessionDialog(Session session, Dialog dialog, Hop hop) {
        this.session = session;
        this.dialog = dialog;
        this.hop = hop;
    }

    /// Its state now.
    public Dialog dialog() {
        return dialog;
    }

    /// The tag of its peer, which tells it from the other dialogs of the session.
    public String remoteTag() {
        return dialog.remoteTag();
    }

    /// Where our requests in it go.
    public Hop hop() {
        return hop;
    }

    /// Whether it ended before it was confirmed: by 199 or BYE, or because another one was
    /// confirmed, or the INVITE failed.
    public boolean over() {
        return over;
    }

    /// Sends a request other than INVITE and ACK in this dialog, with a body of any type. Nothing
    /// is sent when the dialog is over.
    public void request(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            ResponseListener outcome) {
        if (!over) {
            OutgoingRequests.Saying saying =
                    new OutgoingRequests.Saying(method, headers, contentType, body);
            session.requests().send(this, saying, outcome);
        }
    }

    /// Whether an UPDATE of ours in it, with an offer, has no final response yet.
    boolean updatePending() {
        return updatePending;
    }

    void updatePending(boolean pending) {
        updatePending = pending;
    }

    void end() {
        over = true;
    }

    void advance(Dialog next) {
        dialog = next;
    }

    /// A 2xx confirms it: route set and target are made anew from that response, the CSeq numbers
    /// go on (§13.2.2.4).
    void confirmed(Request invite, Response response, Hop sentTo) {
        Dialog made = Dialog.uac(invite, response);
        dialog =
                made.withLocalSeq(Math.max(made.localSeq(), dialog.localSeq()))
                        .withRemoteSeq(dialog.remoteSeq());
        hop = Addressing.towardsAnswerer(response, dialog.nextHop(), sentTo);
        over = false;
    }

    void target(Uri contact) {
        dialog = dialog.withTarget(contact);
    }

    void usedSeq(long number) {
        if (dialog.localSeq() < number) {
            dialog = dialog.withLocalSeq(number);
        }
    }

    /// The start of the next request in it; its CSeq number is used up.
    MessageBuilder next(Method method) {
        dialog = dialog.nextSeq();
        return dialog.request(
                method, session.agent().transactions().via(hop), dialog.localSeq());
    }

    void bye(List<Header> headers) {
        OutgoingRequests.Saying bye =
                new OutgoingRequests.Saying(Method.BYE, headers, "", NOTHING);
        session.requests().send(this, bye, ResponseListener.NONE);
    }

    // ---- ACK

    /// Acknowledges a 2xx in this dialog (§13.2.2.4).
    Request acknowledge(Response response, byte[] sdp) {
        UserAgent agent = session.agent();
        Request ack =
                dialog.request(
                                Method.ACK,
                                agent.transactions().via(hop),
                                response.cseq().number())
                        .add(HeaderName.USER_AGENT, agent.settings().product())
                        .body("application/sdp", sdp)
                        .request(Method.ACK, dialog.requestUri());
        repeat(ack);
        return ack;
    }

    void repeat(Request ack) {
        session.agent().transmit(ack, hop);
    }

    /// A 2xx that nobody waits for came in this dialog: it is acknowledged and hung up at once, and
    /// when it comes again, the same ACK goes out again (§13.2.2.4).
    void hangUpUnwanted(Response response) {
        end();
        Request sent = hangUpAck;
        if (sent == null) {
            hangUpAck = acknowledge(response, NOTHING);
            bye(List.of());
        } else {
            repeat(sent);
        }
    }
}

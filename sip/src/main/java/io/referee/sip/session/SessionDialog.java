package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
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
    private final Session session;
    private Dialog dialog;
    private Hop hop;
    private Hop admitted;
    private boolean barred;
    private boolean over;
    private boolean subscribed;
    private boolean revived;
    private boolean updatePending;
    private @Nullable Request hangUpAck;

    SessionDialog(Session session, Dialog dialog, Hop hop) {
        this.session = session;
        this.dialog = dialog;
        this.hop = hop;
        this.admitted = hop;
    }

    /// A response has made it, or confirms it: our requests go where it says, but for a place out
    /// of [reach][Session#reach()]. Then what has to be said yet is said where our INVITE went.
    SessionDialog answered(Response response, Hop sentTo) {
        Hop wanted = Addressing.towardsAnswerer(response, dialog.nextHop(), sentTo);
        admitted = sentTo;
        barred = !session.reach().includes(wanted);
        hop = barred ? sentTo : wanted;
        return this;
    }

    /// Whether its peer has named an address for our requests that is out of reach.
    boolean barred() {
        return barred;
    }

    /// Its state now.
    public Dialog dialog() {
        return dialog;
    }

    /// The tag of its peer, which tells it from the other dialogs of the session.
    public String remoteTag() {
        return dialog.remoteTag();
    }

    /// Our tag in it: another one in each early dialog that we offer a caller ([Session#fork]).
    public String localTag() {
        return dialog.localTag();
    }

    /// Where our requests in it go.
    public Hop hop() {
        return hop;
    }

    /// The Contact that we show the peer, in angle brackets.
    public String contact() {
        return session.agent().contact(session.contactUser(), hop, dialog.requestUri())
                + session.features();
    }

    /// Whether it ended before it was confirmed: by 199 or BYE, or because another one was
    /// confirmed, or the INVITE failed.
    public boolean over() {
        return over;
    }

    /// Whether an UPDATE of ours in it, with an offer, has no final response yet.
    boolean updatePending() {
        return updatePending;
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
        answered(response, sentTo);
        over = false;
    }

    /// It was begun before a restart.
    void revived() {
        revived = true;
    }

    /// Whom we reached by a connection that a restart has cut, we reach by the one that it opens.
    void heardFrom(Hop from) {
        boolean same = hop.transport() == from.transport() && from.transport().reliable();
        if (revived && same && dialog.routeSet().isEmpty()) {
            hop = from;
            session.outgoing().reach(session.reach().with(from.host()));
        }
    }

    void local(NameAddr address) {
        dialog = dialog.withLocal(address);
    }

    /// Whether the peer may have something to tell after the call (RFC 5057 §5.5).
    boolean subscribed() {
        return subscribed;
    }

    void target(Uri contact) {
        Uri before = dialog.remoteTarget();
        dialog = dialog.withTarget(contact);
        if (!contact.equals(before)) {
            session.listener().moved(session);
        }
    }

    void usedSeq(long number) {
        if (dialog.localSeq() < number) {
            dialog = dialog.withLocalSeq(number);
        }
    }

    // ---- requests

    /// Sends a request other than INVITE in this dialog, with a body of any type. Nothing is sent
    /// when the dialog is over.
    public void request(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            ResponseListener outcome) {
        if (!over) {
            subscribed |= method.equals(Method.REFER) || method.equals(Method.SUBSCRIBE);
            ask(method, headers, new Content(contentType, body), outcome);
        }
    }

    private record Content(String type, byte[] octets) {}

    private void ask(
            Method method, List<Header> headers, Content content, ResponseListener outcome) {
        boolean updating = method.equals(Method.UPDATE);
        boolean update = updating && content.octets().length > 0;
        updatePending |= update;
        boolean targeted = updating || method.equals(Method.REFER) || method.equals(Method.NOTIFY);
        Request request =
                next(
                        method,
                        headers,
                        content.type(),
                        content.octets(),
                        targeted ? Targeted.YES : Targeted.NO);
        send(
                request,
                new ResponseListener() {
                    @Override
                    public void responded(Response response) {
                        usedSeq(response.cseq().number());
                        if (update) {
                            updatePending = false;
                        }
                        if (updating && response.success()) {
                            updated(content.octets(), response);
                        }
                        outcome.responded(response);
                        if (!over) {
                            session.termination().lostIf(response);
                        }
                    }

                    @Override
                    public void barred(Response standIn) {
                        responded(standIn);
                        unreachable();
                    }

                    @Override
                    public void progressed(Response response) {
                        outcome.progressed(response);
                    }

                    @Override
                    public Request challenged(Request again) {
                        return numbered(again);
                    }
                });
    }

    /// A request that is sent again has the next number, whatever was sent meanwhile, and uses it
    /// up at once (RFC 3261 §12.2.1.1): the next one may go before there is a response.
    private Request numbered(Request again) {
        dialog = dialog.withLocalSeq(dialog.localSeq() + 1);
        return MessageBuilder.from(again)
                .cseq(new CSeq(dialog.localSeq(), again.method()))
                .request(again.method(), again.uri());
    }

    private void updated(byte[] sdp, Response response) {
        session.peer().note(response);
        response.contact().ifPresent(contact -> target(contact.uri()));
        session.said(sdp);
        if (session.confirmed()) {
            session.timer().answered(response);
        }
    }

    private void send(Request request, ResponseListener outcome) {
        session.agent().send(request, hop, session.reach(), session.authorizer(), outcome);
    }

    /// Whether a message refreshes the peer's idea of our Contact (RFC 3261 §12.2: target refresh).
    enum Targeted {
        YES,
        NO
    }

    /// The next request in this dialog; its CSeq number is used up.
    Request next(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            Targeted targeted) {
        UserAgent agent = session.agent();
        dialog = dialog.nextSeq();
        MessageBuilder builder =
                dialog.request(method, agent.transactions().via(hop), dialog.localSeq());
        if (targeted == Targeted.YES) {
            builder.add(HeaderName.CONTACT, contact()).add(HeaderName.ALLOW, session.allowed());
        }
        if (method.equals(Method.INVITE) || method.equals(Method.UPDATE)) {
            String supported =
                    SessionSettings.listing(agent.supportedLater(), session.extensions());
            if (!supported.isEmpty()) {
                builder.add(HeaderName.SUPPORTED, supported);
            }
            session.timer().ask(builder);
        }
        return builder.add(HeaderName.USER_AGENT, agent.settings().product())
                .addAll(headers)
                .body(contentType, body)
                .request(method, dialog.requestUri());
    }

    /// Hangs up. A BYE that was overtaken by a later request of ours is answered 500 (§12.2.2) and
    /// says nothing: it is sent once more.
    void bye(List<Header> headers) {
        hangUp(
                headers,
                new ResponseListener() {
                    @Override
                    public void responded(Response response) {
                        hangUpAgain(headers, response);
                    }

                    @Override
                    public void barred(Response standIn) {
                        if (turnedBack()) {
                            hangUp(headers, ResponseListener.NONE);
                        }
                    }
                });
    }

    private void hangUpAgain(List<Header> headers, Response response) {
        if (response.status() == 500) {
            hangUp(headers, ResponseListener.NONE);
        }
    }

    private void hangUp(List<Header> headers, ResponseListener outcome) {
        send(next(Method.BYE, headers, "", new byte[0], Targeted.NO), outcome);
    }

    // ---- ACK

    /// Acknowledges a 2xx in this dialog (§13.2.2.4).
    Request acknowledge(Response response, byte[] sdp) {
        UserAgent agent = session.agent();
        Request ack =
                dialog.request(Method.ACK, agent.transactions().via(hop), response.cseq().number())
                        .add(HeaderName.USER_AGENT, agent.settings().product())
                        .body("application/sdp", sdp)
                        .request(Method.ACK, dialog.requestUri());
        repeat(ack);
        return ack;
    }

    void repeat(Request ack) {
        session.agent().transmit(ack, hop, session.reach(), () -> barred(ack));
    }

    private void barred(Request ack) {
        if (turnedBack()) {
            session.agent().outside().transmit(ack, hop);
        }
        unreachable();
    }

    /// The name that the peer gave for our requests leads out of [reach][Session#reach()]: they go
    /// where our INVITE went, unless they do so already.
    private boolean turnedBack() {
        boolean elsewhere = !hop.equals(admitted) && session.reach().includes(admitted);
        hop = admitted;
        return elsewhere;
    }

    /// Its session ends, if it speaks in this dialog.
    void unreachable() {
        turnedBack();
        if (this == session.forks().current()) {
            session.termination().unreachable();
        }
    }

    /// A 2xx that nobody waits for came in this dialog: it is acknowledged and hung up at once, and
    /// when it comes again, the same ACK goes out again (§13.2.2.4).
    void hangUpUnwanted(Response response) {
        end();
        Request sent = hangUpAck;
        if (sent == null) {
            hangUpAck = acknowledge(response, new byte[0]);
            bye(List.of());
        } else {
            repeat(sent);
        }
    }
}

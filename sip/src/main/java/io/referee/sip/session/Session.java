package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// An INVITE session: one dialog with one peer, from the INVITE to the BYE (RFC 3261 §13-15). It
/// keeps the rules that no user should have to think of: 2xx repeated until the ACK, one INVITE at
/// a time and 491 or 500 for a second one, CANCEL only after a provisional response, ACK before
/// BYE, unwanted forks hung up, crossing requests answered for a while after the end. *Engine
/// thread only.*
public final class Session {
    private static final byte[] NOTHING = new byte[0];

    private final UserAgent agent;
    private final String localTag;
    private final String callId;
    private final Direction direction;
    private SessionListener listener = new SessionListener() {};
    private Phase phase = Phase.STARTING;
    private Hop hop;
    private String contactUser = "";
    private String allow = "";
    private @Nullable Dialog dialog;
    private Authorizer authorizer = Authorizer.NONE;
    private final IncomingRequests incoming = new IncomingRequests(this);
    private final OutgoingInvites outgoing = new OutgoingInvites(this);
    private boolean updatePending;
    private @Nullable Farewell farewell;

    enum Phase {
        STARTING,
        EARLY,
        CONFIRMED,
        OVER
    }

    /// Who sent the first INVITE.
    public enum Direction {
        INCOMING,
        OUTGOING
    }

    private record Farewell(List<Header> headers) {}

    private Session(UserAgent agent, String localTag, String callId, Direction direction, Hop hop) {
        this.agent = agent;
        this.localTag = localTag;
        this.callId = callId;
        this.direction = direction;
        this.hop = hop;
    }

    static Session outgoing(
            UserAgent agent, OutgoingInvite spec, String tag, SessionListener listener) {
        Session session = new Session(agent, tag, "", Direction.OUTGOING, spec.hop());
        session.listener = listener;
        session.contactUser = spec.contactUser();
        session.allow = spec.allow();
        session.authorizer = spec.authorizer();
        return session;
    }

    static Session incoming(UserAgent agent, ServerTransaction transaction) {
        Request invite = transaction.request();
        Session session =
                new Session(
                        agent,
                        transaction.toTag(),
                        invite.callId(),
                        Direction.INCOMING,
                        transaction.hop());
        session.dialog = Dialog.uas(invite, transaction.toTag(), 0).orElse(null);
        session.hop = Addressing.towards(invite, session.targetOr(invite), transaction.hop());
        session.incoming.begin(transaction);
        return session;
    }

    private io.referee.sip.uri.Uri targetOr(Request invite) {
        return dialog == null ? invite.from().uri() : dialog.nextHop();
    }

    // ---- what it is

    /// The Call-ID of the dialog.
    public String callId() {
        return dialog == null ? outgoing.callId(callId) : dialog.callId();
    }

    /// Our tag, by which the user agent finds the session.
    public String localTag() {
        return localTag;
    }

    /// The peer's tag, empty while unknown.
    public String remoteTag() {
        return dialog == null ? "" : dialog.remoteTag();
    }

    /// Who sent the first INVITE.
    public Direction direction() {
        return direction;
    }

    /// Where our requests to the peer go.
    public Hop hop() {
        return hop;
    }

    /// The dialog; empty before the peer has sent a tag.
    public Optional<Dialog> dialog() {
        return Optional.ofNullable(dialog);
    }

    /// Whether the INVITE was answered with a 2xx and nobody has hung up.
    public boolean confirmed() {
        return phase == Phase.CONFIRMED;
    }

    /// Whether nothing more will be sent but answers to what crosses.
    public boolean over() {
        return phase == Phase.OVER;
    }

    /// Whether an INVITE or UPDATE of either side waits for its answer or ACK: another offer has to
    /// wait (RFC 3264 §4).
    public boolean offerPending() {
        return weOffer() || incoming.unanswered() || incoming.unacknowledged();
    }

    /// Whether an offer of ours is under way.
    boolean weOffer() {
        return updatePending || outgoing.ackOwed() || outgoing.unanswered();
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
    }

    @Nullable Dialog dialogNow() {
        return dialog;
    }

    void dialog(Dialog next) {
        dialog = next;
    }

    SessionListener listener() {
        return listener;
    }

    String contactUser() {
        return contactUser;
    }

    String allowed() {
        return allow.isEmpty() ? agent.settings().allow() : allow;
    }

    UserAgent agent() {
        return agent;
    }

    /// Who is told from now on.
    public void listener(SessionListener next) {
        listener = next;
    }

    /// User part of our Contact.
    public void contactUser(String user) {
        contactUser = user;
    }

    /// Value of Allow on this session's messages; empty for the user agent's own.
    public void allow(String methods) {
        allow = methods;
    }

    /// Our credentials for challenges within the dialog.
    public void authorizer(Authorizer next) {
        authorizer = next;
    }

    // ---- the peer called us

    /// Sends a provisional response, 101 to 199. A body is SDP.
    public void progress(int status, byte[] sdp, List<Header> headers) {
        incoming.progress(status, sdp, headers);
    }

    /// Answers the call with 200.
    public void answer(byte[] sdp, List<Header> headers) {
        Optional<ServerTransaction> invite = incoming.beginning();
        if (invite.isPresent() && dialog == null) {
            reject(400, "No usable Contact", List.of());
        } else if (invite.isPresent()) {
            phase = Phase.CONFIRMED;
            accept(invite.get(), sdp, headers);
        }
    }

    /// Refuses the call, 300 to 699. The session is over.
    public void reject(int status, String reason, List<Header> headers) {
        incoming.reject(status, reason, headers);
    }

    /// Answers a re-INVITE of the peer with 200 and repeats it until the ACK.
    public void accept(ServerTransaction transaction, byte[] sdp, List<Header> headers) {
        incoming.accept(transaction, sdp, headers);
    }

    /// Answers any in-dialog request with a failure status and its standard phrase.
    public void refuse(ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }

    /// The start of a response within this dialog, with our Contact and Allow.
    public MessageBuilder responding(ServerTransaction transaction) {
        return incoming.responding(transaction, List.of());
    }

    /// An ACK for a 2xx of ours came.
    void acknowledged(Request ack) {
        incoming.acknowledged(ack);
    }

    /// A request of the peer within the dialog.
    void received(ServerTransaction transaction) {
        incoming.received(transaction);
    }

    // ---- we called the peer

    void start(Request invite) {
        outgoing.begin(invite, authorizer);
    }

    /// Gives our INVITE up. [SessionListener#rejected] follows, with 487 or what the peer answered;
    /// a 2xx that crosses is acknowledged and hung up. `reason` is a Reason value or empty.
    public void cancel(String reason) {
        if (phase != Phase.CONFIRMED && phase != Phase.OVER) {
            outgoing.cancel(reason);
        }
    }

    void established(Dialog made, Response response) {
        dialog = made;
        hop = Addressing.towardsAnswerer(response, made.nextHop(), hop);
        phase = Phase.CONFIRMED;
    }

    /// Acknowledges the 2xx to our INVITE or re-INVITE; the body is the answer to an offer in the
    /// 2xx, or empty.
    public void acknowledge(byte[] sdp) {
        if (outgoing.ackOwed()) {
            outgoing.acknowledge(sdp);
            byeIfWaiting();
        }
    }

    /// A 2xx came again.
    void repeatAck(Response response) {
        outgoing.repeatAck(response);
    }

    void usedSeq(long number) {
        if (dialog != null && dialog.localSeq() < number) {
            dialog =
                    new Dialog(
                            dialog.callId(),
                            dialog.local(),
                            dialog.remote(),
                            dialog.remoteTarget(),
                            dialog.routeSet(),
                            number,
                            dialog.remoteSeq());
        }
    }

    // ---- within the dialog

    /// Sends a re-INVITE; an empty body asks the peer for an offer.
    ///
    /// @throws IllegalStateException when the session is not confirmed or an offer is pending
    ///   ([#offerPending()])
    public void reinvite(byte[] sdp, List<Header> headers, ReinviteListener outcome) {
        if (phase != Phase.CONFIRMED || offerPending()) {
            throw new IllegalStateException(
                    "re-INVITE while " + phase + ", offer pending: " + offerPending());
        }
        outgoing.again(
                next(Method.INVITE, headers, "application/sdp", sdp, Targeted.YES),
                authorizer,
                outcome);
    }

    /// Gives up a re-INVITE of ours that got no final response; its listener still hears the
    /// outcome, 487 as a rule.
    public void cancelReinvite() {
        if (phase == Phase.CONFIRMED) {
            outgoing.cancel("");
        }
    }

    void refreshTarget(Optional<NameAddr> contact) {
        if (contact.isPresent() && dialog != null) {
            dialog = dialog.withTarget(contact.get().uri());
        }
    }

    /// A request other than INVITE, with a body of any type.
    public void request(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            ResponseListener outcome) {
        if (dialog == null || phase == Phase.OVER && !method.equals(Method.NOTIFY)) {
            return;
        }
        boolean update = method.equals(Method.UPDATE) && body.length > 0;
        updatePending |= update;
        boolean targeted = update || method.equals(Method.REFER) || method.equals(Method.NOTIFY);
        Request request =
                next(method, headers, contentType, body, targeted ? Targeted.YES : Targeted.NO);
        agent.send(
                request,
                hop,
                authorizer,
                new ResponseListener() {
                    @Override
                    public void responded(Response response) {
                        usedSeq(response.cseq().number());
                        if (update) {
                            updatePending = false;
                        }
                        outcome.responded(response);
                        lostIf(response);
                    }

                    @Override
                    public void progressed(Response response) {
                        outcome.progressed(response);
                    }
                });
    }

    /// Whether a message refreshes the peer's idea of our Contact (RFC 3261 §12.2: target refresh).
    private enum Targeted {
        YES,
        NO
    }

    private Request next(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            Targeted targeted) {
        Dialog current = dialog;
        if (current == null) {
            throw new IllegalStateException("no dialog yet for " + method);
        }
        dialog = current.nextSeq();
        MessageBuilder builder =
                dialog.request(method, agent.transactions().via(hop), dialog.localSeq());
        if (targeted == Targeted.YES) {
            builder.add(HeaderName.CONTACT, agent.contact(contactUser, hop))
                    .add(HeaderName.ALLOW, allowed());
        }
        return builder.add(HeaderName.USER_AGENT, agent.settings().product())
                .addAll(headers)
                .body(contentType, body)
                .request(method, dialog.requestUri());
    }

    /// 481 says that the peer has lost the dialog, silence that it is gone (§12.2.1.2). NOTIFY is
    /// another usage (RFC 5057 §5.1), and a phone that ignores INFO or MESSAGE may still be
    /// talking.
    void lostIf(Response response) {
        Method method = response.cseq().method();
        boolean asked =
                method.equals(Method.INVITE)
                        || method.equals(Method.OPTIONS)
                        || method.equals(Method.UPDATE);
        boolean lost =
                response.status() == 481
                        ? !method.equals(Method.NOTIFY)
                        : response.status() == 408 && asked;
        if (lost) {
            lost(response.status());
        }
    }

    /// The peer of a confirmed session is gone; a BYE is tried all the same.
    void lost(int status) {
        if (phase == Phase.CONFIRMED) {
            sendBye(List.of());
            end(new Ending.Lost(status));
        }
    }

    /// Hangs up. An ACK that we owe goes first; while the peer owes us one, the BYE waits for it
    /// (§15).
    public void bye(List<Header> headers) {
        if (phase != Phase.CONFIRMED || farewell != null) {
            return;
        }
        if (direction == Direction.INCOMING && incoming.callUnacknowledged()) {
            farewell = new Farewell(headers);
            return;
        }
        sendBye(headers);
        end(new Ending.WeHungUp());
    }

    /// Sends the BYE that had to wait for an ACK.
    void byeIfWaiting() {
        Farewell late = farewell;
        if (late != null && phase == Phase.CONFIRMED) {
            sendBye(late.headers());
            end(new Ending.WeHungUp());
        }
    }

    void sendBye(List<Header> headers) {
        outgoing.acknowledge(NOTHING);
        outgoing.cancel("");
        incoming.stopRepeating();
        Request bye = next(Method.BYE, headers, "", NOTHING, Targeted.NO);
        agent.send(bye, hop, authorizer, ResponseListener.NONE);
    }

    /// The peer sent BYE, which is answered already.
    void peerHungUp(Request bye) {
        outgoing.acknowledge(NOTHING);
        outgoing.cancel("");
        if (phase == Phase.CONFIRMED) {
            end(new Ending.PeerHungUp(bye));
        } else if (phase != Phase.OVER && direction == Direction.INCOMING) {
            finish();
            listener.cancelled(this, bye);
        }
    }

    void finish() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean refused = phase != Phase.CONFIRMED && direction == Direction.INCOMING;
        phase = Phase.OVER;
        incoming.close();
        if (refused) {
            agent.forget(this);
        } else {
            agent.forgetLater(this);
        }
    }

    private void end(Ending ending) {
        if (phase != Phase.OVER) {
            finish();
            listener.ended(this, ending);
        }
    }
}

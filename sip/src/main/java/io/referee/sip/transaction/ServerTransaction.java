package io.referee.sip.transaction;

import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

/// A peer's request that we have to answer (RFC 3261 §17.2). *Engine thread only.*
public final class ServerTransaction extends RunningTransaction {
    private static final int REQUEST_TIMEOUT = 408;

    private final TransactionLayer.ServerKey key;
    private final Hop responseHop;
    private final @Nullable InviteServer invite;
    private final @Nullable NonInviteServer nonInvite;
    private InviteServer.@Nullable State inviteState;
    private NonInviteServer.@Nullable State nonInviteState;
    private Listener listener = Listener.NONE;
    private @Nullable Response finalResponse;
    private @Nullable String toTag;

    /// What happens to an INVITE after it was handed over.
    public interface Listener {
        Listener NONE = new Listener() {};

        /// The peer gave up before a final response (RFC 3261 §9.2). The CANCEL itself was answered
        /// already.
        default void cancelled(ServerTransaction transaction, Request cancel) {}

        /// No ACK came for our failure response, or a response could not be sent.
        default void failed(ServerTransaction transaction, Cause cause) {}
    }

    ServerTransaction(
            TransactionLayer layer,
            TransactionLayer.ServerKey key,
            Request request,
            Hop hop,
            Hop responseHop) {
        super(layer, request, hop);
        this.key = key;
        this.responseHop = responseHop;
        Reliability reliability = reliability(hop);
        boolean isInvite = request.is(Method.INVITE);
        invite = isInvite ? new InviteServer(layer.timing(), reliability) : null;
        nonInvite = isInvite ? null : new NonInviteServer(layer.timing(), reliability);
    }

    void start() {
        if (invite != null) {
            var step = invite.start(MessageBuilder.responding(request(), "").response(100));
            inviteState = step.state();
            apply(step.effects());
        } else if (nonInvite != null) {
            nonInviteState = nonInvite.start().state();
        }
    }

    TransactionLayer.ServerKey key() {
        return key;
    }

    /// Its user has had a look at it. Who is still not answered hears a 100 in time (RFC 4320
    /// §4.1).
    void handedUp() {
        if (nonInvite != null && finalResponse == null && !over()) {
            on(new Event.HandedUp(MessageBuilder.responding(request(), "").response(100)));
        }
    }

    @Override
    void on(Event event) {
        if (invite != null && inviteState != null) {
            var step = invite.next(inviteState, event);
            inviteState = step.state();
            finish(inviteState instanceof InviteServer.State.Terminated);
            apply(step.effects());
        } else if (nonInvite != null && nonInviteState != null) {
            var step = nonInvite.next(nonInviteState, event);
            nonInviteState = step.state();
            finish(nonInviteState instanceof NonInviteServer.State.Terminated);
            apply(step.effects());
        }
    }

    /// Sends a response. The first final one counts; later ones are ignored, but a 2xx to an INVITE
    /// may be repeated. A request other than INVITE gets no provisional response but the 100 that
    /// goes out by itself, and no 408 (RFC 4320 §4.1, §4.2): its sender has given up already, and
    /// hears nothing.
    public void respond(Response response) {
        Response earlier = finalResponse;
        boolean repeated = earlier != null && earlier.success() && response == earlier;
        if (earlier != null && !repeated || nonInvite != null && response.provisional()) {
            return;
        }
        if (!response.provisional()) {
            finalResponse = response;
        }
        boolean tooLate = nonInvite != null && response.status() == REQUEST_TIMEOUT;
        on(tooLate ? new Event.TooLate() : ClientTransaction.eventOf(response));
    }

    /// Sends this status with its standard phrase, our tag and nothing else.
    ///
    /// @param status 101 to 699
    public void respond(int status) {
        respond(responding().response(status));
    }

    /// The start of a response: what RFC 3261 §8.2.6.2 copies from the request, with our tag.
    public MessageBuilder responding() {
        return MessageBuilder.responding(request(), toTag());
    }

    /// Passes a response of somebody else on, as a proxy does (RFC 3261 §16.7 step 9). It is as
    /// [#respond(Response)], but every 2xx to an INVITE goes, not only the first: the caller hears
    /// of each fork that was answered (RFC 6026 §7.1).
    public void forward(Response response) {
        Response earlier = finalResponse;
        if (earlier != null && earlier.success() && response.success() && invite != null) {
            on(ClientTransaction.eventOf(response));
        } else {
            respond(response);
        }
    }

    /// Ends it without a response: it is too late for one (RFC 4320 §4.1 on the 408 of a proxy).
    /// The request is a new one when it comes again.
    public void abandon() {
        finish(true);
    }

    /// Whether a final response was sent.
    public boolean answered() {
        return finalResponse != null;
    }

    boolean challenged() {
        Response answer = finalResponse;
        return answer != null && (answer.status() == 401 || answer.status() == 407);
    }

    /// The tag that all our responses to this request carry.
    public String toTag() {
        String tag = toTag;
        if (tag == null) {
            tag = request().toTag().isEmpty() ? layer().outside().token() : request().toTag();
            toTag = tag;
        }
        return tag;
    }

    public void listener(Listener next) {
        listener = next;
    }

    /// Whether this ACK is for our response. Where the branch says so, it does; from RFC 2543 peers
    /// the ACK must have the To tag of the response (RFC 3261 §17.2.3).
    boolean acknowledgedBy(Request ack) {
        Response answer = finalResponse;
        return TransactionLayer.ours(request().via().branch())
                || answer == null
                || answer.toTag().equals(ack.toTag());
    }

    void cancelled(Request cancel) {
        if (!answered()) {
            listener.cancelled(this, cancel);
        }
    }

    @Override
    void passUp(SipMessage message) {
        if (message instanceof Request ack) {
            layer().user().acknowledged(ack, hop());
        }
    }

    @Override
    void fail(Cause cause) {
        listener.failed(this, cause);
    }

    @Override
    boolean done() {
        return answered();
    }

    @Override
    void drop() {
        layer().forget(this);
    }

    @Override
    Hop destination() {
        return responseHop;
    }
}

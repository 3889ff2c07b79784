package io.referee.sip.transaction;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A peer's request that we have to answer (RFC 3261 §17.2). *Engine thread only.*
public final class ServerTransaction extends RunningTransaction {
    private static final int REQUEST_TIMEOUT = 408;

    /// How many final answers are put aside before a doubted caller hears that it rings.
    private static final int COPIES = 2;

    /// A session description of a phone.
    private static final int USUAL_BODY_OCTETS = 400;

    private final ServerKey key;
    private final Hop responseHop;
    private final @Nullable InviteServer invite;
    private final @Nullable NonInviteServer nonInvite;
    private InviteServer.@Nullable State inviteState;
    private NonInviteServer.@Nullable State nonInviteState;
    private Listener listener = Listener.NONE;
    private @Nullable Response finalResponse;
    private @Nullable String toTag;
    private @Nullable Origin origin;
    private Admission.Standing standing = Admission.Standing.PROVEN;
    private long credit = Long.MAX_VALUE;
    private List<Effect> trying = List.of();
    private boolean silent = true;
    private boolean handed;
    private boolean proven;

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
            TransactionLayer layer, ServerKey key, Request request, Hop hop, Hop responseHop) {
        super(layer, request, hop);
        this.key = key;
        this.responseHop = responseHop;
        Machines machines = layer.machines(hop);
        boolean isInvite = request.is(Method.INVITE);
        invite = isInvite ? machines.inviteServer() : null;
        nonInvite = isInvite ? null : machines.nonInviteServer();
    }

    void start() {
        if (invite != null) {
            var step = invite.start(MessageBuilder.responding(request(), "").response(100));
            inviteState = step.state();
            trying = step.effects();
        } else if (nonInvite != null) {
            nonInviteState = nonInvite.start().state();
        }
    }

    ServerKey key() {
        return key;
    }

    /// Its user has had a look at it. Who is still not answered hears a 100: at once after an
    /// INVITE, else in time (RFC 4320 §4.1).
    void handedUp() {
        handed = true;
        trying();
        if (nonInvite != null && finalResponse == null && !over()) {
            on(new Event.HandedUp(MessageBuilder.responding(request(), "").response(100)));
        }
    }

    /// What was found out before about who sent the request.
    ///
    /// @param octets the size of the request
    void standing(Admission.Standing found, int octets) {
        if (!hop().transport().reliable()) {
            standing = found;
            credit = octets;
        }
    }

    /// The sender is who he says: he knows a password or a dialog. From now on answers may be as
    /// large as they are, and a refusal is repeated until it is acknowledged.
    public void proven() {
        proven = true;
        standing = Admission.Standing.PROVEN;
        layer().outside().proven(hop());
    }

    /// Whether it came as a datagram of somebody who has not shown yet that he gets our answers.
    public boolean doubted() {
        return standing == Admission.Standing.DOUBTED;
    }

    /// Sends the 100 unless something else was sent (RFC 3261 §17.2.1).
    private void trying() {
        if (silent && !over()) {
            silent = false;
            apply(trying);
        }
        trying = List.of();
    }

    @Override
    void on(Event event) {
        if (event instanceof Event.Retransmitted again) {
            paid(again.request().encoded().length);
        }
        step(event);
    }

    /// What comes again pays for more answers. A 2xx that was too large goes out then; otherwise it
    /// is repeated by its user.
    private void paid(int octets) {
        Response answer = finalResponse;
        if (doubted()) {
            credit += octets;
            if (inviteState instanceof InviteServer.State.Accepted && answer != null) {
                respond(answer);
            }
        }
    }

    private void step(Event event) {
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
        if (!response.provisional() && earlier == null) {
            finalResponse = response;
            becameDone();
        }
        if (nonInvite != null && response.status() == REQUEST_TIMEOUT) {
            on(new Event.TooLate());
            return;
        }
        if (!proven && earlier == null && response.status() >= 400) {
            layer().admission().refused(request(), hop(), response.status());
        }
        if (standing == Admission.Standing.PROVEN) {
            silent = false;
            on(ClientTransaction.eventOf(response));
        } else {
            respondModestly(response);
        }
    }

    /// The answer goes to an address that may be a victim's.
    private void respondModestly(Response response) {
        boolean once = invite != null && silent && !handed && response.status() >= 300;
        int room = (int) Math.clamp(credit, 0, Integer.MAX_VALUE);
        Response fitting =
                AmplificationLimit.fit(once ? stateless(response) : response, room, standing);
        boolean forgotten = once || nonInvite != null;
        if (forgotten && doubted() && !AmplificationLimit.fits(fitting, room)) {
            layer().withheld(this, room);
            finish(true);
        } else if (once) {
            layer().outside().transmit(fitting, responseHop);
            finish(true);
        } else {
            silent = false;
            step(ClientTransaction.eventOf(fitting));
        }
    }

    /// While the sender is doubted, all answers together have at most the octets of the request and
    /// its copies: what is beyond that waits for the next copy. A caller who has heard something
    /// asks no more (RFC 3261 §17.1.1.2), so nothing is said before the final answer, and one copy
    /// of it, are paid for too; 100 is never said.
    @Override
    void send(SipMessage message) {
        if (!doubted()) {
            super.send(message);
            return;
        }
        Response response = (Response) message;
        int octets = response.encoded().length;
        if (response.status() != 100 && octets + reserve(response, octets) <= credit) {
            credit -= octets;
            super.send(message);
        }
    }

    /// A reliable response needs none: its PRACK shows that somebody is there (RFC 3262 §3).
    private int reserve(Response response, int octets) {
        if (!response.provisional() || response.lists(HeaderName.REQUIRE, "100rel")) {
            return 0;
        }
        int body = Math.max(USUAL_BODY_OCTETS, request().body().length);
        return COPIES * (octets - response.body().length + body);
    }

    /// A refusal that nobody remembers (RFC 3261 §8.2.7).
    private Response stateless(Response response) {
        return request().toTag().isEmpty()
                ? MessageBuilder.from(response)
                        .to(request().to().withTag(TransactionLayer.statelessTag(request())))
                        .response(response.status(), response.reason())
                : response;
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

    /// Who is told from now on.
    public void listener(Listener next) {
        listener = next;
    }

    /// Whether this ACK is for our response. Where the branch says so, it does; from RFC 2543 peers
    /// the ACK must have the To tag of the response (RFC 3261 §17.2.3).
    boolean acknowledgedBy(Request ack) {
        Response answer = finalResponse;
        return ServerKey.unique(request().via().branch())
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
    void rest() {
        super.rest();
        if (finalResponse != null) {
            finalResponse.rest();
        }
    }

    /// Under what it is remembered for copies that come by another way.
    void origin(Origin from) {
        origin = from;
    }

    @Nullable Origin origin() {
        return origin;
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

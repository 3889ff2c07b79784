package io.referee.sip.transaction;

import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

/// A request of ours under way. *Engine thread only.*
public final class ClientTransaction extends RunningTransaction {
    private Listener listener;
    private final ClientKey key;
    private final @Nullable InviteClient invite;
    private final @Nullable NonInviteClient nonInvite;
    private InviteClient.@Nullable State inviteState;
    private NonInviteClient.@Nullable State nonInviteState;
    private boolean provisionalSeen;
    private boolean finalSeen;

    /// What comes of a request. Exactly one of a final response or a failure is reported, except
    /// that an INVITE may get several 2xx (forks and retransmissions, RFC 6026 §7.2).
    public interface Listener {
        /// A response, provisional ones but 100 and final ones alike.
        void responded(ClientTransaction transaction, Response response);

        /// No final response will come: silence, or a transport that could not send.
        void failed(ClientTransaction transaction, Cause cause);
    }

    ClientTransaction(TransactionLayer layer, Request request, Hop hop, Listener listener) {
        super(layer, request, hop);
        this.listener = listener;
        this.key = ClientKey.of(request);
        Machines machines = layer.machines(hop);
        boolean isInvite = request.is(Method.INVITE);
        invite = isInvite ? machines.inviteClient() : null;
        nonInvite = isInvite ? null : machines.nonInviteClient();
    }

    ClientKey key() {
        return key;
    }

    /// Who is told from now on.
    public void listener(Listener next) {
        listener = next;
    }

    void start() {
        if (invite != null) {
            var step = invite.start(request());
            inviteState = step.state();
            apply(step.effects());
        } else if (nonInvite != null) {
            var step = nonInvite.start(request());
            nonInviteState = step.state();
            apply(step.effects());
        }
    }

    @Override
    void on(Event event) {
        if (invite != null && inviteState != null) {
            var step = invite.next(inviteState, event);
            inviteState = step.state();
            finish(inviteState instanceof InviteClient.State.Terminated);
            apply(step.effects());
        } else if (nonInvite != null && nonInviteState != null) {
            var step = nonInvite.next(nonInviteState, event);
            nonInviteState = step.state();
            finish(nonInviteState instanceof NonInviteClient.State.Terminated);
            apply(step.effects());
        }
    }

    void received(Response response) {
        provisionalSeen |= response.provisional();
        if (!response.provisional() && !finalSeen) {
            finalSeen = true;
            becameDone();
        }
        on(eventOf(response));
    }

    static Event eventOf(Response response) {
        if (response.provisional()) {
            return new Event.Provisional(response);
        }
        return response.success() ? new Event.Success(response) : new Event.Failure(response);
    }

    @Override
    void passUp(io.referee.sip.message.SipMessage message) {
        if (message instanceof Response response) {
            Listener told = listener;
            if (nonInvite != null && !response.provisional()) {
                listener = Unheard.INSTANCE; // of a second final response nothing is told
            }
            told.responded(this, response);
        }
    }

    @Override
    void fail(Cause cause) {
        if (!finalSeen) {
            finalSeen = true;
            listener.failed(this, cause);
        }
    }

    @Override
    boolean done() {
        return finished();
    }

    @Override
    void drop() {
        layer().forget(this);
    }

    /// Ends it without a final response: nobody waits for one any more (RFC 3261 §9.1). One that
    /// comes yet is stray.
    public void abandon() {
        finalSeen = true;
        finish(true);
    }

    /// An INVITE that is not to be sent again and fails no more by itself: whoever sent it has gone
    /// on to another server. What comes yet is still reported, until [#abandon].
    public void hush() {
        if (inviteState instanceof InviteClient.State.Calling calling) {
            inviteState = new InviteClient.State.Proceeding(calling.invite());
        }
    }

    /// Whether a provisional response came: only then may an INVITE be cancelled (RFC 3261 §9.1).
    public boolean provisionalSeen() {
        return provisionalSeen;
    }

    /// Whether a final response came, or the transaction failed.
    public boolean finished() {
        return finalSeen;
    }
}

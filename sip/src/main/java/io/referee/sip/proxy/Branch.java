package io.referee.sip.proxy;

import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect;
import io.referee.sip.transaction.TransactionLayer;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

/// One copy of a request under way, with its Timer C (RFC 3261 §16.6 steps 10 and 11, §16.8).
/// *Engine thread only.*
final class Branch implements ClientTransaction.Listener {
    private final ResponseContext context;
    private final TransactionLayer transactions;
    private final Outside outside;
    private @Nullable ClientTransaction client;
    private Outside.@Nullable Alarm timerC;
    private boolean unwanted;
    private boolean cancelled;
    private boolean over;

    Branch(ResponseContext context, TransactionLayer transactions, Outside outside) {
        this.context = context;
        this.transactions = transactions;
        this.outside = outside;
    }

    void start(Forwarding.Copy copy) {
        client = transactions.send(copy.request(), copy.hop(), this);
        restartTimerC();
    }

    boolean over() {
        return over;
    }

    private void restartTimerC() {
        stopTimerC();
        ClientTransaction sent = client;
        if (sent != null && sent.request().is(Method.INVITE) && !over) {
            timerC = outside.schedule(Proxy.TIMER_C, this::timerC);
        }
    }

    private void stopTimerC() {
        Outside.Alarm alarm = timerC;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /// Nobody wants it any more (RFC 3261 §16.10): CANCEL now, or when the first provisional
    /// response shows that there is something to cancel.
    void cancel() {
        unwanted = true;
        cancelIfHeard();
    }

    /// A branch that does not even answer its CANCEL is given up after 64*T1 (RFC 3261 §9.1).
    private void cancelIfHeard() {
        ClientTransaction sent = client;
        if (sent == null || !sent.request().is(Method.INVITE) || over || cancelled) {
            return;
        }
        if (sent.provisionalSeen()) {
            cancelled = true;
            stopTimerC();
            transactions.cancel(sent, "");
            timerC = outside.schedule(context.patience(), this::giveUp);
        }
    }

    private void timerC() {
        ClientTransaction sent = client;
        if (sent != null && sent.provisionalSeen()) {
            cancel();
        } else {
            giveUp();
        }
    }

    private void giveUp() {
        ClientTransaction sent = client;
        if (!over && sent != null) {
            sent.abandon();
            end(standIn(sent, 408));
        }
    }

    @Override
    public void responded(ClientTransaction transaction, Response response) {
        if (response.success()) {
            stopTimerC();
            over = true;
            context.succeeded(response);
        } else if (!response.provisional()) {
            end(response);
        } else if (unwanted) {
            cancelIfHeard();
        } else if (response.status() != 100) {
            restartTimerC();
            context.progressed(response);
        }
    }

    @Override
    public void failed(ClientTransaction transaction, Effect.Cause cause) {
        end(standIn(transaction, cause == Effect.Cause.TIMEOUT ? 408 : 503));
    }

    /// What silence and a transport that failed count as (RFC 3261 §16.8, §16.9).
    private static Response standIn(ClientTransaction transaction, int status) {
        return MessageBuilder.responding(transaction.request(), "").response(status);
    }

    private void end(Response failure) {
        if (!over) {
            over = true;
            stopTimerC();
            context.failed(failure);
        }
    }
}

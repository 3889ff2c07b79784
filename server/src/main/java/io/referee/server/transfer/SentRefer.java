package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.message.Header;
import io.referee.sip.message.Response;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Predicate;

/// A transfer by a REFER of ours: one party of a call is asked to call somewhere else
/// (`transfers.md` A3). Until it has told of a success, the call stays as it is. *Engine thread
/// only.*
final class SentRefer implements Running, OutgoingRefer.Watch {
    private static final byte[] NOTHING = new byte[0];

    private final Order order;
    private final Call call;
    private final Outside outside;
    private final SentRefers sent;
    private final ReferredCalls referred;
    private final Runnable released;
    private final OutgoingRefer refer;
    private final ReferProgress progress;
    private final PlacedElsewhere placed;
    private ReferNotifying notifying = ReferNotifying.IMPLICIT;
    private @Nullable BothSent both;

    /// @param order its transferee is the leg that is asked
    /// @param released called once when it is over
    SentRefer(
            Order order,
            SentRefers sent,
            ReferredCalls referred,
            TransferSettings settings,
            Runnable released) {
        this.order = order;
        this.call = order.call();
        this.outside = call.legs().outside();
        this.sent = sent;
        this.referred = referred;
        this.released = released;
        this.refer = new OutgoingRefer(order.transferee(), outside, settings, this);
        this.progress = new ReferProgress(order, "refer", refer, outside.now());
        this.placed = new PlacedElsewhere(outside);
    }

    /// Whether the phone is asked to tell what comes of it.
    void notifying(ReferNotifying asked) {
        notifying = asked;
    }

    /// The other party is sent elsewhere, too.
    void together(BothSent pair) {
        both = pair;
        pair.add(refer);
    }

    void start(List<Header> headers) {
        if (both == null) {
            call.guard(new ReferGuard(refer));
        }
        sent.send(refer, headers, "", NOTHING);
    }

    /// The phone has called, and its call came to us.
    void linked(Call call, Leg caller) {
        progress.linked(caller.id());
        placed.began(call);
    }

    @Override
    public void answered(Response response) {
        progress.answered(response);
        if (response.status() == 408 || response.status() == 405 || response.status() == 501) {
            sent.mute(order.transferee());
        }
        if (response.success() && !ReferNotifying.granted(notifying, response).notifies()) {
            refer.giveUp("The phone was asked not to tell");
        }
    }

    @Override
    public void told(SubscriptionState state, int status) {
        progress.told(status);
    }

    @Override
    public void over(OutgoingRefer.Outcome outcome) {
        BothSent pair = both;
        if (pair == null) {
            call.unguard();
        }
        released.run();
        if (outcome instanceof OutgoingRefer.Outcome.Failed failed && saidSo(failed)) {
            referred.forget(order);
        }
        progress.over(outcome, outside.now());
        if (pair != null) {
            pair.over(refer, outcome);
        } else if (outcome instanceof OutgoingRefer.Outcome.Completed) {
            call.hangUp(200, "Transferred");
        }
    }

    /// Whether the phone itself said that nothing comes of it.
    private static boolean saidSo(OutgoingRefer.Outcome.Failed failed) {
        return !failed.stage().equals("policy") && failed.status() != 408;
    }

    /// A REFER cannot be taken back: the phone may be calling already.
    @Override
    public boolean abort(String reason) {
        return false;
    }

    /// F20: the two talk on, and nobody else is called.
    @Override
    public void cutOff(Predicate<Order> whose) {
        if (!refer.over() && whose.test(order)) {
            refer.cutOff();
            placed.forbid();
        }
    }

    @Override
    public TransferView view() {
        return progress.view();
    }

    @Override
    public ReferStanding refer() {
        return progress.standing();
    }
}

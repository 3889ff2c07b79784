package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionDialog;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A target that rings for the transferor, and has agreed on media with it in a reliable 18x, is
/// offered those of the transferee by UPDATE (RFC 3311, `transfers.md` A5.4): when it answers, the
/// transferee's answer is all that is missing. A target that takes no UPDATE, or refuses it, is
/// asked when it has answered, like any other. *Engine thread only.*
final class EarlyReoffer {
    private final Leg transferee;
    private final BooleanSupplier useless;
    private final Map<Leg, Offered> offers = new HashMap<>(1);

    /// One offer, in the early dialog with this tag.
    private static final class Offered {
        private final String tag;
        private State state = State.ASKED;
        private @Nullable Runnable then;

        Offered(String tag) {
            this.tag = tag;
        }
    }

    private enum State {
        ASKED,
        TAKEN,
        REFUSED
    }

    /// @param useless whether nobody wants to know the outcome any more
    EarlyReoffer(Leg transferee, BooleanSupplier useless) {
        this.transferee = transferee;
        this.useless = useless;
    }

    /// The target rang before, in the dialog that its session speaks in.
    void offer(Leg target) {
        Optional<SessionDescription> known = transferee.ledger().remote();
        String tag = target.session().remoteTag();
        Optional<SessionDialog> dialog = target.session().provisionals().updatable(tag);
        if (offers.containsKey(target) || known.isEmpty() || dialog.isEmpty()) {
            return;
        }
        Offered made = new Offered(tag);
        offers.put(target, made);
        byte[] body = target.ledger().offering(known.get(), transferee.ledger().wantDirection());
        dialog.get()
                .request(
                        Method.UPDATE,
                        transferee.introducedTo(target),
                        "application/sdp",
                        body,
                        response -> settled(made, target, response));
    }

    /// The target rings; what it says reliably is its answer to the transferor's offer.
    void rang(Leg target, Response response) {
        boolean agreed =
                target.session().provisionals().agreed()
                        && response.toTag().equals(target.session().remoteTag());
        if (agreed && !offers.containsKey(target)) {
            SdpLedger.read(response).ifPresent(target.ledger()::answered);
            offer(target);
        }
    }

    private void settled(Offered made, Leg target, Response response) {
        if (made.state != State.ASKED) {
            return;
        }
        Optional<SessionDescription> answer =
                response.success() ? SdpLedger.read(response) : Optional.empty();
        answer.ifPresentOrElse(target.ledger()::answered, target.ledger()::refused);
        boolean taken = answer.filter(body -> !SameMedia.none(body)).isPresent();
        made.state = taken ? State.TAKEN : State.REFUSED;
        Runnable next = made.then;
        if (next != null && !useless.getAsBoolean()) {
            next.run();
        }
    }

    /// The target answered: one of the two runs when it is known whether it has the transferee's
    /// media: now, or soon. Another branch of the same leg than the one that was asked has not.
    void answered(Leg target, Response response, Runnable taken, Runnable not) {
        Offered made = offers.get(target);
        if (made == null) {
            not.run();
        } else if (!made.tag.equals(response.toTag())) {
            made.state = State.REFUSED;
            target.ledger().refused();
            not.run();
        } else if (made.state == State.ASKED) {
            made.then = () -> (made.state == State.TAKEN ? taken : not).run();
        } else {
            (made.state == State.TAKEN ? taken : not).run();
        }
    }
}

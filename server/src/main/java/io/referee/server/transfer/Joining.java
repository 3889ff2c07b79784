package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;

import java.util.List;
import java.util.Optional;

/// That two calls become one, as an HTTP door asks for it (`transfers.md` A6): of each call one leg
/// leaves, and the two that are left are joined. *Immutable.*
///
/// @param door `api`, `callmanager`, `mi`
/// @param kind `attended` or `dual`, as the door calls it
/// @param leg id of the leg that leaves `call`, which survives
/// @param otherLeg id of the leg that leaves `other`
/// @param onFail what becomes of the party that stays in `call` when it fails
public record Joining(
        String door,
        String kind,
        Call call,
        String leg,
        Call other,
        String otherLeg,
        OnFail onFail) {

    /// What comes of it; nothing is changed when it is refused.
    Answer begin(Transfers desk, String id, TransferSettings settings) {
        Optional<Leg> first = leg(call, leg);
        Optional<Leg> second = leg(other, otherLeg);
        if (first.isEmpty() || second.isEmpty()) {
            return new Answer.NotFound("leg " + (first.isEmpty() ? leg : otherLeg));
        }
        if (call == other) {
            return refused(400, "The two legs belong to the same call");
        }
        if (!call.ids().owner().equals(other.ids().owner())) {
            return refused(603, "The two calls belong to different owners");
        }
        Optional<Side> here = Side.of(call, first.get());
        Optional<Side> there = Side.of(other, second.get());
        return here.isEmpty() || there.isEmpty()
                ? refused(480, "The call is not answered")
                : begin(desk, order(desk, id, here.get(), there.get(), settings), there.get());
    }

    private Answer begin(Transfers desk, Order order, Side there) {
        Optional<Refusal> refusal = desk.replacing().refusal(order, other);
        if (refusal.isPresent()) {
            Refusal no = refusal.get();
            Transfers.requested(order, kind, Optional.of(there.named()));
            call.publish(
                    new TransferFact.Blocked(order.id(), no.status(), no.reason(), no.setting()));
            return new Answer.Refused(no);
        }
        Side here = new Side(call, order.transferor(), order.transferee());
        Attended.Plan plan = new Attended.Plan(order, kind, here, there);
        return new Answer.Started(desk.run(plan, Asker.Watching.INSTANCE).view());
    }

    private Order order(
            Transfers desk, String id, Side here, Side there, TransferSettings settings) {
        return new Order(
                id,
                door,
                call,
                here.leaving(),
                here.staying(),
                there.staying().partyAddress().uri(),
                desk.charge(here.leaving(), call).payer(),
                "",
                List.of(),
                settings.times().ring(),
                onFail);
    }

    private static Optional<Leg> leg(Call call, String id) {
        return call.parties().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private static Answer refused(int status, String reason) {
        return new Answer.Refused(new Refusal(status, reason, ""));
    }
}

package io.referee.server.transfer;

import io.referee.server.call.Adoption;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

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
        if (here.isPresent() && there.isPresent()) {
            Uri target = there.get().staying().partyAddress().uri();
            return begin(desk, order(desk, id, here.get(), target, settings), there.get());
        }
        Optional<Adoption> ringing = Adoption.of(other, second.get());
        return here.isPresent() && ringing.isPresent()
                ? begin(desk, order(desk, id, here.get(), rung(), settings), ringing.get())
                : refused(480, "The call is not answered");
    }

    private Answer begin(Transfers desk, Order order, Side there) {
        Side here = new Side(call, order.transferor(), order.transferee());
        Attended.Plan plan = new Attended.Plan(order, kind, here, there);
        return blocked(desk, order, there.leaving(), Optional.of(there.named()))
                .orElseGet(
                        () -> new Answer.Started(desk.run(plan, Asker.Watching.INSTANCE).view()));
    }

    /// Whoever rings goes on ringing, for the party that stays (`transfers.md` A5.4).
    private Answer begin(Transfers desk, Order order, Adoption ringing) {
        Optional<TransferFact.OtherCall> named =
                ringing.rung().map(leg -> Transfers.other(ringing, leg));
        return blocked(desk, order, ringing.caller(), named)
                .orElseGet(
                        () ->
                                new Answer.Started(
                                        desk.run(order, ringing, Asker.Watching.INSTANCE).view()));
    }

    private Optional<Answer> blocked(
            Transfers desk, Order order, Leg leaving, Optional<TransferFact.OtherCall> joined) {
        Optional<Refusal> refusal = desk.replacing().refusal(order, other, leaving);
        refusal.ifPresent(
                no -> {
                    Transfers.requested(order, kind, joined);
                    call.publish(
                            new TransferFact.Blocked(
                                    order.id(), no.status(), no.reason(), no.setting()));
                });
        return refusal.map(Answer.Refused::new);
    }

    /// Who is rung in the other call; whom it is for while nobody is.
    private Uri rung() {
        return other.legsNow().stream()
                .filter(leg -> !leg.id().equals(otherLeg))
                .findFirst()
                .map(leg -> leg.partyAddress().uri())
                .or(() -> Uri.parse(other.to()))
                .orElseGet(() -> SipUri.of("unknown", "anonymous.invalid", -1));
    }

    private Order order(
            Transfers desk, String id, Side here, Uri target, TransferSettings settings) {
        return new Order(
                id,
                door,
                call,
                here.leaving(),
                here.staying(),
                target,
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

package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends a party of a call elsewhere by a REFER of ours, for every door that asks (`transfers.md`
/// A3). *Engine thread only.*
final class ReferSender {
    private final Transfers desk;
    private final TransferSettings settings;
    private final SentRefers sent;
    private final ReferredCalls referred;

    ReferSender(
            Transfers desk, TransferSettings settings, SentRefers sent, ReferredCalls referred) {
        this.desk = desk;
        this.settings = settings;
        this.sent = sent;
        this.referred = referred;
    }

    /// Asks for it. What the mode of the leg's account allows its phone does not matter: the owner
    /// wants it.
    ///
    /// A caller that still waits takes no REFER; it is answered 302 (`transfers.md` A3.9).
    Answer send(Call call, WantedRefer wanted) {
        Optional<Leg> waits = Redirects.waiting(call).filter(leg -> leg.id().equals(wanted.leg()));
        if (waits.isPresent()) {
            return desk.redirects().turnAway(call, waits.get(), wanted);
        }
        return switch (admit(call, wanted)) {
            case Asked.No(Answer why) -> why;
            case Asked.Yes yes -> start(begun(yes));
        };
    }

    /// Asks both parties of a call, or neither when one of them may not be asked.
    ///
    /// @return one answer for each, or the one why not
    List<Answer> send(Call call, WantedRefer first, WantedRefer second) {
        List<Begun> begun = new ArrayList<>(2);
        List<Asked.Yes> asked = new ArrayList<>(2);
        for (WantedRefer wanted : List.of(first, second)) {
            switch (admit(call, wanted)) {
                case Asked.No(Answer why) -> {
                    return List.of(why);
                }
                case Asked.Yes yes -> asked.add(yes);
            }
        }
        BothSent both = new BothSent(call);
        for (Asked.Yes one : asked) {
            Begun next = begun(one);
            next.refer().together(both);
            begun.add(next);
        }
        call.guard(both);
        return begun.stream().map(ReferSender::start).toList();
    }

    /// Whether a party may be asked.
    private sealed interface Asked {
        record Yes(Order order, WantedRefer wanted) implements Asked {}

        record No(Answer why) implements Asked {}
    }

    private Asked admit(Call call, WantedRefer wanted) {
        Optional<Leg> asked =
                call.parties().stream().filter(leg -> leg.id().equals(wanted.leg())).findFirst();
        if (asked.isEmpty()) {
            return new Asked.No(new Answer.NotFound("leg " + wanted.leg()));
        }
        Leg leg = asked.get();
        Optional<Bridge> bridge = call.bridge().filter(b -> b.has(leg));
        if (bridge.isEmpty() || !leg.confirmed()) {
            return refused(480, "The call is not answered");
        }
        Optional<Uri> target = desk.target(wanted.to());
        if (target.isEmpty()) {
            return refused(400, "The target cannot be read: " + wanted.to());
        }
        Optional<Refusal> never = NoRefer.never(leg, call.legs(), 405);
        if (never.isPresent()) {
            return new Asked.No(new Answer.Refused(never.get()));
        }
        if (!wanted.force() && (leg.session().peer().refusesRefer() || sent.muted(leg))) {
            return new Asked.No(
                    new Answer.Refused(
                            new Refusal(
                                    405,
                                    "The phone of leg " + leg.id() + " does not take REFER",
                                    "`force: true` in the request")));
        }
        Order order = order(call, leg, bridge.get().other(leg), target.get(), wanted);
        return forbidden(order).orElseGet(() -> new Asked.Yes(order, wanted));
    }

    private Optional<Asked> forbidden(Order order) {
        Optional<Refusal> no = desk.forbidsSending(order);
        if (no.isEmpty()) {
            return Optional.empty();
        }
        Refusal why = no.get();
        Transfers.requested(order, "refer");
        order.call()
                .publish(
                        new TransferFact.Blocked(
                                order.id(), why.status(), why.reason(), why.setting()));
        return Optional.of(new Asked.No(new Answer.Refused(why)));
    }

    private static Asked refused(int status, String reason) {
        return new Asked.No(new Answer.Refused(new Refusal(status, reason, "")));
    }

    /// Who stays behind is who refers; the account that pays is not asked for anything, because the
    /// phone calls by itself.
    private Order order(Call call, Leg leg, Leg other, Uri target, WantedRefer wanted) {
        Charge charge = desk.charge(other, call);
        return new Order(
                call.legs().freshId('t'),
                wanted.door(),
                call,
                other,
                leg,
                target,
                charge.payer(),
                charge.referredBy(),
                wanted.headers(),
                settings.times().supervision(),
                OnFail.RESTORE);
    }

    /// A REFER that is ready to go.
    private record Begun(SentRefer refer, List<Header> headers) {}

    private Begun begun(Asked.Yes asked) {
        Order order = asked.order();
        WantedRefer wanted = asked.wanted();
        Transfers.requested(order, "refer");
        Runnable released = desk.begun(order);
        SentRefer refer = new SentRefer(order, sent, referred, settings, released);
        refer.notifying(wanted.notifying());
        desk.remember(order.id(), refer);
        WantedRefer.Mark mark = fresh(wanted.mark(), order.call());
        referred.expect(order, mark, settings.times().supervision(), refer::linked);
        ReferTo to =
                new ReferTo(
                                NumberForm.of(settings.refer().toForm(), order.transferee())
                                        .of(order.target(), order.transferee()))
                        .marked(mark);
        return new Begun(refer, headers(wanted.replaces().map(to::replacing).orElse(to), asked));
    }

    private static Answer start(Begun begun) {
        begun.refer().start(begun.headers());
        return new Answer.Started(begun.refer().view());
    }

    static WantedRefer.Mark fresh(WantedRefer.Mark mark, Call call) {
        return mark.parameter().isEmpty() || !mark.value().isEmpty()
                ? mark
                : new WantedRefer.Mark(mark.parameter(), call.legs().outside().token());
    }

    private static List<Header> headers(ReferTo to, Asked.Yes asked) {
        Order order = asked.order();
        List<Header> headers = new ArrayList<>();
        headers.add(to.header());
        headers.add(Header.of(HeaderName.REFERRED_BY, order.referredBy()));
        headers.addAll(asked.wanted().notifying().request());
        headers.addAll(order.headers());
        return headers;
    }
}

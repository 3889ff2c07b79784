package io.referee.server.call;

import io.referee.server.event.CallFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.Request;
import io.referee.sip.session.SessionListener.Ending;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How a leg comes from one call into another, when a transfer joins the two: the leg, its dialog
/// and its ledger stay as they are, only the call is another one. *Engine thread only.*
public final class Adoption {
    private final Call from;
    private final Leg caller;
    private Runnable returning = () -> {};

    private Adoption(Call from, Leg caller) {
        this.from = from;
        this.caller = caller;
    }

    /// Moves a leg.
    ///
    /// @param because a transfer id
    public static void move(Leg leg, Call from, Call to, String because) {
        from.left(leg);
        leg.movesTo(to.ids());
        to.joinedBy(leg);
        to.publish(new CallFact.Merged(from.id(), from.ids().chain(), leg.id(), because));
    }

    /// A call in which somebody is rung for this caller with an offer of the caller's; empty when
    /// nobody is, or when the phones were asked for an offer: nobody else could answer that.
    public static Optional<Adoption> of(Call call, Leg caller) {
        boolean rings =
                call.dialling()
                        && call.parties().contains(caller)
                        && call.legsNow().stream()
                                .filter(leg -> leg != caller)
                                .allMatch(leg -> leg.ledger().offers());
        return rings ? Optional.of(new Adoption(call, caller)) : Optional.empty();
    }

    /// The leg whose call is taken over.
    public Leg caller() {
        return caller;
    }

    public Call call() {
        return from;
    }

    /// One of those that are rung.
    public Optional<Leg> rung() {
        return from.legsNow().stream().filter(leg -> leg != caller).findFirst();
    }

    /// Whether anybody has said yet that it rings.
    public boolean rings() {
        return from.announced();
    }

    /// Who takes over what rings.
    ///
    /// @param because a transfer id
    /// @param placings how whoever is still to be rung is called
    /// @param limit how long it may ring from now on
    public record Heir(
            Call call,
            String because,
            Dial.Outcome outcome,
            Function<Target, Legs.Placing> placings,
            Duration limit) {}

    /// Takes what rings over into another call: it goes on ringing whatever the caller does. Empty
    /// when nothing rings any more.
    public Optional<Dial> takeOver(Heir heir) {
        Optional<Dial> ringing = from.releaseDial();
        ringing.ifPresent(dial -> hand(dial, heir));
        return ringing;
    }

    private void hand(Dial dial, Heir heir) {
        dial.handTo(heir.outcome(), heir.placings(), heir.limit());
        caller.user(new Bereft());
        for (Leg leg : dial.ringing()) {
            leg.movesTo(heir.call().ids());
            String chain = from.ids().chain();
            heir.call().publish(new CallFact.Merged(from.id(), chain, leg.id(), heir.because()));
        }
    }

    /// Lets somebody else have the answer that the caller waits for; what rings stays in its call.
    public void lend(Dial.Outcome outcome) {
        from.releaseDial()
                .ifPresent(
                        dial -> {
                            from.lends(dial);
                            Dial.Outcome former = dial.handTo(outcome);
                            LegUser user = caller.user();
                            caller.user(new Bereft());
                            returning = () -> giveBack(dial, former, user);
                        });
    }

    /// The caller waits for the answer again; when it has given up meanwhile, nobody rings any
    /// more.
    public void takeBack() {
        returning.run();
        from.finishIfEmpty();
    }

    private void giveBack(Dial dial, Dial.Outcome former, LegUser user) {
        if (caller.over()) {
            dial.cancel("Caller gave up", Leg.reasonValue(487, "Request Terminated"));
        } else {
            dial.handTo(former);
            caller.user(user);
            from.rings(dial);
        }
    }

    /// The caller's own INVITE comes to its end, if the caller has not given it up itself.
    ///
    /// @param farewell for the BYE to a caller whom we called, as in a placed call
    public void release(int status, String reason, List<Header> farewell) {
        from.ends(status, reason);
        if (caller.confirmed()) {
            caller.hangUp(reason, farewell);
        } else if (!caller.over()) {
            from.left(caller);
            caller.reject(status, reason, List.of());
        }
        from.finishIfEmpty();
    }

    /// A caller for whom nobody rings any more; it may give up, or wait for its end.
    private final class Bereft implements LegUser {
        @Override
        public void cancelled(Leg leg, Request cancel) {
            gone(leg);
        }

        @Override
        public void abandoned(Leg leg) {
            gone(leg);
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            gone(leg);
        }

        private void gone(Leg leg) {
            from.left(leg);
            from.finishIfEmpty();
        }
    }
}

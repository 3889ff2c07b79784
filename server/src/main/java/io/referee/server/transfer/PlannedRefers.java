package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.TransferQuery;
import io.referee.server.transfer.ReferPlans.Word;
import io.referee.sip.header.Replaces;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts REFERs to the dial plans of owners. A REFER is not answered before its plan has decided, so
/// that a refusal is the answer and a REFER that is passed on gets the other party's; meanwhile no
/// other transfer begins on the call. *Engine thread only.*
///
/// @param limit how long a plan may take
record PlannedRefers(ReferPlans plans, Duration limit) {
    /// Whoever sent a REFER gives it up after 32 s (RFC 3261 §17.1.2.2, Timer F).
    private static final Duration LONGEST = Duration.ofSeconds(25);

    /// @param asking how long an owner may take
    static PlannedRefers of(ReferPlans plans, Duration asking) {
        return new PlannedRefers(plans, asking.compareTo(LONGEST) < 0 ? asking : LONGEST);
    }

    /// A REFER that could begin now, and how it is answered when nobody is left to decide about.
    record Held(Call call, Leg leg, ServerTransaction transaction, ReferRequest.Readable refer) {
        private ReferPlans.Asked asked(String owner) {
            RouteQuery query =
                    RouteQuery.made(refer.target(), leg.partyAddress(), call.reports().to(owner))
                            .transferring(Optional.of(transfer()))
                            .at(call.depth());
            return new ReferPlans.Asked(owner, query);
        }

        /// The transferee.
        private Optional<Leg> other() {
            return call.bridge().filter(b -> b.has(leg)).map(b -> b.other(leg));
        }

        private TransferQuery transfer() {
            return new TransferQuery(
                    "",
                    refer.replaces().isPresent() ? "attended" : "blind",
                    refer.target(),
                    refer.referredBy(),
                    TransferQuery.transferor(leg),
                    other().map(stays -> stays.partyAddress().uri().text()).orElse(""),
                    leg.session().callId(),
                    call.depth(),
                    refer.replaces().map(Replaces::callId).orElse(""),
                    refer.headers(),
                    "",
                    "");
        }
    }

    /// Asks the plan of an owner.
    ///
    /// @param then told when it has decided, and the transferor still waits for that
    /// @return false when the owner has no such plan
    boolean ask(Held held, String owner, Consumer<Word> then) {
        Thinking thinking = new Thinking(held, then);
        held.call().guard(thinking);
        Optional<Runnable> stop = plans.ask(held.asked(owner), thinking::decided);
        if (stop.isEmpty()) {
            held.call().unguard();
            return false;
        }
        thinking.wait(stop.get(), limit);
        return true;
    }

    /// A plan on its way.
    private static final class Thinking implements CallGuard {
        private final Held held;
        private final Consumer<Word> then;
        private Outside.@Nullable Alarm patience;
        private Runnable stop = () -> {};
        private boolean over;

        Thinking(Held held, Consumer<Word> then) {
            this.held = held;
            this.then = then;
        }

        void wait(Runnable stops, Duration limit) {
            if (!over) {
                stop = stops;
                patience = held.call().legs().outside().schedule(limit, this::tooLong);
            }
        }

        void decided(Word word) {
            if (!over) {
                close();
                then.accept(word);
            }
        }

        private void tooLong() {
            stop.run();
            decided(new Word.Refuse(603, "The dial plan took too long"));
        }

        private void close() {
            over = true;
            if (patience != null) {
                patience.cancel();
            }
            held.call().unguard();
        }

        /// A transferor that hangs up as soon as it has asked wants the transfer still (F5): the
        /// transferee waits for what the plan says.
        @Override
        public Taken ended(Leg leg, Ending ending) {
            if (!over && leg == held.leg()) {
                held.other().ifPresent(stays -> stays.user(new Waiting()));
                return Taken.YES;
            }
            transfereeGone();
            return Taken.NO;
        }

        /// Who has hung up is still told what became of its REFER (RFC 3261 §15.1.2).
        private void transfereeGone() {
            if (!over) {
                close();
                stop.run();
                ReferDoor.respond(held.leg(), held.transaction(), 603);
            }
        }

        /// The transferee, when the transferor has hung up.
        private final class Waiting implements LegUser {
            @Override
            public void ended(Leg leg, Ending ending) {
                held.call().left(leg);
                transfereeGone();
                held.call().finishIfEmpty();
            }

            @Override
            public void reinvited(Leg leg, ServerTransaction transaction) {
                Alone.waiting(held.call(), leg, transaction);
            }

            @Override
            public void requested(Leg leg, ServerTransaction transaction) {
                Alone.requested(held.call(), leg, transaction);
            }
        }

        @Override
        public Taken reinvited(Leg leg, ServerTransaction transaction) {
            return Taken.NO;
        }

        @Override
        public Taken requested(Leg leg, ServerTransaction transaction) {
            return Taken.NO;
        }

        @Override
        public boolean movesMedia() {
            return false;
        }
    }
}

package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Dial;
import io.referee.server.call.EarlyAnswers;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.call.Legs;
import io.referee.server.call.Route;
import io.referee.server.call.SdpLedger;
import io.referee.server.call.Target;
import io.referee.server.event.CallFact;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A call that we place: the first one is asked for an offer and, when answered, waits in silence;
/// the other one is called with its media; then the two are joined by re-INVITE (RFC 3725 §4.4).
/// When the other one cannot be had, the first is hung up with the reason (§6). *Engine thread
/// only.*
final class PlacedCall {
    private static final byte[] NOTHING = new byte[0];

    private final Call call;
    private final Ends ends;
    private final TransferSettings settings;
    private final CallPlacer.Hearer hearer;
    private int status = 487;
    private int ringing;
    private @Nullable Leg first;
    private @Nullable Join join;

    PlacedCall(Call call, Ends ends, TransferSettings settings, CallPlacer.Hearer hearer) {
        this.call = call;
        this.ends = ends;
        this.settings = settings;
        this.hearer = hearer;
    }

    void start() {
        call.whenSettled(() -> hearer.finished(call.answered() ? 200 : status));
        dial(
                ends.first(call.reports()),
                target -> placing(target, ends.seenByFirst(), Optional.empty(), null),
                new FirstOutcome(),
                ends.ringFirst());
    }

    private void dial(
            Route route,
            Function<Target, Legs.Placing> placing,
            OneOutcome outcome,
            Optional<Duration> ring) {
        Dial dial = new Dial(call.legs(), outcome);
        call.rings(dial);
        dial.start(route, placing, ring.orElse(settings.times().ring()));
    }

    private void fail(int code, String reason) {
        status = code;
        call.hangUp(code, reason);
    }

    private Legs.Placing placing(
            Target target,
            NameAddr from,
            Optional<SessionDescription> body,
            @Nullable Leg waiting) {
        return new Legs.Placing(
                target,
                call.ids(),
                from,
                body,
                Optional.ofNullable(waiting).map(leg -> leg.ledger().wantDirection()),
                List.of(),
                ends.payer(),
                ends.createdBy());
    }

    /// One of the two is being rung.
    private abstract class OneOutcome implements Dial.Outcome {
        @Override
        public void failed(int code, String reason) {
            call.rings(null);
            fail(code == 401 || code == 407 ? 403 : code, reason);
        }
    }

    // ---- the first

    private final class FirstOutcome extends OneOutcome {
        private final EarlyAnswers early = new EarlyAnswers();

        /// An offer that it makes reliably waits for a PRACK with the answer (RFC 3262 §5).
        @Override
        public void ringing(Leg leg, Response response) {
            early.ringing(response);
            if (leg.session().provisionals().offers(response)) {
                byte[] answer =
                        SdpLedger.read(response).map(leg.ledger()::answeringNobody).orElse(NOTHING);
                leg.session().provisionals().acknowledge(response, answer);
            }
        }

        @Override
        public void answered(Leg leg, Response response) {
            call.rings(null);
            call.joinedBy(leg);
            leg.user(new Waiting());
            first = leg;
            boolean agreed = leg.session().provisionals().agreed();
            Optional<SessionDescription> offer =
                    agreed ? early.said(response) : SdpLedger.read(response);
            if (offer.isEmpty()) {
                leg.session().acknowledge(NOTHING);
                fail(488, "Answered without SDP");
                return;
            }
            byte[] answer = leg.ledger().answeringNobody(offer.get());
            leg.session().acknowledge(agreed ? NOTHING : answer);
            dial(
                    ends.second(leg, call.reports()),
                    target -> placing(target, ends.seenBySecond(), leg.ledger().remote(), leg),
                    new SecondOutcome(leg),
                    ends.ringSecond());
        }
    }

    /// The first has nobody to talk to yet.
    private final class Waiting implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            if (join != null) {
                join.stop();
            }
            call.left(leg);
            if (ending instanceof Ending.WeHungUp) {
                call.finishIfEmpty();
            } else {
                fail(487, "Caller hung up");
            }
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            if (join == null) {
                Alone.waiting(call, leg, transaction);
            } else {
                merge(leg, transaction);
            }
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Alone.requested(call, leg, transaction);
        }
    }

    private void merge(Leg leg, ServerTransaction transaction) {
        if (join == null || !join.merge(leg, transaction)) {
            leg.session().refuse(transaction, 491);
        }
    }

    // ---- the second

    private final class SecondOutcome extends OneOutcome {
        private final Leg waiting;
        private final EarlyAnswers early = new EarlyAnswers();

        SecondOutcome(Leg waiting) {
            this.waiting = waiting;
        }

        @Override
        public void ringing(Leg leg, Response response) {
            early.ringing(response);
            if (response.status() != ringing) {
                if (ringing == 0) {
                    call.publish(new CallFact.Ringing(response.status()));
                }
                ringing = response.status();
                hearer.progress(ringing);
            }
        }

        @Override
        public void answered(Leg leg, Response response) {
            call.rings(null);
            call.joinedBy(leg);
            leg.user(new Arriving());
            early.said(response).ifPresent(leg.ledger()::answered);
            leg.session().acknowledge(NOTHING);
            if (leg.confirmed() && waiting.confirmed()) {
                join =
                        new Join(
                                call.legs().outside(),
                                settings.times(),
                                waiting,
                                leg,
                                new Joining(waiting, leg));
                join.start();
            }
        }
    }

    private final class Joining implements Join.Outcome {
        private final Leg waiting;
        private final Leg arrived;

        Joining(Leg waiting, Leg arrived) {
            this.waiting = waiting;
            this.arrived = arrived;
        }

        @Override
        public void joined() {
            call.meet(waiting, arrived);
        }

        @Override
        public void refused() {
            fail(488, Phrases.of(488));
        }
    }

    /// The second between its answer and the join.
    private final class Arriving implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (join != null) {
                join.stop();
            }
            if (ending instanceof Ending.WeHungUp) {
                call.finishIfEmpty();
            } else {
                fail(480, "Target hung up");
            }
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            merge(leg, transaction);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            if (transaction.request().is(Method.UPDATE) && transaction.request().hasBody()) {
                leg.session().refuse(transaction, 491);
            } else {
                Alone.requested(call, leg, transaction);
            }
        }
    }
}

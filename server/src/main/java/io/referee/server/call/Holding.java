package io.referee.server.call;

import io.referee.server.event.CallFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The server holds or releases the parties of a bridge (`transfers.md` A8.1, C.4): one re-INVITE
/// per leg, the caller's first. A held party may hear and is not listened to (`sendonly` towards
/// it), the other is heard no more and hears nothing (`recvonly`); both together are `inactive`.
/// Where there is hold music the other is `inactive` at once: a phone that goes on sending would be
/// heard together with the music. When the second leg refuses, the first goes back to what it was.
/// *Engine thread only.*
public final class Holding {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_GLARE_RETRIES = 3;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Bridge bridge;
    private final Call call;
    private final Outside outside;
    private final Order order;
    private final Runnable over;

    /// How long one re-INVITE may take, and how long an offer of somebody else is waited for.
    private final Duration patience;

    private final List<Step> done = new ArrayList<>(2);
    private final List<Step> todo = new ArrayList<>(2);
    private @Nullable Step begun;
    private boolean back;
    private boolean stopped;
    private int glares;
    private int looks;
    private Outside.@Nullable Alarm alarm;

    /// Which parties; [Bridge#caller] is the caller.
    public enum Side {
        CALLER,
        CALLEE,
        BOTH;

        private boolean names(boolean caller) {
            return this == BOTH || this == (caller ? CALLER : CALLEE);
        }
    }

    /// What shall become of them.
    public enum Action {
        HOLD,
        UNHOLD
    }

    /// What is asked for.
    ///
    /// @param forCaller more headers for the re-INVITE to the caller
    /// @param forCallee the same for the callee
    /// @param music URI of what those hear who are held; empty for the usual music
    public record Order(
            Action action,
            Side side,
            List<Header> forCaller,
            List<Header> forCallee,
            Optional<String> music) {
        public Order(Action action, Side side, List<Header> forCaller, List<Header> forCallee) {
            this(action, side, forCaller, forCallee, Optional.empty());
        }

        public Order(Action action, Side side) {
            this(action, side, List.of(), List.of());
        }

        /// What a party shall hear that is held from now on, if that is not the usual music.
        Optional<String> musicFor(boolean caller) {
            return side.names(caller) ? music : Optional.empty();
        }
    }

    /// Whether it begins. What comes of it is told by [CallFact.HoldStep].
    public enum Outcome {
        STARTED,
        ALREADY_HELD,
        NOT_HELD,
        /// The two are not talking yet, or no longer.
        NOT_READY,
        /// The media are being moved: by a transfer, back after one that failed, or by an earlier
        /// order of this kind.
        BUSY
    }

    /// One leg, and what it is allowed before and afterwards.
    private record Step(Leg leg, Restraint before, Restraint after) {}

    private Holding(Bridge bridge, Call call, Order order, Runnable over) {
        this.bridge = bridge;
        this.call = call;
        this.outside = call.legs().outside();
        this.patience = call.legs().patience();
        this.order = order;
        this.over = over;
    }

    /// What the order is refused with; empty when it can be carried out.
    static Optional<Outcome> refusal(Bridge bridge, Order order) {
        if (!bridge.caller().confirmed() || !bridge.callee().confirmed()) {
            return Optional.of(Outcome.NOT_READY);
        }
        boolean hold = order.action() == Action.HOLD;
        boolean changes =
                order.side().names(true) && bridge.caller().ledger().heldByUs() != hold
                        || order.side().names(false) && bridge.callee().ledger().heldByUs() != hold;
        if (changes) {
            return Optional.empty();
        }
        return Optional.of(hold ? Outcome.ALREADY_HELD : Outcome.NOT_HELD);
    }

    /// Begins an order that was not refused.
    ///
    /// @param over runs once, when nothing more comes of it
    static Holding begin(Bridge bridge, Call call, Order order, Runnable over) {
        Holding holding = new Holding(bridge, call, order, over);
        holding.plan();
        return holding;
    }

    /// The first re-INVITE. It may be over when this returns.
    void start() {
        bridge.caller().steeredBy(this::end);
        bridge.callee().steeredBy(this::end);
        next();
    }

    private void plan() {
        boolean hold = order.action() == Action.HOLD;
        boolean first = order.side().names(true) ? hold : bridge.caller().ledger().heldByUs();
        boolean second = order.side().names(false) ? hold : bridge.callee().ledger().heldByUs();
        plan(bridge.caller(), restraint(first, second));
        plan(bridge.callee(), restraint(second, first));
    }

    private void plan(Leg leg, Restraint after) {
        Restraint before = leg.ledger().restraint();
        boolean music = musicGoesOn(leg, after);
        if (music ? before.held() != after.held() : !before.equals(after)) {
            todo.add(new Step(leg, before, music ? withMusic(after) : after));
        }
    }

    /// Who hears music goes on hearing it while it is held, be it by its partner's phone.
    private boolean musicGoesOn(Leg leg, Restraint after) {
        return call.music().listens(leg) && (after.held() || bridge.other(leg).ledger().selfHeld());
    }

    /// The same, unless somebody else's offer to it is under way, which takes the music away.
    private boolean musicStays(Leg leg, Restraint after) {
        boolean leaves = call.music().hears(leg) && leg.session().offerPending();
        return !leaves && musicGoesOn(leg, after);
    }

    private static Restraint withMusic(Restraint after) {
        return after.held() ? Restraint.MUSIC : Restraint.NONE;
    }

    /// Modes accumulate: `held` takes our listening away, `otherHeld` our sending.
    private Restraint restraint(boolean held, boolean otherHeld) {
        Direction mine = held ? Direction.SENDONLY : Direction.SENDRECV;
        boolean music = call.music().available(order.music());
        Direction other = music ? Direction.INACTIVE : Direction.RECVONLY;
        return new Restraint(otherHeld ? mine.intersect(other) : mine, held);
    }

    private void next() {
        if (stopped) {
            return;
        }
        if (todo.isEmpty()) {
            stop();
            if (!back) {
                bridge.heldByServer(order);
            }
        } else {
            take(todo.getFirst());
        }
    }

    private void take(Step step) {
        Leg leg = step.leg();
        if (step != begun && !back) {
            begun = step;
            report(step, "start");
        }
        if (!leg.confirmed()) {
            end();
        } else if (musicStays(leg, step.after()) || step.before().most() == step.after().most()) {
            leg.ledger().restrain(step.after());
            concluded(step);
            next();
        } else if (leg.session().offerPending()) {
            looks++;
            if (LOOK_AGAIN.multipliedBy(looks).compareTo(patience) > 0) {
                failed(step);
            } else {
                alarm = outside.schedule(LOOK_AGAIN, this::next);
            }
        } else {
            ask(step);
        }
    }

    private void ask(Step step) {
        Leg leg = step.leg();
        Optional<SessionDescription> media = bridge.other(leg).ledger().remote();
        if (media.isEmpty()) {
            failed(step);
            return;
        }
        leg.ledger().restrain(step.after());
        byte[] offer =
                leg.ledger().offering(media.get(), bridge.other(leg).ledger().wantDirection());
        alarm = outside.schedule(patience, leg.session()::cancelReinvite);
        leg.session().reinvite(offer, headers(leg), new Outcomes(step));
    }

    private List<Header> headers(Leg leg) {
        return leg == bridge.caller() ? order.forCaller() : order.forCallee();
    }

    private final class Outcomes implements ReinviteListener {
        private final Step step;

        Outcomes(Step step) {
            this.step = step;
        }

        @Override
        public void accepted(Response response) {
            quiet();
            Leg leg = step.leg();
            leg.session().acknowledge(NOTHING);
            Optional<SessionDescription> before = leg.ledger().remote();
            SdpLedger.read(response).ifPresentOrElse(leg.ledger()::answered, leg.ledger()::refused);
            if (stopped) {
                bridge.checkDirections(Duration.ZERO); // it may be told of a hold that was given up
            } else {
                taken(step, before);
            }
        }

        @Override
        public void refused(Response response) {
            quiet();
            step.leg().ledger().refused();
            if (!stopped) {
                Holding.this.refused(step, response.status());
            }
        }
    }

    private void taken(Step step, Optional<SessionDescription> before) {
        concluded(step);
        Optional<SessionDescription> now = step.leg().ledger().remote();
        boolean last = todo.isEmpty();
        next();
        if (last && moved(before, now)) {
            bridge.moved(step.leg());
        }
    }

    private void concluded(Step step) {
        glares = 0;
        todo.remove(step);
        if (!back) {
            done.add(step);
            report(step, "ok");
        }
    }

    /// Whether the party takes its media elsewhere than before, or with other keys, so that the
    /// other, who was asked first, has to be told.
    private static boolean moved(
            Optional<SessionDescription> before, Optional<SessionDescription> now) {
        return before.isPresent() && now.isPresent() && !MediaPlace.same(before.get(), now.get());
    }

    private void refused(Step step, int status) {
        if (status == 491 && glares < MAX_GLARE_RETRIES) {
            glares++;
            alarm = outside.schedule(step.leg().session().glare(), this::next);
        } else {
            failed(step);
        }
    }

    /// This leg stays as it was, and those before it go back.
    private void failed(Step step) {
        step.leg().ledger().restrain(step.before());
        if (back) {
            todo.remove(step);
            next();
            return;
        }
        report(step, "fail");
        todo.clear();
        back = true;
        glares = 0;
        for (Step earlier : done) {
            report(earlier, "fail");
            todo.add(new Step(earlier.leg(), earlier.after(), earlier.before()));
        }
        next();
    }

    /// A party is gone, or somebody else moves the media from now on. Nothing more is begun, and an
    /// order that was carried out on one leg alone holds nobody; what is under way on the wire is
    /// still brought to its end.
    void end() {
        if (!stopped) {
            if (back) {
                todo.forEach(step -> step.leg().ledger().restrain(step.after()));
            } else {
                done.forEach(this::giveUp);
                if (begun != null && todo.contains(begun)) {
                    giveUp(begun);
                }
            }
            stop();
            bridge.checkDirections(Duration.ZERO);
        }
    }

    private void giveUp(Step step) {
        step.leg().ledger().restrain(step.before());
        report(step, "fail");
    }

    private void stop() {
        if (!stopped) {
            stopped = true;
            quiet();
            over.run();
        }
    }

    private void quiet() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void report(Step step, String state) {
        Leg leg = step.leg();
        leg.publish(
                new CallFact.HoldStep(
                        leg.session().callId(),
                        leg == bridge.caller() ? "caller" : "callee",
                        order.action().name().toLowerCase(Locale.ROOT),
                        state));
    }
}

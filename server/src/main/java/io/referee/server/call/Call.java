package io.referee.server.call;

import io.referee.server.event.CallFact;
import io.referee.server.event.Fact;
import io.referee.sip.message.Header;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.Provisionals;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A call: the caller's leg, whoever is rung for it, and the bridge between the two that talk. A
/// transfer changes who they are; the call and its id stay. *Engine thread only.*
public final class Call {
    private static final byte[] NOTHING = new byte[0];

    private final Ids ids;
    private final Legs legs;
    private final CallDesk desk;
    private final String from;
    private final String to;
    private final List<Leg> parties = new ArrayList<>(3);
    private final MusicOnHold music = new MusicOnHold(this);
    private @Nullable Dial dial;
    private @Nullable Dial lent;
    private @Nullable Bridge bridge;
    private @Nullable CallGuard guard;
    private final java.time.Instant since;
    private int depth;
    private int hops = 70;
    private Runnable settled = () -> {};
    private boolean ringing;
    private boolean answered;
    private boolean over;
    private int endStatus = 200;
    private String endReason = "BYE";
    private List<Header> farewell = List.of();

    Call(Ids ids, Legs legs, CallDesk desk, String from, String to) {
        this.ids = ids;
        this.legs = legs;
        this.desk = desk;
        this.from = from;
        this.to = to;
        this.since = legs.outside().now();
        publish(new CallFact.Created(from, to));
    }

    /// As it was before a restart; nobody is told.
    Call(KeptCall kept, Legs legs, CallDesk desk) {
        this.ids = kept.ids();
        this.legs = legs;
        this.desk = desk;
        this.from = kept.from();
        this.to = kept.to();
        this.since = kept.since();
        this.depth = kept.depth();
        this.answered = true;
    }

    /// These two talked before the restart.
    void resume(Bridge talk) {
        bridge = talk;
    }

    public Ids ids() {
        return ids;
    }

    public String id() {
        return ids.call();
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }

    public java.time.Instant since() {
        return since;
    }

    public Legs legs() {
        return legs;
    }

    /// The legs that are alive, in the order in which they came.
    public List<Leg> parties() {
        return List.copyOf(parties);
    }

    /// All legs: the parties and those that ring.
    public List<Leg> legsNow() {
        List<Leg> now = new ArrayList<>(parties);
        Optional.ofNullable(dial).ifPresent(ringing -> now.addAll(ringing.ringing()));
        return now;
    }

    public Optional<Bridge> bridge() {
        return Optional.ofNullable(bridge);
    }

    /// Who of it hears hold music.
    public MusicOnHold music() {
        return music;
    }

    public boolean over() {
        return over;
    }

    public boolean answered() {
        return answered;
    }

    /// Publishes a fact about the call.
    public void publish(Fact fact) {
        legs.events().publish(legs.outside().now(), ids.owner(), ids.call(), ids.chain(), "", fact);
    }

    /// Where dial plans say what they do for the call.
    public PlanReports reports() {
        return PlanReports.of(legs.outside(), legs.events(), ids);
    }

    // ---- ringing

    /// Brings the caller to where the route says.
    void start(Leg caller, Request invite, Route route, Duration ringLimit) {
        parties.add(caller);
        hops = invite.maxForwards() - 1;
        if (route instanceof Route.Refused refused) {
            refuse(caller, refused);
            return;
        }
        Optional<SessionDescription> offer = SdpLedger.read(invite);
        offer.ifPresent(caller.ledger()::offered);
        EarlyDialogs early = new EarlyDialogs(legs.outside(), caller, offer);
        caller.user(new CallerWaits(early));
        Ringing what = new Ringing(this, caller, invite, offer, early);
        Dial next = new Dial(legs, new DialOutcome(what));
        dial = next;
        next.start(route, what::placing, ringLimit);
    }

    private void refuse(Leg caller, Route.Refused no) {
        ends(no.status(), no.reason());
        parties.remove(caller);
        caller.reject(no.status(), no.reason(), no.headers());
        finishIfEmpty();
    }

    private void stopRinging(String cause, String reasonHeader) {
        releaseDial().ifPresent(ringing -> ringing.cancel(cause, reasonHeader));
        if (lent != null) {
            lent.cancel(cause, reasonHeader);
        }
    }

    private final class CallerWaits implements LegUser {
        private final EarlyDialogs early;

        CallerWaits(EarlyDialogs early) {
            this.early = early;
        }

        @Override
        public void cancelled(Leg leg, Request cancel) {
            legs.givenUp().by(leg, to);
            gone(leg, 487, "CANCEL", HeaderRule.reasonText(cancel));
        }

        @Override
        public void abandoned(Leg leg) {
            gone(leg, 504, "No PRACK", Leg.reasonValue(504, "Caller does not acknowledge"));
        }

        private void gone(Leg leg, int status, String cause, String reasonHeader) {
            ends(status, cause);
            stopRinging("Caller gave up", reasonHeader);
            left(leg);
            finishIfEmpty();
        }

        @Override
        public void provisionalAcknowledged(Leg leg, Request prack) {
            Dial rings = dial;
            Optional<Leg> owed = early.acknowledged(prack);
            if (rings != null) {
                owed.ifPresent(callee -> rings.giveUp(callee, 488, "No SDP in the PRACK"));
            }
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            left(leg);
            finishIfEmpty();
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            early.requested(Call.this, transaction);
        }
    }

    private final class DialOutcome implements Dial.Outcome {
        private final Ringing what;
        private final Leg caller;
        private final boolean offered;

        DialOutcome(Ringing what) {
            this.what = what;
            this.caller = what.caller();
            this.offered = what.offer().isPresent();
        }

        @Override
        public Optional<Route.Refused> objection(Route.Ring ring) {
            return what.objection(ring);
        }

        @Override
        public void announced(int status, String reason, List<Header> headers) {
            announce(status);
            Provisionals early = caller.session().provisionals();
            early.send(caller.session().firstTag(), status, reason, NOTHING, headers);
        }

        @Override
        public void ringing(Leg leg, Response response) {
            announce(response.status());
            what.early().ring(leg, response);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            what.early().offeredByCallee(leg, transaction);
        }

        @Override
        public void answered(Leg leg, Response response) {
            Optional<SessionDescription> body =
                    leg.session().provisionals().agreed()
                            ? leg.ledger().remote()
                            : SdpLedger.read(response);
            dial = null;
            if (body.isEmpty()) {
                leg.session().acknowledge(NOTHING);
                leg.hangUp("Answered without SDP", Leg.reason(488, "No SDP in the answer"));
                refuse(caller, new Route.Refused(488, "Not Acceptable Here"));
                return;
            }
            parties.add(leg);
            answered = true;
            settle();
            Agreement.between(caller, leg, legs, desk::outlasted);
            Bridge joined = new Bridge(Call.this, caller, leg);
            bridge = joined;
            boolean offers = !offered && !leg.session().provisionals().agreed();
            if (offers) {
                leg.ledger().offered(body.get());
                joined.awaitAnswer(caller, leg, body.get());
            } else {
                leg.ledger().answered(body.get());
                leg.session().acknowledge(NOTHING);
            }
            what.early().answer(leg, response, body.get());
            publish(new CallFact.Answered(leg.identity().party()));
            joined.start("dial");
        }

        @Override
        public void failed(int status, String reason) {
            refused(Route.told(status, reason));
        }

        @Override
        public void refused(Route.Refused no) {
            dial = null;
            refuse(caller, no);
        }
    }

    private void announce(int status) {
        if (!ringing) {
            ringing = true;
            publish(new CallFact.Ringing(status));
        }
    }

    // ---- talking

    /// Puts somebody in charge of what happens on the bridged legs.
    ///
    /// @throws IllegalStateException when there is one already
    public void guard(CallGuard next) {
        if (guard != null) {
            throw new IllegalStateException("call " + id() + " is guarded already");
        }
        guard = next;
        legs.changed(id());
    }

    public void unguard() {
        guard = null;
        bridge().ifPresent(talking -> talking.freed(parties));
        legs.changed(id());
    }

    /// Who is in charge at the moment.
    public Optional<CallGuard> guardian() {
        return Optional.ofNullable(guard);
    }

    public boolean guarded() {
        return guard != null;
    }

    /// Whether whoever guards the call moves media, so that nobody else may make an offer.
    boolean mediaMove() {
        return guard != null && guard.movesMedia();
    }

    boolean guardTakes(Function<CallGuard, CallGuard.Taken> question) {
        return guard != null && question.apply(guard) == CallGuard.Taken.YES;
    }

    /// Another leg belongs to the call from now on.
    public void joinedBy(Leg leg) {
        if (!parties.contains(leg)) {
            parties.add(leg);
        }
    }

    /// What rings for a call that nobody has placed from outside; it is stopped when the call is
    /// hung up.
    public void rings(@Nullable Dial next) {
        dial = next;
    }

    /// Two that nobody dialled for each other are connected: the call is answered.
    public void meet(Leg first, Leg second) {
        bridge(first, second, "dial");
    }

    /// What to do once, when the call is answered or over.
    public void whenSettled(Runnable then) {
        settled = then;
    }

    private void settle() {
        Runnable then = settled;
        settled = () -> {};
        then.run();
    }

    /// Gives up what rings for it: whoever takes it decides what becomes of the caller.
    Optional<Dial> releaseDial() {
        Optional<Dial> ringing = Optional.ofNullable(dial);
        dial = null;
        return ringing;
    }

    /// What rings in it is somebody else's affair; when the call is hung up, it ends all the same.
    void lends(Dial ringing) {
        lent = ringing;
    }

    /// Whether anybody has said that it rings.
    boolean announced() {
        return ringing;
    }

    /// Whoever is rung for the caller is rung no longer, and somebody else is; that counts as a
    /// transfer. Nothing when nobody is rung.
    public void redirect(Route route, DialWatch watch) {
        if (dial != null) {
            depth++;
            dial.redirect(route, watch);
        }
    }

    /// A caller that waits hears this, and nobody is rung for it any more.
    public void turnAway(Leg caller, Route.Refused no) {
        stopRinging(no.reason(), Leg.reasonValue(no.status(), no.reason()));
        refuse(caller, no);
    }

    /// Whether somebody is rung for the caller.
    public boolean dialling() {
        return dial != null;
    }

    /// How many transfers this call has been through.
    public int depth() {
        return depth;
    }

    /// How many hops the INVITE that it began with had left behind us; 70 for a call of ours.
    public int hops() {
        return hops;
    }

    /// Connects two of its legs; an earlier bridge is at an end, and the leg that it leaves over
    /// keeps its user.
    public Bridge connect(Leg staying, Leg arriving, String because) {
        depth++;
        return bridge(staying, arriving, because);
    }

    private Bridge bridge(Leg staying, Leg arriving, String because) {
        disconnect();
        music.stopAll();
        joinedBy(arriving);
        if (!answered) {
            answered = true;
            settle();
            publish(new CallFact.Answered(arriving.identity().party()));
        }
        Agreement.between(staying, arriving, legs, desk::outlasted);
        Bridge joined = new Bridge(this, staying, arriving);
        bridge = joined;
        joined.start(because);
        return joined;
    }

    /// The two that talk are connected no longer; whoever disconnects them decides what becomes of
    /// them.
    public void disconnect() {
        if (bridge != null) {
            bridge.stop();
            bridge = null;
        }
    }

    /// Hangs everybody up. `status` and `reason` go into the records and the Reason header.
    public void hangUp(int status, String reason) {
        ends(status, reason);
        farewell = Leg.reason(status, reason);
        String cause = Leg.reasonValue(status, reason);
        stopRinging(reason, cause);
        for (Leg leg : parties()) {
            if (leg.session().confirmed()) {
                leg.hangUp(reason, farewell);
            } else if (leg.session().direction() == Session.Direction.INCOMING) {
                left(leg);
                leg.reject(480, reason, List.of());
            } else {
                leg.cancel(reason, cause);
            }
        }
        finishIfEmpty();
    }

    /// What the records say of the end of a call whose parties went elsewhere.
    void ends(int status, String reason) {
        endStatus = status;
        endReason = reason;
    }

    /// The Reason that the parties are told when we end the call; empty while nobody asked for
    /// that.
    List<Header> farewell() {
        return farewell;
    }

    /// A leg is over. It no longer belongs to the call.
    public void left(Leg leg) {
        parties.remove(leg);
        music.stop(leg);
    }

    /// Closes the call when nobody is left in it.
    public void finishIfEmpty() {
        if (!over && parties.isEmpty() && dial == null) {
            over = true;
            settle();
            publish(new CallFact.Ended(endStatus, endReason));
            desk.finished(this);
        }
    }

    /// Requests within a dialog that concern nobody but us.
    public void answerAlone(Leg leg, ServerTransaction transaction) {
        OwnRequests.answer(desk.referDesk(), this, leg, transaction);
    }
}

package io.referee.server.call;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionDialog;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Two legs whose media are connected: what one party asks for is asked of the other
/// (`docs/headers.md` says which headers cross). *Engine thread only.*
public final class Bridge implements LegUser {
    private static final byte[] NOTHING = new byte[0];

    /// Who holds, in events, when no party does.
    private static final String SERVER = "server";

    private final Call call;
    private final Leg first;
    private final Leg second;
    private final EventRelay events = new EventRelay();
    private final LateAnswer late;
    private final HoldLimit limit;
    private @Nullable ServerTransaction relaying;
    private @Nullable Holding holding;
    private @Nullable DirectionCheck check;
    private String because = "";
    private boolean held;
    private boolean parted;
    private boolean over;

    Bridge(Call call, Leg first, Leg second) {
        this.call = call;
        this.late = new LateAnswer(call);
        this.limit = new HoldLimit(call);
        this.first = first;
        this.second = second;
        Introduction.facing(first, second);
        Introduction.facing(second, first);
    }

    void start(String because) {
        this.because = because;
        for (Leg leg : List.of(first, second)) {
            leg.ledger().unrestrained();
            leg.user(this);
            leg.ledger().settledDown();
        }
        call.publish(new BridgeFact.Started(first.id(), second.id(), because));
        noteHold(first);
        if (!because.isEmpty()) { // their media were moved for it
            checkDirections(Duration.ZERO);
        }
    }

    /// The two talked before a restart, and go on.
    void resume(KeptCall.Talk kept) {
        because = kept.because();
        held = kept.held();
        parted = kept.parted();
        limit.held(held);
        first.user(this);
        second.user(this);
    }

    /// What a restart has to know of it; empty when it is over, or one of the two is.
    Optional<KeptCall.Talk> kept() {
        return over || !first.confirmed() || !second.confirmed()
                ? Optional.empty()
                : Optional.of(new KeptCall.Talk(first.id(), second.id(), because, held, parted));
    }

    /// The media are no longer connected; the legs live on without a user of this bridge.
    void stop() {
        if (!over) {
            over = true;
            endHolding();
            limit.held(false);
            if (check != null) {
                check.stop();
            }
            call.publish(new BridgeFact.Ended(first.id(), second.id()));
        }
    }

    public boolean has(Leg leg) {
        return leg == first || leg == second;
    }

    public Leg other(Leg leg) {
        return leg == first ? second : first;
    }

    public Leg first() {
        return first;
    }

    public Leg second() {
        return second;
    }

    /// The one that called us; when both did or none, as a transfer may leave it, the one that was
    /// there first.
    public Leg caller() {
        return called(second) && !called(first) ? second : first;
    }

    public Leg callee() {
        return other(caller());
    }

    private static boolean called(Leg leg) {
        return leg.identity().direction() == Session.Direction.INCOMING;
    }

    /// Whether this party of the bridge was put on hold, by its partner or by the server.
    boolean onHold(Leg leg) {
        return has(leg) && (other(leg).ledger().selfHeld() || leg.ledger().heldByUs());
    }

    // ---- hold by the server

    /// Holds or releases parties; not while a transfer runs.
    public Holding.Outcome hold(Holding.Order order) {
        boolean astray = first.ledger().astray() || second.ledger().astray();
        if (holding != null || call.guarded() || astray) {
            return Holding.Outcome.BUSY;
        }
        Optional<Holding.Outcome> refusal = Holding.refusal(this, order);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Holding begun = Holding.begin(this, call, order, () -> this.holding = null);
        holding = begun;
        begun.start();
        return Holding.Outcome.STARTED;
    }

    private void endHolding() {
        if (holding != null) {
            holding.end();
        }
    }

    /// An order to hold or release was carried out.
    void heldByServer(Holding.Order order) {
        tellHold();
        for (Leg leg : List.of(first, second)) {
            if (leg.ledger().heldByUs() && !leg.ledger().selfHeld()) {
                call.music().play(leg, order.musicFor(leg == caller()), () -> {});
            } else if (!other(leg).ledger().selfHeld()) {
                call.music().stop(leg);
            }
        }
        call.publish(
                order.action() == Holding.Action.HOLD
                        ? new CallFact.Held(SERVER)
                        : new CallFact.Resumed(SERVER));
    }

    /// Nobody is in charge of the call any more.
    void freed(List<Leg> parties) {
        checkDirections(Duration.ZERO);
        Introduction.facing(this, parties);
    }

    /// Media were moved in a way that somebody may have missed: both are looked after for a while.
    ///
    /// @param pause that somebody makes before another offer of their own
    public void checkDirections(Duration pause) {
        if (!over) {
            check = check == null ? new DirectionCheck(this, call) : check;
            check.begin(pause);
        }
    }

    /// The media of this party were somewhere else for a while. A hold that one of the two began
    /// then concerns the other from now on.
    public void givenBack(Leg leg) {
        if (over || !first.confirmed() || !second.confirmed()) {
            return;
        }
        Leg other = other(leg);
        boolean holds = leg.ledger().selfHeld();
        noteHold(holds ? leg : other);
        call.music().givenBack(leg, other);
        if (call.music().listens(other)) {
            call.music().givenBack(other, leg);
        } else if (holds && other.ledger().toldMoreThan(leg.ledger())) {
            if (call.music().available() && !other.ledger().selfHeld()) {
                call.music().heldLate(leg, other);
            } else {
                OfferRelay.tellAgain(leg, other);
            }
        }
    }

    /// The callee's offer went to an offerless caller; its ACK brings the answer.
    void awaitAnswer(Leg asker, Leg offerer, SessionDescription offer) {
        late.expect(asker, offerer, offer);
    }

    @Override
    public void acknowledged(Leg leg, Request ack) {
        boolean talking = leg.ledger().local().isPresent();
        if (late.settledBy(leg, ack)) {
            noteHold(leg);
            if (talking) {
                call.music().heldLate(leg, other(leg));
            }
        }
    }

    // ---- re-INVITE

    @Override
    public void reinvited(Leg leg, ServerTransaction transaction) {
        if (leg.refreshed(transaction)
                || call.guardTakes(guard -> guard.reinvited(leg, transaction))) {
            return;
        }
        Request request = transaction.request();
        Leg other = other(leg);
        if (call.music().takes(leg, other, transaction)) {
            noteHold(leg);
            return;
        }
        if (!other.confirmed() || other.session().offerPending()) {
            leg.session().refuse(transaction, 491);
        } else if (!request.hasBody()) {
            offerless(leg, other, transaction);
        } else {
            OfferRelay.read(leg, transaction)
                    .ifPresent(offer -> offered(leg, other, transaction, offer));
        }
    }

    private void offered(
            Leg leg, Leg other, ServerTransaction transaction, SessionDescription offer) {
        SessionDescription shown = leg.ledger().presentable(offer);
        leg.ledger().offered(offer);
        byte[] body = other.ledger().offering(shown);
        relaying = transaction;
        other.session()
                .reinvite(
                        body,
                        HeaderRule.copied(transaction.request()),
                        new ReinviteListener() {
                            @Override
                            public void accepted(Response response) {
                                other.session().acknowledge(NOTHING);
                                relayAnswer(leg, other, transaction, response);
                            }

                            @Override
                            public void refused(Response response) {
                                OfferRelay.refuseBoth(leg, other, transaction, response);
                            }
                        });
    }

    private void relayAnswer(Leg leg, Leg other, ServerTransaction transaction, Response response) {
        Optional<SessionDescription> answer = SdpLedger.read(response);
        if (answer.isEmpty()) {
            other.ledger().refused();
            leg.ledger().refused();
            leg.session().refuse(transaction, 500);
            return;
        }
        other.ledger().answered(answer.get());
        if (transaction.answered()) {
            leg.ledger().refused();
            OfferRelay.tellAgain(leg, other);
        } else if (!leg.over()) {
            byte[] body = leg.ledger().answering(answer.get());
            leg.session().accept(transaction, body, HeaderRule.copied(response));
        }
        noteHold(leg);
    }

    @Override
    public void reinviteCancelled(Leg leg, ServerTransaction transaction) {
        if (relaying == transaction) {
            other(leg).session().cancelReinvite();
        }
    }

    private void offerless(Leg leg, Leg other, ServerTransaction transaction) {
        relaying = transaction;
        other.session()
                .reinvite(
                        NOTHING,
                        HeaderRule.copied(transaction.request()),
                        new ReinviteListener() {
                            @Override
                            public void accepted(Response response) {
                                relayOffer(leg, other, transaction, response);
                            }

                            @Override
                            public void refused(Response response) {
                                OfferRelay.refuseBoth(leg, other, transaction, response);
                            }
                        });
    }

    private void relayOffer(Leg leg, Leg other, ServerTransaction transaction, Response response) {
        Optional<SessionDescription> offer = SdpLedger.read(response);
        if (offer.isEmpty() || leg.over() || transaction.answered()) {
            other.session()
                    .acknowledge(offer.map(o -> other.ledger().answeringAlone(o)).orElse(NOTHING));
            if (!leg.over()) {
                leg.session().refuse(transaction, 500);
            }
            return;
        }
        other.ledger().offered(offer.get());
        awaitAnswer(leg, other, offer.get());
        leg.session()
                .accept(
                        transaction,
                        leg.ledger().offering(offer.get()),
                        HeaderRule.copied(response));
    }

    // ---- other requests

    @Override
    public void requested(Leg leg, ServerTransaction transaction) {
        boolean update = transaction.request().is(Method.UPDATE);
        if (update && leg.refreshed(transaction)
                || call.guardTakes(guard -> guard.requested(leg, transaction))) {
            return;
        }
        Method method = transaction.request().method();
        if (method.equals(Method.UPDATE)) {
            update(leg, transaction);
        } else if (method.equals(Method.INFO) || method.equals(Method.MESSAGE)) {
            relay(leg, transaction);
        } else if (events.takes(other(leg), transaction.request())) {
            events.relay(leg, other(leg), transaction);
        } else {
            call.answerAlone(leg, transaction);
        }
    }

    /// Only an UPDATE with an offer comes here. A peer that takes no UPDATE is asked by re-INVITE.
    private void update(Leg leg, ServerTransaction transaction) {
        Leg other = other(leg);
        if (call.music().takes(leg, other, transaction)) {
            noteHold(leg);
            return;
        }
        if (!other.confirmed() || other.session().offerPending()) {
            leg.session().refuse(transaction, 491);
            return;
        }
        Optional<SessionDescription> offer = OfferRelay.read(leg, transaction);
        if (offer.isEmpty()) {
            return;
        }
        Optional<SessionDialog> dialog = other.session().inDialog();
        if (dialog.isPresent() && other.session().peer().updates()) {
            OfferRelay.Asked asked = new OfferRelay.Asked(other, dialog.get());
            OfferRelay.update(leg, asked, transaction, offer.get(), this::noteHold);
        } else {
            offered(leg, other, transaction, offer.get());
        }
    }

    /// INFO, MESSAGE and the like: body and headers cross as they are.
    private void relay(Leg leg, ServerTransaction transaction) {
        Request request = transaction.request();
        Leg other = other(leg);
        if (!other.confirmed()) {
            leg.session().refuse(transaction, 491);
            return;
        }
        other.session()
                .request(
                        request.method(),
                        HeaderRule.copiedWithBody(request),
                        request.value(HeaderName.CONTENT_TYPE).orElse(""),
                        request.body(),
                        response -> OfferRelay.relayed(leg, transaction, response));
    }

    @Override
    public boolean busy(Leg leg) {
        return call.mediaMove();
    }

    @Override
    public void moved(Leg leg) {
        OfferRelay.tellAgain(leg, other(leg));
    }

    // ---- the end

    @Override
    public void ended(Leg leg, Ending ending) {
        if (over) {
            return;
        }
        stop();
        call.left(leg);
        giveUpRelaying();
        late.over(leg);
        boolean taken = call.guardTakes(guard -> guard.ended(leg, ending));
        Leg other = other(leg);
        if (!taken && other.confirmed()) {
            call.left(other);
            other.hangUp("Other party hung up", farewell(ending));
        }
        call.finishIfEmpty();
    }

    /// Nobody will answer the re-INVITE that is on its way to the leg that is over.
    private void giveUpRelaying() {
        ServerTransaction open = relaying;
        relaying = null;
        if (open != null && !open.answered()) {
            first.session().refuse(open, 500);
        }
    }

    private List<Header> farewell(Ending ending) {
        return switch (ending) {
            case Ending.PeerHungUp(Request bye) -> HeaderRule.reason(bye);
            case Ending.WeHungUp _ -> call.farewell();
            case Ending.Lost lost -> Leg.reason(lost.status(), "Other party lost");
            case Ending.Unreachable _ -> Leg.reason(503, "Other party unreachable");
        };
    }

    /// Publishes a change of hold between the two.
    private void noteHold(Leg by) {
        if (tellHold()) {
            by.publish(held ? new CallFact.Held(by.id()) : new CallFact.Resumed(by.id()));
        }
        List.of(first, second).stream()
                .filter(leg -> leg.ledger().selfHeld() || !onHold(leg))
                .forEach(call.music()::stop);
    }

    /// A party of the bridge hears music, and its partner no longer.
    void parted() {
        parted = true;
    }

    /// A party of the bridge that heard music meanwhile has its partner again, unless that one
    /// hears music, too.
    void again(Leg leg) {
        boolean together = first.confirmed() && second.confirmed();
        if (over || !parted || !has(leg) || !together || call.music().hears(other(leg))) {
            return;
        }
        parted = false;
        call.publish(new BridgeFact.Started(first.id(), second.id(), because));
        if (held) {
            call.publish(new BridgeFact.Direction(first.id(), second.id(), true));
        }
    }

    private boolean tellHold() {
        boolean now = holds(first) || holds(second);
        boolean changed = now != held;
        if (changed) {
            held = now;
            limit.held(now && !over);
            call.publish(new BridgeFact.Direction(first.id(), second.id(), now));
        }
        return changed;
    }

    /// Whether the leg holds the other, or is held by the server.
    private static boolean holds(Leg leg) {
        return leg.ledger().selfHeld() || leg.ledger().heldByUs();
    }
}

package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// Connects the media of a leg that stays with one that answered, by re-INVITE (`transfers.md` 0.8,
/// strategy KNOWN): the newcomer's body is offered to the stayer; when the answer differs from what
/// the newcomer was offered, the newcomer gets one corrective re-INVITE. A stayer that cannot take
/// the offer is asked once for an offer of its own (the FRESH-FIX order). The same gives a leg back
/// to its old partner when a transfer failed.
///
/// A leg that is lost meanwhile ends the join without an outcome: whoever uses the leg hears of its
/// end. So does whoever else begins to move the media of one of the two, which stops this one; and
/// this one ends what others had begun with either, such as a hold. *Engine thread only.*
final class Join implements Offers {
    private static final byte[] NOTHING = new byte[0];

    private final Outside outside;
    private final Duration limit;
    private final Leg stayer;
    private final Leg newcomer;
    private final Outcome outcome;
    private final Patience patience;
    private boolean fresh;
    private boolean known;

    /// Whether the stayer makes offers when it is asked, as far as that is known.
    private boolean late = true;

    private boolean stopped;
    private boolean touched;

    private final Repair repair;
    private @Nullable Renewal renewal;

    private int status = 488;
    private @Nullable Leg refuser;
    private final Moved moved = new Moved();
    private final HoldAside hold = new HoldAside();

    /// The stayer's own offer, while its 2xx waits for an ACK with the answer.
    private @Nullable SessionDescription unanswered;

    /// The newcomer's own offer, while its 2xx waits for an ACK with the answer.
    private @Nullable SessionDescription owed;

    /// What comes of it, at most once.
    interface Outcome {
        void joined();

        /// The stayer (or, when repairing, the newcomer) does not take the other's media.
        void refused();
    }

    /// @param times how long one re-INVITE may take, and how long an offer of somebody else is
    ///   waited for
    Join(Outside outside, TransferSettings.Times times, Leg stayer, Leg newcomer, Outcome outcome) {
        this.outside = outside;
        this.limit = times.reinvite();
        this.stayer = stayer;
        this.newcomer = newcomer;
        this.outcome = outcome;
        this.patience = new Patience(outside, times);
        this.repair = new Repair(this, stayer, newcomer);
    }

    /// Whether the stayer was sent anything, so that going back needs a re-INVITE.
    boolean touched() {
        return touched || moved.has(stayer);
    }

    /// Whether this leg's media may have been moved, so that going back needs a re-INVITE.
    boolean moved(Leg leg) {
        return moved.has(leg);
    }

    /// The status of the refusal that ended it; 488 when there was none.
    int status() {
        return status;
    }

    /// Whether this leg was the last to refuse something.
    boolean refusedBy(Leg leg) {
        return refuser == leg;
    }

    /// Offers the newcomer's media to the stayer first (KNOWN); good for a newcomer that has just
    /// answered.
    void start() {
        begin();
        offerKnown();
    }

    /// Asks the stayer for an offer first (LATE-X, or the last two steps of FRESH-FIX); good for
    /// two that have both been answered for a while. A stayer that makes none is offered what is
    /// known.
    void startFresh() {
        begin();
        tryFresh();
    }

    /// The newcomer was called with this offer of the stayer's, and has answered; the stayer's 2xx
    /// waits for its ACK (LATE-X).
    void startOffered(SessionDescription offer) {
        begin();
        fresh = true;
        unanswered = offer;
        moved.add(stayer);
        touched = true;
        Optional<SessionDescription> answer = newcomer.ledger().remote();
        if (answer.isEmpty() || SameMedia.none(answer.get())) {
            refuse();
        } else {
            agreed(offer, answer.get());
        }
    }

    /// The newcomer was called without an offer, and has made one; its 2xx waits for our ACK
    /// (LATE-Y).
    void startOwing(SessionDescription offer) {
        begin();
        owed = offer;
        newcomer.ledger().offered(offer);
        offerKnown();
    }

    /// The stayer has the newcomer's media already, from the time when it rang.
    void startSpliced() {
        begin();
        touched = true;
        moved.add(stayer);
        repair.toldBefore();
        compare();
    }

    private void begin() {
        stayer.steeredBy(this::stop);
        newcomer.steeredBy(this::stop);
        moved.begin(stayer, newcomer);
        hold.set(stayer);
        hold.set(newcomer);
    }

    /// Stops; no outcome follows. What was begun on the wire is still brought to its end.
    void stop() {
        stopped = true;
        patience.quiet();
        settleStayer();
        settleNewcomer();
        if (renewal != null) {
            renewal.stop();
        }
        hold.resume(moved.legs());
        moved.left();
    }

    // ---- the newcomer's body to the stayer

    private void offerKnown() {
        known = true;
        Optional<SessionDescription> media =
                Optional.ofNullable(owed).or(newcomer.ledger()::remote);
        if (media.isEmpty()) {
            refuse();
        } else if (free(stayer, this::offerKnown)) {
            touched = true;
            byte[] offer = stayer.ledger().offering(media.get(), newcomer.ledger().wantDirection());
            reinvite(stayer, offer, this::stayerAnswered, this::stayerRefused);
        }
    }

    private void stayerAnswered(Response response) {
        Optional<SessionDescription> answer = SdpLedger.read(response);
        stayer.session().acknowledge(NOTHING);
        if (answer.isEmpty()) {
            stayer.ledger().refused();
            tryFresh();
            return;
        }
        stayer.ledger().answered(answer.get());
        if (SameMedia.none(answer.get()) && owed == null) {
            tryFresh();
        } else if (SameMedia.none(answer.get())) {
            refuse();
        } else if (owed != null) {
            answerNewcomer(answer.get(), stayer.ledger().wantDirection());
            lookAtDirections();
        } else {
            compare();
        }
    }

    /// The newcomer was called without an offer and made one itself: its ACK brings the answer.
    private void answerNewcomer(SessionDescription media, Direction want) {
        SessionDescription offer = owed;
        if (offer != null) {
            owed = null;
            newcomer.session()
                    .acknowledge(
                            newcomer.ledger().answering(OfferAnswer.answer(offer, media, want)));
        }
    }

    /// The stayer does not take the newcomer's offer, whose ACK still needs an answer: what is
    /// known of the stayer.
    private void settleNewcomer() {
        stayer.ledger()
                .remote()
                .ifPresent(known -> answerNewcomer(known, stayer.ledger().wantDirection()));
        owed = null;
    }

    private void stayerRefused(Response response) {
        stayer.ledger().refused();
        int why = response.status();
        if (again(response, stayer, this::offerKnown)) {
            return;
        }
        if (why == 488 || why == 606 || why == 415) {
            settleNewcomer();
            tryFresh();
        } else {
            refuse();
        }
    }

    // ---- the comparison that stops the ping-pong

    private void compare() {
        if (SameMedia.known(stayer.ledger(), newcomer.ledger())) {
            lookAtDirections();
        } else {
            correct();
        }
    }

    private void correct() {
        Optional<SessionDescription> mine = stayer.ledger().remote();
        if (mine.isEmpty()) {
            finish();
        } else if (free(newcomer, this::correct)) {
            byte[] offer = newcomer.ledger().offering(mine.get(), stayer.ledger().wantDirection());
            reinvite(newcomer, offer, this::newcomerAnswered, this::newcomerRefused);
        }
    }

    private void newcomerAnswered(Response response) {
        Attempt.take(newcomer, response);
        if (SameMedia.placed(stayer.ledger(), newcomer.ledger())) {
            lookAtDirections();
        } else {
            renew();
        }
    }

    private void newcomerRefused(Response response) {
        newcomer.ledger().refused();
        if (!again(response, newcomer, this::correct)) {
            refuse();
        }
    }

    // ---- the other strategy: the stayer makes the offer

    private void tryFresh() {
        if (fresh) {
            refuse();
            return;
        }
        fresh = true;
        askStayer();
    }

    private void askStayer() {
        if (free(stayer, this::askStayer)) {
            reinvite(stayer, NOTHING, this::stayerOffered, this::askRefused);
        }
    }

    private void askRefused(Response response) {
        if (again(response, stayer, this::askStayer)) {
            return;
        }
        late = false;
        if (!known && Approach.NO_LATE_OFFER.contains(response.status())) {
            offerKnown();
        } else {
            refuse();
        }
    }

    private void stayerOffered(Response response) {
        Optional<SessionDescription> offer = SdpLedger.read(response);
        if (offer.isEmpty()) {
            stayer.session().acknowledge(NOTHING);
            refuse();
            return;
        }
        unanswered = offer.get();
        offerNewcomer();
    }

    /// The stayer's offer to the newcomer; the stayer repeats its 2xx meanwhile.
    private void offerNewcomer() {
        SessionDescription offer = unanswered;
        if (offer != null && free(newcomer, this::offerNewcomer)) {
            byte[] body = newcomer.ledger().offering(offer, stayer.ledger().wantDirection());
            reinvite(newcomer, body, this::newcomerTookOffer, this::newcomerDeclined);
        }
    }

    private void newcomerDeclined(Response response) {
        newcomer.ledger().refused();
        if (!again(response, newcomer, this::offerNewcomer)) {
            refuse();
        }
    }

    private void newcomerTookOffer(Response response) {
        newcomer.session().acknowledge(NOTHING);
        Optional<SessionDescription> answer = SdpLedger.read(response);
        SessionDescription offer = unanswered;
        if (answer.isEmpty() || offer == null || SameMedia.none(answer.get())) {
            newcomer.ledger().refused();
            refuse();
            return;
        }
        newcomer.ledger().answered(answer.get());
        agreed(offer, answer.get());
    }

    /// The stayer gets the newcomer's answer to its offer.
    private void agreed(SessionDescription offer, SessionDescription answer) {
        unanswered = null;
        Direction want = stayer.ledger().wantDirection();
        stayer.ledger().offered(offer.withDirection(want));
        SessionDescription fitting =
                OfferAnswer.answer(offer, answer, newcomer.ledger().wantDirection());
        stayer.session().acknowledge(stayer.ledger().answering(fitting));
        if (offer.direction(0) != want) {
            repair.add(stayer);
        }
        lookAtDirections();
    }

    // ---- when both have the other's media

    private void lookAtDirections() {
        repair.look(this::finish, this::renew);
    }

    /// A phone that takes other keys with each answer is told and asked in one exchange, once.
    private void renew() {
        if (renewal != null) {
            finish();
            return;
        }
        Leg asked = late ? stayer : newcomer;
        Leg other = late ? newcomer : stayer;
        renewal = new Renewal(this, asked, other, this::lookAtDirections, this::refuse);
        renewal.start();
    }

    /// Its offer led nowhere: the ACK still needs an answer, and the old media stay. Where the
    /// stayer takes them elsewhere by now, its old partner has to be told.
    private void settleStayer() {
        SessionDescription offer = unanswered;
        if (offer != null) {
            unanswered = null;
            boolean same = SameMedia.unmoved(stayer.ledger(), offer);
            touched |= !same;
            if (same) {
                moved.remove(stayer);
            }
            stayer.session().acknowledge(stayer.ledger().answeringAsBefore(offer));
        }
    }

    // ---- a re-INVITE of one of the two while we wait after a 491

    /// A re-INVITE of one of the two between two tries of ours: its offer is fresher than what we
    /// know, so it is answered with the other's media, and the other is told (`transfers.md` F3).
    /// False when it has to be refused.
    boolean merge(Leg leg, ServerTransaction transaction) {
        Optional<OwnOffer> own = OwnOffer.of(leg, transaction);
        boolean idle = !stopped && patience.waiting() && owed == null && renewal == null;
        return idle
                && own.map(it -> leg == stayer ? mergeStayer(it) : mergeNewcomer(it)).orElse(false);
    }

    private boolean mergeStayer(OwnOffer own) {
        Optional<SessionDescription> known = newcomer.ledger().remote();
        if (unanswered != null || known.isEmpty()) {
            return false;
        }
        patience.quiet();
        touched = true;
        moved.add(stayer);
        own.answer(known.get(), newcomer.ledger().wantDirection());
        compare();
        return true;
    }

    private boolean mergeNewcomer(OwnOffer own) {
        SessionDescription offer = unanswered;
        Optional<SessionDescription> known = stayer.ledger().remote();
        if (offer != null) {
            return mergeOffers(own, offer);
        }
        known.ifPresent(media -> mergeKnown(own, media));
        return known.isPresent();
    }

    /// When it is the stayer that is waited for, that goes on with what the newcomer says now.
    private void mergeKnown(OwnOffer own, SessionDescription media) {
        moved.add(newcomer);
        boolean moves = own.answer(media, stayer.ledger().wantDirection());
        if (refuser == newcomer) {
            patience.quiet();
            if (moves) {
                offerKnown();
            } else {
                lookAtDirections();
            }
        }
    }

    private boolean mergeOffers(OwnOffer own, SessionDescription stayers) {
        Direction want = stayer.ledger().wantDirection();
        Optional<SessionDescription> answer = own.meet(stayers.withDirection(want));
        if (answer.isPresent()) {
            patience.quiet();
            moved.add(newcomer);
            agreed(stayers, answer.get());
        }
        return answer.isPresent();
    }

    // ---- tools

    @Override
    public boolean free(Leg leg, Runnable again) {
        if (stopped || !stayer.confirmed() || !leg.confirmed()) {
            return false;
        }
        return patience.free(leg, again, this::refuse);
    }

    @Override
    public void reinvite(Leg leg, byte[] body, Attempt.Answered answered, Attempt.Refused refused) {
        boolean unmoved = body.length > 0 && moved.add(leg);
        Attempt.Refused noted =
                response -> {
                    moved.takeBack(leg, unmoved);
                    status = response.status();
                    refuser = leg;
                    refused.by(response);
                };
        Leg partner = leg == stayer ? newcomer : stayer;
        new Attempt(leg, body, () -> stopped, moved.byAnswer(leg, answered), noted)
                .showing(partner.introducedTo(leg))
                .start(outside, limit, this::refuse);
    }

    /// A 491, up to three times, or a busy peer, once.
    @Override
    public boolean again(Response response, Leg leg, Runnable next) {
        return patience.again(response, leg, next, this::refuse);
    }

    private void refuse() {
        if (!stopped) {
            hold.misled().forEach(moved::add);
            touched |= stayer.ledger().saidOtherwise();
            stop();
            outcome.refused();
        }
    }

    private void finish() {
        if (!stopped) {
            hold.drop();
            moved.joined(stayer, newcomer);
            stop();
            outcome.joined();
        }
    }
}

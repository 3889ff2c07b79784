package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Connects the media of a leg that stays with one that answered, by re-INVITE (`transfers.md` 0.8,
/// strategy KNOWN): the newcomer's body is offered to the stayer; when the answer differs from what
/// the newcomer was offered, the newcomer gets one corrective re-INVITE. A stayer that cannot take
/// the offer is asked once for an offer of its own (the FRESH-FIX order). The same gives a leg back
/// to its old partner when a transfer failed.
///
/// A leg that is lost meanwhile ends the join without an outcome: whoever uses the leg hears of its
/// end. So does another join that begins on the stayer, which stops this one. *Engine thread only.*
final class Join {
    private static final byte[] NOTHING = new byte[0];

    /// How phones say that they make no offer when they are asked (`transfers.md` 0.8).
    private static final Set<Integer> NO_LATE_OFFER = Set.of(400, 415, 488, 500, 606);

    private static final int MAX_GLARE_RETRIES = 3;
    private static final int MAX_RETRY_AFTER_SECONDS = 10;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Outside outside;
    private final Duration limit;
    private final Leg stayer;
    private final Leg newcomer;
    private final Outcome outcome;
    private boolean fresh;
    private boolean known;
    private boolean retried;
    private boolean stopped;
    private boolean touched;
    private boolean waiting;
    private int glares;
    private int looks;

    /// The stayer's own offer, while its 2xx waits for an ACK with the answer.
    private @Nullable SessionDescription unanswered;

    private Outside.@Nullable Alarm alarm;

    /// What comes of it, at most once.
    interface Outcome {
        void joined();

        /// The stayer (or, when repairing, the newcomer) does not take the other's media.
        void refused();
    }

    /// @param limit how long one re-INVITE may take, and how long an offer of somebody else is
    ///   waited for
    Join(Outside outside, Duration limit, Leg stayer, Leg newcomer, Outcome outcome) {
        this.outside = outside;
        this.limit = limit;
        this.stayer = stayer;
        this.newcomer = newcomer;
        this.outcome = outcome;
    }

    /// Whether the stayer was sent anything, so that going back needs a re-INVITE.
    boolean touched() {
        return touched;
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

    /// Hold by the server ends here: it was about the old bridge.
    private void begin() {
        stayer.steeredBy(this::stop);
        stayer.ledger().limit(Direction.SENDRECV);
        newcomer.ledger().limit(Direction.SENDRECV);
    }

    /// Stops; no outcome follows. What was begun on the wire is still brought to its end.
    void stop() {
        stopped = true;
        quiet();
        settleStayer();
    }

    private void quiet() {
        waiting = false;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    // ---- the newcomer's body to the stayer

    private void offerKnown() {
        known = true;
        Optional<SessionDescription> media = newcomer.ledger().remote();
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
        if (noMedia(answer.get())) {
            refuse();
        } else {
            compare();
        }
    }

    private void stayerRefused(Response response) {
        stayer.ledger().refused();
        int status = response.status();
        if (status == 491) {
            backOff(stayer, this::offerKnown);
        } else if (status == 500 && !retried && retryAfter(response) <= MAX_RETRY_AFTER_SECONDS) {
            retried = true;
            later(Duration.ofSeconds(retryAfter(response)), this::offerKnown);
        } else if (status == 488 || status == 606 || status == 415) {
            tryFresh();
        } else {
            refuse();
        }
    }

    /// Seconds; more than anybody waits for when the response does not say.
    private static long retryAfter(Response response) {
        String value = response.value(HeaderName.RETRY_AFTER).orElse("").strip();
        int end = 0;
        while (end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
        }
        return Numbers.parse(value.substring(0, end), Long.MAX_VALUE);
    }

    private static boolean noMedia(SessionDescription body) {
        return body.media().stream().allMatch(section -> section.isRejected());
    }

    // ---- the comparison that stops the ping-pong

    private void compare() {
        SessionDescription answer = stayer.ledger().remote().orElse(null);
        SessionDescription told = newcomer.ledger().local().orElse(null);
        SessionDescription agreed = newcomer.ledger().remote().orElse(null);
        if (answer == null
                || told == null
                || agreed == null
                || SameMedia.holds(answer, told, agreed) && SameMedia.allows(told, both())) {
            finish();
        } else {
            correct();
        }
    }

    /// What both want, as the stayer says it.
    private Direction both() {
        return stayer.ledger()
                .wantDirection()
                .intersect(newcomer.ledger().wantDirection().mirrored());
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
        newcomer.session().acknowledge(NOTHING);
        SdpLedger.read(response)
                .ifPresentOrElse(newcomer.ledger()::answered, newcomer.ledger()::refused);
        finish();
    }

    private void newcomerRefused(Response response) {
        newcomer.ledger().refused();
        if (response.status() == 491) {
            backOff(newcomer, this::correct);
        } else {
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
        if (response.status() == 491) {
            backOff(stayer, this::askStayer);
        } else if (!known && NO_LATE_OFFER.contains(response.status())) {
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
        if (!newcomer.confirmed() || newcomer.session().offerPending()) {
            refuse();
            return;
        }
        byte[] body = newcomer.ledger().offering(offer.get(), stayer.ledger().wantDirection());
        reinvite(
                newcomer,
                body,
                this::newcomerTookOffer,
                _ -> {
                    newcomer.ledger().refused();
                    refuse();
                });
    }

    private void newcomerTookOffer(Response response) {
        newcomer.session().acknowledge(NOTHING);
        Optional<SessionDescription> answer = SdpLedger.read(response);
        SessionDescription offer = unanswered;
        if (answer.isEmpty() || offer == null || noMedia(answer.get())) {
            newcomer.ledger().refused();
            refuse();
            return;
        }
        unanswered = null;
        newcomer.ledger().answered(answer.get());
        Direction want = stayer.ledger().wantDirection();
        stayer.ledger().offered(offer.withDirection(want));
        SessionDescription fitting =
                OfferAnswer.answer(offer, answer.get(), newcomer.ledger().wantDirection());
        stayer.session().acknowledge(stayer.ledger().answering(fitting));
        if (offer.direction(0) == want) {
            finish();
        } else {
            repair();
        }
    }

    /// Phones that were on hold offer just that when they are asked (`transfers.md` 0.8, direction
    /// repair): they are told once that they may speak again. That they refuse it does not undo the
    /// join.
    private void repair() {
        Optional<SessionDescription> known = newcomer.ledger().remote();
        if (known.isPresent() && free(stayer, this::repair)) {
            byte[] offer = stayer.ledger().offering(known.get(), newcomer.ledger().wantDirection());
            reinvite(
                    stayer,
                    offer,
                    this::repaired,
                    _ -> {
                        stayer.ledger().refused();
                        finish();
                    });
        }
    }

    private void repaired(Response response) {
        stayer.session().acknowledge(NOTHING);
        SdpLedger.read(response)
                .ifPresentOrElse(stayer.ledger()::answered, stayer.ledger()::refused);
        finish();
    }

    /// Its offer led nowhere: the ACK still needs an answer, and the old media stay.
    private void settleStayer() {
        SessionDescription offer = unanswered;
        if (offer != null) {
            unanswered = null;
            stayer.session().acknowledge(stayer.ledger().answeringSilently(offer));
        }
    }

    // ---- the stayer's own re-INVITE while we wait after a 491

    /// A re-INVITE of the stayer between two tries of ours: its offer is fresher than what we know,
    /// so it is answered with the newcomer's body and the newcomer corrected (`transfers.md` F3).
    boolean merge(ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        Optional<SessionDescription> known = newcomer.ledger().remote();
        if (stopped || !waiting || offer.isEmpty() || known.isEmpty()) {
            return false;
        }
        quiet();
        touched = true;
        stayer.ledger().offered(offer.get());
        SessionDescription answer =
                OfferAnswer.answer(offer.get(), known.get(), newcomer.ledger().wantDirection());
        stayer.session().accept(transaction, stayer.ledger().answering(answer), List.of());
        compare();
        return true;
    }

    // ---- tools

    /// Whether the leg can be sent an offer now. If it can after a while, `again` runs then; if it
    /// cannot at all, the join ends.
    private boolean free(Leg leg, Runnable again) {
        if (stopped || !stayer.confirmed() || !leg.confirmed()) {
            return false;
        }
        if (!leg.session().offerPending()) {
            return true;
        }
        looks++;
        if (LOOK_AGAIN.multipliedBy(looks).compareTo(limit) > 0) {
            refuse();
        } else {
            later(LOOK_AGAIN, again);
        }
        return false;
    }

    private void reinvite(
            Leg leg, byte[] body, Attempt.Answered answered, Attempt.Refused refused) {
        new Attempt(leg, body, () -> stopped, answered, refused)
                .start(outside, limit, this::refuse);
    }

    private void backOff(Leg leg, Runnable again) {
        glares++;
        if (glares > MAX_GLARE_RETRIES) {
            refuse();
        } else {
            later(Attempt.patience(leg, outside), again);
        }
    }

    private void later(Duration in, Runnable again) {
        waiting = true;
        alarm =
                outside.schedule(
                        in,
                        () -> {
                            waiting = false;
                            again.run();
                        });
    }

    private void refuse() {
        if (!stopped) {
            stop();
            outcome.refused();
        }
    }

    private void finish() {
        if (!stopped) {
            stop();
            outcome.joined();
        }
    }
}

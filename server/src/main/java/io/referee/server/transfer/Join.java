package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Connects the media of a leg that stays with one that answered, by re-INVITE (`transfers.md` 0.8, strategy KNOWN):
/// the newcomer's body is offered to the stayer; when the answer differs from what the newcomer was offered, the
/// newcomer gets one corrective re-INVITE. A stayer that cannot take the offer is asked once for an offer of its own
/// (the FRESH-FIX order). *Engine thread only.*
final class Join {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_GLARE_RETRIES = 3;

    private final Outside outside;
    private final Duration limit;
    private final Leg stayer;
    private final Leg newcomer;
    private final Outcome outcome;
    private boolean fresh;
    private boolean over;
    private boolean touched;
    private boolean waiting;
    private int glares;
    private Outside.@Nullable Alarm alarm;

    /// What comes of it, once.
    interface Outcome {
        void joined();

        /// The stayer (or, when repairing, the newcomer) does not take the other's media.
        void refused(int status);
    }

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

    void start() {
        offerKnown();
    }

    /// Stops; no outcome follows.
    void stop() {
        over = true;
        quiet();
    }

    private void quiet() {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    // ---- the newcomer's body to the stayer ------------------------------------------------------------------------

    private void offerKnown() {
        if (over || !stayer.confirmed()) {
            return;
        }
        Optional<SessionDescription> known = newcomer.ledger().remote();
        if (known.isEmpty()) {
            refuse(488);
        } else if (stayer.session().offerPending()) {
            backOff(stayer, this::offerKnown);
        } else {
            touched = true;
            byte[] offer = stayer.ledger().offering(known.get(), newcomer.ledger().wantDirection());
            reinvite(stayer, offer, this::stayerAnswered, this::stayerRefused);
        }
    }

    private void stayerAnswered(Response response) {
        Optional<SessionDescription> answer = SdpLedger.read(response.body());
        stayer.session().acknowledge(NOTHING);
        if (answer.isEmpty()) {
            stayer.ledger().refused();
            tryFresh(488);
            return;
        }
        stayer.ledger().answered(answer.get());
        if (noMedia(answer.get())) {
            refuse(488);
        } else {
            compare();
        }
    }

    private void stayerRefused(int status) {
        stayer.ledger().refused();
        if (status == 491) {
            backOff(stayer, this::offerKnown);
        } else {
            tryFresh(status);
        }
    }

    private static boolean noMedia(SessionDescription body) {
        return body.media().stream().allMatch(section -> section.isRejected());
    }

    // ---- the comparison that stops the ping-pong ------------------------------------------------------------------

    private void compare() {
        Optional<SessionDescription> mine = stayer.ledger().remote();
        Optional<SessionDescription> told = newcomer.ledger().local();
        if (mine.isEmpty() || told.isEmpty() || sameMedia(mine.get(), told.get())) {
            finish();
        } else {
            correct();
        }
    }

    private boolean sameMedia(SessionDescription mine, SessionDescription told) {
        SessionDescription wanted =
                OfferAnswer.recastAsOffer(mine).withDirection(stayer.ledger().wantDirection());
        return wanted.sameMediaAs(told.withDirection(stayer.ledger().wantDirection()));
    }

    private void correct() {
        if (over || !newcomer.confirmed()) {
            return;
        }
        Optional<SessionDescription> mine = stayer.ledger().remote();
        if (mine.isEmpty()) {
            finish();
        } else if (newcomer.session().offerPending()) {
            backOff(newcomer, this::correct);
        } else {
            byte[] offer = newcomer.ledger().offering(mine.get(), stayer.ledger().wantDirection());
            reinvite(newcomer, offer, this::newcomerAnswered, this::newcomerRefused);
        }
    }

    private void newcomerAnswered(Response response) {
        newcomer.session().acknowledge(NOTHING);
        SdpLedger.read(response.body())
                .ifPresentOrElse(
                        newcomer.ledger()::answered, newcomer.ledger()::refused);
        finish();
    }

    private void newcomerRefused(int status) {
        newcomer.ledger().refused();
        if (status == 491) {
            backOff(newcomer, this::correct);
        } else {
            refuse(488);
        }
    }

    // ---- the other strategy: the stayer makes the offer -----------------------------------------------------------

    private void tryFresh(int status) {
        boolean worthIt = status == 488 || status == 606 || status == 415;
        if (fresh || !worthIt) {
            refuse(worthIt ? 488 : status);
            return;
        }
        fresh = true;
        askStayer();
    }

    private void askStayer() {
        if (over || !stayer.confirmed()) {
            return;
        }
        if (stayer.session().offerPending()) {
            backOff(stayer, this::askStayer);
            return;
        }
        reinvite(stayer, NOTHING, this::stayerOffered, this::refuse);
    }

    private void stayerOffered(Response response) {
        Optional<SessionDescription> offer = SdpLedger.read(response.body());
        if (offer.isEmpty() || !newcomer.confirmed() || newcomer.session().offerPending()) {
            settleStayer(offer);
            refuse(488);
            return;
        }
        stayer.ledger().offered(offer.get());
        byte[] body = newcomer.ledger().offering(offer.get());
        reinvite(
                newcomer,
                body,
                answered -> {
                    newcomer.session().acknowledge(NOTHING);
                    Optional<SessionDescription> answer = SdpLedger.read(answered.body());
                    answer.ifPresent(newcomer.ledger()::answered);
                    stayer.session()
                            .acknowledge(answer.map(stayer.ledger()::answering)
                                    .orElseGet(() -> stayer.ledger().answeringAlone(offer.get())));
                    finish();
                },
                status -> {
                    newcomer.ledger().refused();
                    settleStayer(offer);
                    refuse(488);
                });
    }

    /// Its offer led nowhere: the ACK still needs an answer, and the old media stay.
    private void settleStayer(Optional<SessionDescription> offer) {
        stayer.session()
                .acknowledge(offer.map(stayer.ledger()::answeringSilently).orElse(NOTHING));
    }

    // ---- the stayer's own re-INVITE while we wait after a 491 -------------------------------------------------------

    /// A re-INVITE of the stayer between two tries of ours: its offer is fresher than what we know, so it is answered
    /// with the newcomer's body and the newcomer corrected (`transfers.md` F3).
    boolean merge(ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request().body());
        Optional<SessionDescription> known = newcomer.ledger().remote();
        if (over || !waiting || offer.isEmpty() || known.isEmpty()) {
            return false;
        }
        quiet();
        waiting = false;
        touched = true;
        stayer.ledger().offered(offer.get());
        SessionDescription answer =
                OfferAnswer.answer(offer.get(), known.get(), newcomer.ledger().wantDirection());
        stayer.session().accept(transaction, stayer.ledger().answering(answer), List.of());
        compare();
        return true;
    }

    // ---- tools ----------------------------------------------------------------------------------------------------

    private interface Answered {
        void by(Response response);
    }

    private interface Refused {
        void with(int status);
    }

    private void reinvite(Leg leg, byte[] body, Answered answered, Refused refused) {
        Outside.Alarm patience =
                outside.schedule(limit, () -> leg.session().cancelReinvite());
        leg.session().reinvite(body, List.of(), new ReinviteListener() {
            @Override
            public void accepted(Response response) {
                patience.cancel();
                if (over) {
                    late(leg, response);
                } else {
                    answered.by(response);
                }
            }

            @Override
            public void refused(Response response) {
                patience.cancel();
                if (over) {
                    leg.ledger().refused();
                } else {
                    refused.with(response.status());
                }
            }
        });
    }

    /// The answer came after the join was stopped: it is still acknowledged and still in force.
    private static void late(Leg leg, Response response) {
        leg.session().acknowledge(NOTHING);
        SdpLedger.read(response.body()).ifPresent(leg.ledger()::answered);
    }

    /// RFC 3261 §14.1: 2.1 to 4 s for whoever made the Call-ID, less than 2 s for the other.
    private void backOff(Leg leg, Runnable again) {
        glares++;
        if (glares > MAX_GLARE_RETRIES) {
            refuse(491);
            return;
        }
        boolean ours = leg.session().direction() == Session.Direction.OUTGOING;
        int hundredths = ours ? 210 + outside.random(191) : outside.random(201);
        waiting = true;
        alarm = outside.schedule(Duration.ofMillis(hundredths * 10L), () -> {
            waiting = false;
            again.run();
        });
    }

    private void refuse(int status) {
        if (!over) {
            stop();
            outcome.refused(status);
        }
    }

    private void finish() {
        if (!over) {
            stop();
            outcome.joined();
        }
    }
}

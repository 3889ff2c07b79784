package io.referee.server.call;

import io.referee.server.event.BridgeFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Music for one party that is on hold (RFC 7088 §2, `transfers.md` A8.2): the party is asked for
/// an offer, the source is called with it, and its answer goes into the ACK. A source that does not
/// answer means silence, never the end of anything; one that hangs up is called once more. *Engine
/// thread only.*
final class HoldMusic implements Dial.Outcome {
    private static final byte[] NOTHING = new byte[0];
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MAX_TRIES = 4;
    private static final Set<Integer> NOT_NOW = Set.of(491, 500);

    /// Why party and source are connected, in [BridgeFact.Started].
    static final String BECAUSE = "moh";

    private final Call call;
    private final Leg listener;
    private final MusicSource source;
    private final EarlyAnswers early = new EarlyAnswers();
    private Runnable settled;
    private @Nullable SessionDescription unanswered;
    private @Nullable Dial dial;
    private @Nullable Leg music;
    private Outside.@Nullable Alarm alarm;
    private int tries;
    private boolean retried;
    private boolean late;
    private boolean over;
    private Outside.@Nullable Alarm impatience;

    /// @param settled runs once, when there is music, or it is known that there will be none, or it
    ///   is stopped before
    HoldMusic(Call call, Leg listener, MusicSource source, Runnable settled) {
        this.call = call;
        this.listener = listener;
        this.source = source;
        this.settled = settled;
    }

    /// Whether the party hears it now.
    boolean plays() {
        return music != null && music.confirmed();
    }

    void start() {
        if (over || !listener.confirmed() || listener.session().offerPending()) {
            settle();
            return;
        }
        impatience = call.legs().outside().schedule(call.legs().patience(), this::tooLong);
        listener.session()
                .reinvite(NOTHING, List.of(), ReinviteListener.of(this::offered, this::refused));
    }

    /// The party may still answer: then with silence.
    private void tooLong() {
        impatience = null;
        late = true;
        listener.session().cancelReinvite();
        settle();
    }

    private void decided() {
        if (impatience != null) {
            impatience.cancel();
            impatience = null;
        }
    }

    private void refused(Response response) {
        decided();
        if (!late) {
            silence();
        }
    }

    private void offered(Response response) {
        decided();
        Optional<SessionDescription> offer = SdpLedger.read(response);
        if (offer.isEmpty()) {
            listener.session().acknowledge(NOTHING);
            settle();
            return;
        }
        unanswered = offer.get().withDirection(listener.ledger().wantDirection());
        if (over || late) {
            answerSilently();
            return;
        }
        Dial calling = new Dial(call.legs(), this);
        dial = calling;
        calling.start(
                source.route(call), target -> placing(target, offer.get()), source.patience());
    }

    private Legs.Placing placing(Target target, SessionDescription offer) {
        return new Legs.Placing(
                target,
                call.ids(),
                listener.partyAddress(),
                Optional.of(offer),
                Optional.of(Direction.RECVONLY),
                List.of(Header.of(HeaderName.MAX_FORWARDS, "70")),
                source.payer().orElse(listener.identity().payer()),
                "music");
    }

    // ---- the source

    @Override
    public void ringing(Leg leg, Response response) {
        early.ringing(response);
    }

    @Override
    public void answered(Leg leg, Response response) {
        dial = null;
        leg.user(new Playing());
        leg.session().acknowledge(NOTHING);
        SessionDescription offer = unanswered;
        Optional<SessionDescription> answer = early.said(response);
        call.joinedBy(leg);
        if (offer == null || answer.isEmpty()) {
            leg.hangUp("No music", Leg.reason(488, "No SDP in the answer"));
            failed(488, "Not Acceptable Here");
            return;
        }
        music = leg;
        unanswered = null;
        leg.ledger().answered(answer.get());
        SdpLedger mine = listener.ledger();
        if (mine.heldByUs()) {
            mine.restrain(Restraint.MUSIC);
        }
        mine.offered(offer);
        listener.session()
                .acknowledge(
                        mine.answering(
                                OfferAnswer.answer(offer, answer.get(), Direction.SENDONLY)));
        call.bridge().filter(bridge -> bridge.has(listener)).ifPresent(Bridge::parted);
        call.publish(new BridgeFact.Started(listener.id(), leg.id(), BECAUSE));
        settle();
    }

    @Override
    public void failed(int status, String reason) {
        dial = null;
        call.reports()
                .step("music", "the source of hold music does not play: " + status + ' ' + reason);
        answerSilently();
        settle();
    }

    private final class Playing implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            sourceGone(leg, ending);
        }
    }

    /// The source hung up, or is lost.
    private void sourceGone(Leg leg, Ending ending) {
        call.left(leg);
        boolean played = music == leg;
        if (played) {
            music = null;
            call.publish(new BridgeFact.Ended(listener.id(), leg.id()));
        }
        if (played && !over && !(ending instanceof Ending.WeHungUp)) {
            call.bridge().ifPresent(bridge -> bridge.again(listener));
            goOn();
        }
        call.finishIfEmpty();
    }

    /// The source is called once more, then there is silence: as soon as no offer of somebody else
    /// is under way, which may leave the party with the source that has gone.
    private void goOn() {
        if (over || !listener.confirmed()) {
            return;
        }
        if (listener.session().offerPending()) {
            alarm = call.legs().outside().schedule(LOOK_AGAIN, this::goOn);
        } else if (retried) {
            silence();
        } else {
            retried = true;
            start();
        }
    }

    // ---- the party

    /// The party moved its media: so does the music.
    void follow() {
        Leg playing = music;
        Optional<SessionDescription> now = listener.ledger().remote();
        if (playing == null
                || !playing.confirmed()
                || playing.session().offerPending()
                || now.isEmpty()) {
            return;
        }
        byte[] offer = playing.ledger().offering(now.get(), Direction.RECVONLY);
        playing.session().reinvite(offer, List.of(), taking(playing));
    }

    private static ReinviteListener taking(Leg leg) {
        return ReinviteListener.of(
                response -> {
                    leg.session().acknowledge(NOTHING);
                    SdpLedger.read(response)
                            .ifPresentOrElse(leg.ledger()::answered, leg.ledger()::refused);
                },
                response -> leg.ledger().refused());
    }

    /// The party's offer led to no music.
    private void answerSilently() {
        SessionDescription offer = unanswered;
        if (offer != null) {
            unanswered = null;
            listener.session().acknowledge(listener.ledger().answeringSilently(offer));
        }
    }

    /// The party is told that nobody sends anything.
    private void silence() {
        Optional<SessionDescription> said = listener.ledger().local();
        if (!over
                && said.isPresent()
                && listener.confirmed()
                && !listener.session().offerPending()) {
            byte[] body = listener.ledger().offering(said.get(), Direction.INACTIVE);
            listener.session().reinvite(body, List.of(), silencing());
        }
        settle();
    }

    /// A party that missed our ACK refuses every offer until it gets it (RFC 3261 §14.2): it is
    /// told later, lest it stay with a source that has gone. One that will not hear of silence
    /// stays with its partner, and is no listener.
    private ReinviteListener silencing() {
        ReinviteListener once = taking(listener);
        return ReinviteListener.of(
                once::accepted,
                response -> {
                    once.refused(response);
                    if (over) {
                        return;
                    }
                    if (NOT_NOW.contains(response.status()) && tries < MAX_TRIES) {
                        tries++;
                        alarm = call.legs().outside().schedule(PAUSE, this::silence);
                    } else {
                        over = true;
                        call.music().declined(listener, this);
                    }
                });
    }

    private void settle() {
        Runnable then = settled;
        settled = () -> {};
        then.run();
    }

    /// No more music. What the party hears instead is the business of whoever stops it.
    void stop() {
        if (over) {
            return;
        }
        over = true;
        if (alarm != null) {
            alarm.cancel();
        }
        if (dial != null) {
            dial.cancel("Hold is over", Leg.reasonValue(200, "Hold is over"));
        }
        answerSilently();
        Leg playing = music;
        if (playing != null && playing.confirmed()) {
            playing.hangUp("Hold is over", Leg.reason(200, "Hold is over"));
        }
        settle();
    }
}

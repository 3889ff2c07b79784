package io.referee.server.transfer;

import io.referee.server.call.EarlyAnswers;
import io.referee.server.call.Leg;
import io.referee.server.call.MediaPlace;
import io.referee.server.call.MusicOnHold;
import io.referee.server.call.MusicSource;
import io.referee.server.call.Route;
import io.referee.server.call.SdpLedger;
import io.referee.server.transfer.TransferSettings.Strategy;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// In what order a transferee and a target that is yet to be called are asked for their media
/// (`transfers.md` 0.8): what the transferee is asked before the target is called, what the target
/// is offered, and how the join begins when it answers. *Engine thread only.*
final class Approach {
    private static final byte[] NOTHING = new byte[0];

    /// How targets and phones refuse an INVITE without an offer.
    static final Set<Integer> NO_LATE_OFFER = Set.of(400, 415, 488, 500, 606);

    /// How they refuse an offer.
    private static final Set<Integer> NO_SUCH_MEDIA = Set.of(415, 488, 606);

    private final Outside outside;
    private final TransferSettings settings;
    private final Leg transferee;
    private final Patience patience;
    private final MusicOnHold music;
    private final Optional<String> wantedMusic;
    private final EarlyAnswers early = new EarlyAnswers();
    private final boolean keeps;
    private Strategy strategy;
    private int attempts;
    private boolean switched;
    private boolean touched;
    private boolean stopped;
    private @Nullable Leg silenced;
    private Outside.@Nullable Alarm guard;
    private final EarlyReoffer reoffer;
    private @Nullable Splice splice;
    private @Nullable Join join;

    /// The transferee's own offer, while its 2xx waits for an ACK with the answer.
    private @Nullable SessionDescription unanswered;

    Approach(Outside outside, TransferSettings settings, Order order) {
        this.outside = outside;
        this.music = order.call().music();
        this.settings = settings;
        this.transferee = order.transferee();
        this.wantedMusic = order.manner().music();
        this.patience = new Patience(outside, settings.times());
        this.strategy = StrategyChoice.of(order, settings.media());
        this.keeps = StrategyChoice.keeps(transferee, order.call().legs());
        this.reoffer = new EarlyReoffer(transferee, () -> stopped);
    }

    // ---- before the target is called

    /// The same after a rest.
    void prepare(Duration rest, Runnable ready) {
        if (rest.isZero()) {
            prepare(ready);
        } else {
            guard = outside.schedule(rest, () -> prepare(ready));
        }
    }

    /// What the transferee is asked first. `ready` runs when the target may be called, now or later
    /// or, when the transfer ends before, never.
    void prepare(Runnable ready) {
        boolean asks = strategy == Strategy.LATE_X || strategy == Strategy.PARK_FIRST;
        boolean parks = strategy == Strategy.PARK_FIRST;
        if (parks && music.listens(transferee) && wantedMusic.isEmpty()) {
            strategy = Strategy.FRESH_FIX;
            ready.run();
        } else if (parks && music.available(wantedMusic)) {
            touched = true;
            strategy = Strategy.FRESH_FIX;
            music.play(transferee, wantedMusic, () -> goOn(ready));
        } else if (asks) {
            ask(ready);
        } else {
            ready.run();
        }
    }

    /// The plan has the transferee hear something in the meantime; the target is offered what it
    /// says for that, and asked for more when it answers.
    ///
    /// @param wanted where the music is; empty for the usual source
    /// @param payer who pays for the call there
    void hold(Optional<Route> wanted, String payer, Consumer<Route.Heard> then) {
        park();
        boolean possible =
                !stopped
                        && transferee.confirmed()
                        && !transferee.session().offerPending()
                        && (wanted.isPresent() || music.available() && !music.listens(transferee));
        if (!possible) {
            then.accept(heard());
            return;
        }
        touched = true;
        strategy = strategy == Strategy.LATE_Y || keeps ? strategy : Strategy.FRESH_FIX;
        Runnable settled = () -> then.accept(heard());
        Duration patience = settings.times().music();
        wanted.map(at -> new MusicSource.Wanted(at, Optional.of(payer), patience))
                .ifPresentOrElse(
                        source -> music.play(transferee, source, settled),
                        () -> music.play(transferee, settled));
    }

    private Route.Heard heard() {
        return music.hears(transferee) ? Route.Heard.MUSIC : Route.Heard.NOTHING;
    }

    private void goOn(Runnable ready) {
        if (!stopped) {
            ready.run();
        }
    }

    private void ask(Runnable ready) {
        if (stopped || !transferee.confirmed()) {
            return;
        }
        if (patience.free(transferee, () -> ask(ready), () -> goOnWithKnown(ready))) {
            attempt(
                    NOTHING,
                    response -> offered(response, ready),
                    response -> refused(response, ready),
                    () -> goOnWithKnown(ready));
        }
    }

    /// One re-INVITE to the transferee. What comes after it took too long only keeps the session in
    /// order.
    private void attempt(
            byte[] body, Attempt.Answered answered, Attempt.Refused refused, Runnable tooLong) {
        attempts++;
        int mine = attempts;
        new Attempt(transferee, body, () -> stopped || attempts != mine, answered, refused)
                .start(
                        outside,
                        settings.times().reinvite(),
                        () -> {
                            attempts++;
                            tooLong.run();
                        });
    }

    private void goOnWithKnown(Runnable ready) {
        strategy = Strategy.KNOWN;
        goOn(ready);
    }

    private void offered(Response response, Runnable ready) {
        Optional<SessionDescription> offer = SdpLedger.read(response);
        if (offer.isEmpty()) {
            transferee.session().acknowledge(NOTHING);
            goOnWithKnown(ready);
            return;
        }
        unanswered = offer.get();
        if (strategy == Strategy.LATE_X) {
            guard = outside.schedule(settings.times().lateOffer(), this::park);
        } else {
            park();
        }
        ready.run();
    }

    private void refused(Response response, Runnable ready) {
        transferee.ledger().refused();
        if (response.status() == 491) {
            patience.backOff(transferee, () -> ask(ready), () -> goOnWithKnown(ready));
        } else if (strategy == Strategy.PARK_FIRST) {
            silence(ready);
        } else {
            goOnWithKnown(ready);
        }
    }

    /// The transferee's offer is answered with silence: what it said is known and fresh, and it
    /// waits (`transfers.md` A2.2, the guard).
    private void park() {
        SessionDescription offer = unanswered;
        if (offer != null) {
            unanswered = null;
            touched = true;
            strategy = Strategy.KNOWN;
            Direction want = transferee.ledger().wantDirection();
            byte[] silent = transferee.ledger().answeringSilently(offer.withDirection(want));
            transferee.session().acknowledge(silent);
        }
    }

    /// A transferee that makes no offer when it is asked is sent one that is silent. That it
    /// refuses that too stops nothing.
    private void silence(Runnable ready) {
        Optional<SessionDescription> had = transferee.ledger().local();
        if (had.isEmpty()) {
            goOnWithKnown(ready);
            return;
        }
        byte[] body = transferee.ledger().offering(had.get(), Direction.INACTIVE);
        touched = true;
        attempt(
                body,
                response -> {
                    transferee.session().acknowledge(NOTHING);
                    SdpLedger.read(response)
                            .ifPresentOrElse(
                                    transferee.ledger()::answered, transferee.ledger()::refused);
                    goOnWithKnown(ready);
                },
                _ -> {
                    transferee.ledger().refused();
                    goOnWithKnown(ready);
                },
                () -> goOnWithKnown(ready));
    }

    /// What the target is offered; without any it is asked for an offer.
    Optional<SessionDescription> offer() {
        if (strategy == Strategy.LATE_Y) {
            return Optional.empty();
        }
        return Optional.ofNullable(unanswered).or(transferee.ledger()::remote);
    }

    /// A target refused: once it is called again in another order when its status speaks of the
    /// offer. One that wants an offer gets what is known; one that does not take what is known gets
    /// what the transferee says when it is asked, if that is something else.
    ///
    /// @param ready runs when it may be called again
    /// @param sorry runs when it may not
    void another(int status, Runnable ready, Runnable sorry) {
        boolean late = strategy == Strategy.LATE_Y && NO_LATE_OFFER.contains(status);
        boolean known =
                (strategy == Strategy.KNOWN || strategy == Strategy.FRESH_FIX)
                        && !touched
                        && NO_SUCH_MEDIA.contains(status);
        if (switched || !late && !known) {
            sorry.run();
            return;
        }
        switched = true;
        if (late) {
            strategy = Strategy.KNOWN;
            ready.run();
        } else {
            askAgain(ready, sorry);
        }
    }

    private void askAgain(Runnable ready, Runnable sorry) {
        if (!transferee.confirmed() || transferee.session().offerPending()) {
            sorry.run();
            return;
        }
        attempt(
                NOTHING,
                response -> fresh(SdpLedger.read(response), ready, sorry),
                _ -> sorry.run(),
                sorry);
    }

    private void fresh(Optional<SessionDescription> offer, Runnable ready, Runnable sorry) {
        Optional<SessionDescription> had = transferee.ledger().remote();
        boolean other =
                offer.isPresent() && !had.filter(old -> sameMedia(old, offer.get())).isPresent();
        unanswered = offer.orElse(null);
        if (had.isPresent() && offer.isPresent() && MediaPlace.same(had.get(), offer.get())) {
            settle();
        } else if (offer.isPresent()) {
            park();
        } else {
            transferee.session().acknowledge(NOTHING);
        }
        (other ? ready : sorry).run();
    }

    private static boolean sameMedia(SessionDescription one, SessionDescription other) {
        return !other.isSecure()
                && one.withDirection(Direction.SENDRECV)
                        .sameMediaAs(other.withDirection(Direction.SENDRECV));
    }

    // ---- while it rings

    /// The target rings, perhaps with media (`transfers.md` 0.8, early media): what it says
    /// reliably counts, and its 2xx need not repeat it. The transferee hears it when that is set,
    /// once, and no music any more.
    void ringing(Leg target, Response response) {
        Optional<SessionDescription> media = early.ringing(response);
        if (media.isEmpty()) {
            return;
        }
        boolean possible =
                settings.media().earlyMedia()
                        && splice == null
                        && unanswered == null
                        && !stopped
                        && strategy != Strategy.LATE_Y
                        && transferee.confirmed()
                        && !transferee.session().offerPending();
        if (possible) {
            touched = true;
            Runnable heard = () -> music.stop(transferee);
            splice = new Splice(response.toTag(), transferee, () -> stopped, heard);
            splice.start(outside, settings.times().reinvite(), target, media.get());
        }
    }

    /// The target rings for somebody else's call, or did so before (`transfers.md` A5.4).
    ///
    /// @param response empty when it did so before
    void ringingAdopted(Leg target, Optional<Response> response) {
        boolean secure =
                transferee.ledger().remote().filter(SessionDescription::isSecure).isPresent();
        if (strategy == Strategy.KNOWN && !secure && !stopped) {
            response.ifPresentOrElse(
                    rang -> reoffer.rang(target, rang), () -> reoffer.offer(target));
        }
    }

    /// Whether the transferee's media are no longer those that it had with the transferor.
    boolean moved() {
        return touched;
    }

    // ---- when it answers

    /// The target answered; its 2xx is acknowledged here, unless it made the offer.
    void answered(Leg target, Response response) {
        Optional<SessionDescription> said = early.said(response);
        if (strategy == Strategy.LATE_Y && said.isPresent()) {
            return;
        }
        said.ifPresent(target.ledger()::answered);
        target.session().acknowledge(NOTHING);
    }

    /// Begins the join with a target that was [#answered].
    void join(Leg target, Response response, Join.Outcome outcome) {
        Join begun = new Join(outside, settings.times(), transferee, target, outcome);
        join = begun;
        Splice spliced = splice;
        Optional<SessionDescription> said = early.said(response);
        if (spliced != null && spliced.with(response.toTag())) {
            spliced.whenSettled(begun::startSpliced, begun::start);
        } else if (strategy == Strategy.LATE_Y && said.isPresent()) {
            begun.startOwing(said.get());
        } else if (unanswered != null) {
            SessionDescription offer = unanswered;
            unanswered = null;
            begun.startOffered(offer);
        } else if (strategy == Strategy.FRESH_FIX) {
            begun.startFresh();
        } else {
            begun.start();
        }
    }

    /// A target that was called by somebody else answered. What it agreed on reliably before counts
    /// (RFC 3261 §13.2.1).
    void answeredAdopted(Leg target, Response response) {
        if (!target.session().provisionals().agreed()) {
            SdpLedger.read(response).ifPresent(target.ledger()::answered);
        }
        target.session().acknowledge(NOTHING);
    }

    /// Begins the join with a target that was called by somebody else.
    void joinAdopted(Leg target, Response response, Join.Outcome outcome) {
        Join begun = new Join(outside, settings.times(), transferee, target, outcome);
        join = begun;
        Runnable usual = keeps ? begun::start : begun::startFresh;
        reoffer.answered(target, response, begun::start, usual);
    }

    /// The join, once it has begun.
    Optional<Join> joining() {
        return Optional.ofNullable(join);
    }

    /// The transferor makes an offer that must not reach the transferee now: it is answered with
    /// silence (`transfers.md` A2.5).
    void silence(Leg transferor, ServerTransaction transaction) {
        Alone.silently(transferor, transaction);
        if (transaction.request().hasSdp()) {
            silenced = transferor;
        }
    }

    /// Whether going back needs a re-INVITE: the transferee's media were moved, or the transferor
    /// was answered with silence and the server holds neither.
    boolean touched() {
        return touched || join != null && join.touched() || leftSilent();
    }

    private boolean leftSilent() {
        return silenced != null && !silenced.ledger().heldByUs() && !transferee.ledger().heldByUs();
    }

    /// Stops. What was begun on the wire is still brought to its end.
    void stop() {
        stopped = true;
        patience.quiet();
        if (guard != null) {
            guard.cancel();
        }
        if (join != null) {
            join.stop();
        }
        if (touched) {
            music.stop(transferee);
        }
        settle();
    }

    /// The transferee's offer led nowhere: its old media go on.
    private void settle() {
        SessionDescription offer = unanswered;
        if (offer != null) {
            unanswered = null;
            touched |=
                    transferee
                            .ledger()
                            .remote()
                            .filter(had -> MediaPlace.same(had, offer))
                            .isEmpty();
            transferee.session().acknowledge(transferee.ledger().answeringAsBefore(offer));
        }
    }
}

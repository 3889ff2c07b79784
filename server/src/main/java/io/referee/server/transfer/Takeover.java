package io.referee.server.transfer;

import io.referee.server.call.Arriving;
import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.call.SdpLedger;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A newcomer takes the place of a leg that talks (`transfers.md` A5.3): its offer goes to the
/// party that stays, the answer comes back in its 200, and then the replaced leg is hung up. The
/// newcomer is answered only when the one that stays has agreed; whatever goes wrong before leaves
/// the call as it was. *Engine thread only.*
///
/// A newcomer without an offer gets that of the one that stays; its ACK brings the answer.
final class Takeover implements CallGuard, Running {
    private static final byte[] NOTHING = new byte[0];
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Side side;
    private final Call call;
    private final Leg stays;
    private final Leg newcomer;
    private final String id;
    private final TransferSettings settings;
    private final Outside outside;
    private final Optional<SessionDescription> offer;
    private final TransferTimes times;
    private final Instant latest;
    private Phase phase = Phase.RECONNECTING;
    private int outcomeStatus;
    private String outcomeReason = "";
    private int glares;
    private @Nullable Vacancy vacancy;
    private @Nullable TimeLimit limit;

    /// The offer of the one that stays, while the newcomer's ACK is waited for.
    private @Nullable SessionDescription unanswered;

    /// Where a newcomer comes in whose place nobody has at the moment: a slot.
    interface Vacancy {
        /// The newcomer talks with the one that waited.
        void taken();

        /// It does not, and the one that waited waits on, if it has not hung up.
        void vacant();
    }

    /// Nobody is replaced.
    Takeover(Side side, Arriving arriving, TransferSettings settings, Vacancy vacancy) {
        this(side, arriving, settings);
        this.vacancy = vacancy;
    }

    Takeover(Side side, Arriving arriving, TransferSettings settings) {
        this(
                side,
                arriving.into(side.call(), new LegUser() {}),
                SdpLedger.read(arriving.invite()),
                settings);
    }

    /// @param newcomer a leg of the call already
    /// @param offer the newcomer's, if it made one
    Takeover(
            Side side,
            Leg newcomer,
            Optional<SessionDescription> offer,
            TransferSettings settings) {
        this.side = side;
        this.call = side.call();
        this.stays = side.staying();
        this.settings = settings;
        this.outside = call.legs().outside();
        this.id = call.legs().freshId('t');
        this.offer = offer;
        this.newcomer = newcomer;
        this.times = new TransferTimes(outside.now());
        this.latest = outside.now().plus(settings.times().reinvite());
    }

    String id() {
        return id;
    }

    /// @param limit how long a call may last that its payer has left
    void start(TimeLimit limit) {
        this.limit = limit;
        call.guard(this);
        newcomer.user(new Newcomer());
        if (vacancy != null) {
            stays.user(new Waiting());
        }
        String who = newcomer.partyAddress().uri().text();
        String account = newcomer.identity().account();
        String leaving = side.leaving().id();
        call.publish(
                new TransferFact.Requested(
                        id,
                        "invite",
                        kind(),
                        leaving,
                        stays.id(),
                        who,
                        account,
                        "",
                        Optional.empty(),
                        Optional.empty()));
        call.publish(new TransferFact.Accepted(id));
        call.publish(new TransferFact.Answered(id, newcomer.id()));
        times.answered(outside.now());
        offer.ifPresent(newcomer.ledger()::offered);
        ask();
    }

    /// The one re-INVITE that the party that stays gets; an offer of somebody else is waited for.
    private void ask() {
        if (phase.over() || !stays.confirmed()) {
            return;
        }
        if (!stays.session().offerPending()) {
            byte[] body = offer.map(stays.ledger()::offeringAnew).orElse(NOTHING);
            new Attempt(stays, body, () -> false, this::agreed, this::declined)
                    .showing(newcomer.introducedTo(stays))
                    .start(outside, settings.times().reinvite(), () -> failed(408));
        } else if (outside.now().isBefore(latest)) {
            outside.schedule(LOOK_AGAIN, this::ask);
        } else {
            failed(491);
        }
    }

    private void declined(Response response) {
        stays.ledger().refused();
        if (phase.over()) {
            return;
        }
        if (response.status() == 491 && glares < settings.times().glares()) {
            glares++;
            outside.schedule(Attempt.patience(stays, outside), this::ask);
        } else {
            failed(response.status());
        }
    }

    private void agreed(Response response) {
        Optional<SessionDescription> body = SdpLedger.read(response);
        if (offer.isPresent()) {
            stays.session().acknowledge(NOTHING);
            body.ifPresentOrElse(stays.ledger()::answered, stays.ledger()::refused);
            answered(body);
        } else if (body.isEmpty()) {
            stays.session().acknowledge(NOTHING);
            failed(488);
        } else {
            offered(body.get());
        }
    }

    private void answered(Optional<SessionDescription> answer) {
        Optional<SessionDescription> usable =
                answer.filter(body -> !body.media().stream().allMatch(MediaSection::isRejected));
        if (phase.over()) {
            giveBack();
        } else if (usable.isEmpty()) {
            failed(488);
            giveBack();
        } else {
            newcomer.answer(newcomer.ledger().answering(usable.get()), List.of());
            completed();
        }
    }

    private void offered(SessionDescription late) {
        if (phase.over()) {
            stays.session().acknowledge(stays.ledger().repeating(late));
            return;
        }
        unanswered = late;
        phase = Phase.ANSWERED;
        byte[] body = newcomer.ledger().offering(late, stays.ledger().wantDirection());
        newcomer.answer(body, List.of());
    }

    /// The answer of a newcomer that had made no offer.
    private void acknowledged(Request ack) {
        SessionDescription late = unanswered;
        if (late == null) {
            return;
        }
        unanswered = null;
        Optional<SessionDescription> answer = ack.hasSdp() ? SdpLedger.read(ack) : Optional.empty();
        if (answer.isEmpty()) {
            stays.session().acknowledge(stays.ledger().repeating(late));
            failed(488);
            return;
        }
        newcomer.ledger().answered(answer.get());
        stays.ledger().unrestrained();
        stays.ledger().offered(late.withDirection(stays.ledger().wantDirection()));
        SessionDescription fitting =
                OfferAnswer.answer(late, answer.get(), newcomer.ledger().wantDirection());
        stays.session().acknowledge(stays.ledger().answering(fitting));
        completed();
        if (late.direction(0) != stays.ledger().wantDirection()) {
            Duration limit = settings.times().reinvite();
            GivingBack.start(outside, limit, stays, newcomer);
        }
    }

    private void completed() {
        close(Phase.COMPLETED, 200, "OK");
        stays.steeredBy(() -> {}); // whoever still wanted to give it back to its old partner
        times.joined(outside.now());
        Leg leaving = side.leaving();
        if (vacancy != null) {
            vacancy.taken();
        } else {
            Departing.from(call, leaving);
        }
        call.connect(newcomer, stays, id);
        limit();
        call.publish(new TransferFact.Completed(id, 200));
        if (vacancy != null) {
            return;
        }
        if (leaving.confirmed()) {
            leaving.hangUp("Replaced", Leg.reason(200, "Replaced"));
        } else {
            giveUp(leaving, 487, "Replaced");
        }
    }

    /// The account that was replaced goes on paying for the party that it called.
    private void limit() {
        String payer = stays.identity().payer();
        boolean left = payer.equals(side.leaving().identity().account());
        boolean talks = payer.equals(newcomer.identity().account());
        if (limit != null && vacancy == null && !payer.isEmpty() && left && !talks) {
            limit.on(stays);
        }
    }

    /// A leg whose INVITE was never answered.
    private void giveUp(Leg leg, int status, String reason) {
        if (!leg.over()) {
            call.left(leg);
            leg.reject(status, reason, List.of());
        }
    }

    // ---- failing

    /// The newcomer is told; the two others talk on, unless one of them has gone.
    private void failed(int status) {
        int told =
                switch (status) {
                    case 415, 606 -> 488;
                    case 481, 408 -> 480;
                    case 401, 407 -> 403;
                    default -> status;
                };
        String reason = Phrases.of(told);
        if (phase.over()) {
            return;
        }
        close(Phase.RESTORED, told, reason);
        dismiss(told, reason);
        call.publish(new TransferFact.Failed(id, "join", told, reason));
        restore(told, reason);
    }

    /// The one that was to stay has hung up.
    void targetGone() {
        failed(480);
    }

    private void dismiss(int status, String reason) {
        if (newcomer.confirmed()) {
            newcomer.user(new Departing(call));
            newcomer.hangUp(reason, Leg.reason(status, reason));
        } else {
            giveUp(newcomer, status, reason);
        }
    }

    private void restore(int status, String reason) {
        if (vacancy != null) {
            call.publish(new TransferFact.Returned(id, stays.confirmed() ? "restored" : "dropped"));
            vacancy.vacant();
            call.finishIfEmpty();
            return;
        }
        boolean together = side.together();
        call.publish(new TransferFact.Returned(id, together ? "restored" : "dropped"));
        if (!side.leaving().confirmed()) {
            giveUp(side.leaving(), status, reason);
        }
        if (!together && stays.confirmed() && side.leaving().over()) {
            call.disconnect();
            Departing.from(call, stays);
            stays.hangUp(reason, Leg.reason(status, reason));
        }
        call.finishIfEmpty();
    }

    /// The one that stays has taken the newcomer's media, and nobody wants them any more.
    private void giveBack() {
        if (vacancy == null && side.together()) {
            GivingBack.start(outside, stays, side.leaving());
        }
    }

    private void close(Phase last, int status, String reason) {
        phase = last;
        outcomeStatus = status;
        outcomeReason = reason;
        times.finished(outside.now());
        call.unguard();
    }

    private String kind() {
        return vacancy == null ? "replaces" : "retrieve";
    }

    @Override
    public boolean abort(String reason) {
        return false;
    }

    // ---- what the legs do meanwhile

    /// The newcomer, until it belongs to the call.
    private final class Newcomer implements LegUser {
        @Override
        public void cancelled(Leg leg, Request cancel) {
            call.left(leg);
            if (stays.confirmed()) {
                stays.session().cancelReinvite();
            }
            failed(487);
        }

        @Override
        public void acknowledged(Leg leg, Request ack) {
            Takeover.this.acknowledged(ack);
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            SessionDescription late = unanswered;
            unanswered = null;
            if (late != null && stays.confirmed()) {
                stays.session().acknowledge(stays.ledger().repeating(late));
            }
            failed(480);
        }
    }

    @Override
    public Taken ended(Leg leg, Ending ending) {
        if (phase.over()) {
            return Taken.NO;
        }
        if (leg == side.leaving()) {
            stays.user(new Waiting());
            return Taken.YES;
        }
        failed(480);
        return Taken.NO;
    }

    /// The one that stays, when the one to be replaced has hung up by itself.
    private final class Waiting implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            failed(480);
            call.finishIfEmpty();
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            if (Takeover.this.requested(leg, transaction) == Taken.NO) {
                Alone.requested(call, leg, transaction);
            }
        }
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        leg.session().refuse(transaction, 491);
        return Taken.YES;
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        boolean update = transaction.request().is(Method.UPDATE);
        if (!update || !transaction.request().hasBody()) {
            return Taken.NO;
        }
        leg.session().refuse(transaction, 491);
        return Taken.YES;
    }

    @Override
    public TransferView view() {
        return new TransferView(
                id,
                call.ids().owner(),
                call.ids().owner(),
                call.id(),
                kind(),
                "invite",
                phase.name().toLowerCase(Locale.ROOT),
                phase.outcome(),
                outcomeStatus,
                outcomeReason,
                newcomer.partyAddress().uri().text(),
                side.leaving().id(),
                stays.id(),
                newcomer.id(),
                times.requestedAt(),
                times.answeredAt(),
                times.joinedAt(),
                times.finishedAt());
    }
}

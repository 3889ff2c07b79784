package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Leg;
import io.referee.server.call.MediaPlace;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One re-INVITE of ours that serves a join. It reports to the join while that lives; afterwards it
/// only keeps the session in order: a late 2xx is acknowledged and is in force. *Engine thread
/// only.*
final class Attempt implements ReinviteListener {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_RETRY_AFTER_SECONDS = 10;

    private final Leg leg;
    private final byte[] body;
    private final BooleanSupplier useless;
    private final Answered answered;
    private final Refused refused;
    private List<Header> headers = List.of();
    private Outside.@Nullable Alarm impatience;

    interface Answered {
        /// The ACK is owed.
        void by(Response response);
    }

    interface Refused {
        void by(Response response);
    }

    /// @param body the offer, or nothing to ask for one
    /// @param useless whether nobody wants to know the outcome any more
    Attempt(Leg leg, byte[] body, BooleanSupplier useless, Answered answered, Refused refused) {
        this.leg = leg;
        this.body = body;
        this.useless = useless;
        this.answered = answered;
        this.refused = refused;
    }

    /// Says who the peer talks to from now on.
    Attempt showing(List<Header> introduction) {
        headers = introduction;
        return this;
    }

    /// @param tooLong runs when there is no final response in time; the re-INVITE is then given up
    void start(Outside outside, Duration limit, Runnable tooLong) {
        impatience =
                outside.schedule(
                        limit,
                        () -> {
                            leg.session().cancelReinvite();
                            tooLong.run();
                        });
        leg.session().reinvite(body, headers, this);
    }

    private void decided() {
        if (impatience != null) {
            impatience.cancel();
        }
    }

    @Override
    public void accepted(Response response) {
        decided();
        if (useless.getAsBoolean()) {
            late(response);
        } else {
            answered.by(response);
        }
    }

    private void late(Response response) {
        if (body.length > 0) {
            take(leg, response);
        } else {
            lateOffer(SdpLedger.read(response));
        }
    }

    /// The old media go on; the partner is told when the peer takes them elsewhere.
    private void lateOffer(Optional<SessionDescription> offer) {
        Optional<SessionDescription> had = leg.ledger().remote();
        leg.session().acknowledge(offer.map(leg.ledger()::answeringAsBefore).orElse(NOTHING));
        boolean elsewhere =
                had.isPresent() && offer.isPresent() && !MediaPlace.same(had.get(), offer.get());
        if (elsewhere && leg.user() instanceof Bridge bridge && !bridge.busy(leg)) {
            GivingBack.start(leg.outside(), leg, bridge.other(leg));
        }
    }

    /// The answer to an offer of ours: acknowledged, and in force.
    static void take(Leg leg, Response response) {
        leg.session().acknowledge(NOTHING);
        SdpLedger.read(response).ifPresentOrElse(leg.ledger()::answered, leg.ledger()::refused);
    }

    /// 481 and 408 say that the peer is lost: the end of the leg follows, and says enough.
    @Override
    public void refused(Response response) {
        decided();
        boolean lost = response.status() == 481 || response.status() == 408;
        if (useless.getAsBoolean() || lost) {
            leg.ledger().refused();
        } else {
            refused.by(response);
        }
    }

    /// How long to wait after a 491 (RFC 3261 §14.1): 2.1 to 4 s for whoever made the Call-ID, up
    /// to 2 s for the other.
    static Duration patience(Leg leg, Outside outside) {
        boolean ours = leg.session().direction() == Session.Direction.OUTGOING;
        int hundredths = ours ? 210 + outside.random(191) : outside.random(201);
        return Duration.ofMillis(hundredths * 10L);
    }

    /// How long a peer asks us to wait that is busy with itself (`transfers.md` F4); empty when it
    /// is not, or asks for more than ten seconds.
    static Optional<Duration> retryAfter(Response response) {
        return response.status() == 500 && seconds(response) <= MAX_RETRY_AFTER_SECONDS
                ? Optional.of(Duration.ofSeconds(seconds(response)))
                : Optional.empty();
    }

    /// Seconds; more than anybody waits for when the response does not say.
    private static long seconds(Response response) {
        String value = response.value(HeaderName.RETRY_AFTER).orElse("").strip();
        int end = 0;
        while (end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
        }
        return Numbers.parse(value.substring(0, end), Long.MAX_VALUE);
    }
}

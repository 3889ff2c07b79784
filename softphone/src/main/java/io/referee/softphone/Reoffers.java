package io.referee.softphone;

import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Our re-INVITEs: holding and un-holding, one after the other, tried again after 491 (RFC 3261
/// §14.1). *Engine thread only,* but for [#ask].
final class Reoffers {
    /// How often an offer is tried in spite of 491 answers.
    static final int MOST_TRIES = 6;

    private static final Duration BUSY = Duration.ofMillis(50);
    private static final int MOST_WAITS = 200;

    private final CallControl call;
    private Direction wanted = Direction.SENDRECV;
    private @Nullable Wish pending;

    Reoffers(CallControl call) {
        this.call = call;
    }

    /// One wish with what is left of its patience.
    private record Wish(
            Direction direction, CompletableFuture<HoldOutcome> future, int tries, int waits) {
        Wish refused() {
            return new Wish(direction, future, tries - 1, waits);
        }

        Wish waited() {
            return new Wish(direction, future, tries, waits - 1);
        }

        void ends(HoldOutcome outcome) {
            future.completeAsync(() -> outcome, Thread::startVirtualThread);
        }
    }

    /// What we want of the audio: `SENDRECV`, or `SENDONLY` while we hold.
    Direction wanted() {
        return wanted;
    }

    /// *Any thread.* Completes in bounded time: each try ends by the transaction's own timer.
    CompletableFuture<HoldOutcome> ask(Direction direction) {
        CompletableFuture<HoldOutcome> future = new CompletableFuture<>();
        call.post(() -> attempt(new Wish(direction, future, MOST_TRIES, MOST_WAITS)));
        return future;
    }

    private void attempt(Wish wish) {
        Session session = call.session();
        if (session == null || !session.confirmed()) {
            wish.ends(new HoldOutcome.Refused(481));
        } else if (session.offerPending()) {
            later(wish);
        } else if (wanted == wish.direction) {
            wish.ends(new HoldOutcome.Agreed());
        } else {
            pending = wish;
            session.reinvite(
                    call.sdp().offer(wish.direction), List.of(), new Outcome(session, wish));
        }
    }

    /// Another offer is under way, ours or theirs.
    private void later(Wish wish) {
        if (wish.waits == 0) {
            wish.ends(new HoldOutcome.Refused(491));
        } else {
            call.outside().schedule(BUSY, () -> attempt(wish.waited()));
        }
    }

    private final class Outcome implements ReinviteListener {
        private final Session session;
        private final Wish wish;

        Outcome(Session session, Wish wish) {
            this.session = session;
            this.wish = wish;
        }

        @Override
        public void accepted(Response response) {
            pending = null;
            session.acknowledge(CallControl.NOTHING);
            wanted = wish.direction;
            call.answered(response);
            wish.ends(new HoldOutcome.Agreed());
        }

        @Override
        public void refused(Response response) {
            pending = null;
            call.sdp().withdraw();
            if (response.status() == 491 && wish.tries > 1) {
                call.outside()
                        .schedule(backOff(session, call.outside()), () -> attempt(wish.refused()));
            } else {
                wish.ends(new HoldOutcome.Refused(response.status()));
            }
        }
    }

    /// 2.1 to 4 s for the one who chose the Call-ID, else 0 to 2 s, in steps of 10 ms.
    static Duration backOff(Session session, Outside outside) {
        return switch (session.direction()) {
            case OUTGOING -> Duration.ofMillis(2_100 + 10L * outside.random(191));
            case INCOMING -> Duration.ofMillis(10L * outside.random(201));
        };
    }

    /// The call is over: a re-INVITE under way is not answered to us any more. Wishes that wait
    /// notice when their turn comes.
    void over() {
        Wish left = pending;
        pending = null;
        if (left != null) {
            left.ends(new HoldOutcome.Refused(481));
        }
    }
}

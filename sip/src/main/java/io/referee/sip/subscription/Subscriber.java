package io.referee.sip.subscription;

import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.SubscriptionState.Standing;

import java.time.Duration;
import java.util.List;

/// The end of a subscription that asks and is told (RFC 6665 §4.1), pure. A NOTIFY may come before
/// the response to the SUBSCRIBE or REFER, and makes the subscription as well as the response does
/// (§4.1.2.4).
///
/// ```
///  NotifyWait --NOTIFY--> Pending or Active --terminated, ExpiryDue--> Terminated
///      \--refused, TimerN: no NOTIFY came--> Terminated
/// ```
public final class Subscriber {
    /// Who is told again this share of the lifetime before the end: a quarter.
    private static final int REFRESH_SHARE = 4;

    private Subscriber() {}

    /// The states of RFC 6665 §4.1.2 (figure 1).
    public sealed interface State {
        /// The request is sent, and no NOTIFY came.
        record NotifyWait() implements State {}

        /// Nobody has decided yet.
        record Pending() implements State {}

        /// It is there.
        record Active() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    /// What a subscription reacts to.
    public sealed interface Event {
        /// The SUBSCRIBE or REFER was refused with this status; 408 stands for silence.
        record Refused(int status) implements Event {}

        /// A NOTIFY came.
        record Notified(SubscriptionState state, byte[] body) implements Event {}

        /// 64*T1 are over since the request (Timer N, §4.1.2.4).
        record TimerN() implements Event {}

        /// It is time to subscribe again.
        record RefreshDue() implements Event {}

        /// The lifetime is over.
        record ExpiryDue() implements Event {}
    }

    /// What a subscription wants done.
    public sealed interface Effect {
        /// Tell the user of a state.
        record Tell(byte[] body) implements Effect {}

        /// Send a SUBSCRIBE within the dialog.
        record Refresh() implements Effect {}

        /// Let [Event.RefreshDue] and [Event.ExpiryDue] come back after this long, instead of any
        /// earlier ones.
        record Last(Duration refresh, Duration expiry) implements Effect {}

        /// Tell the user that it is over.
        record Over(Cause cause) implements Effect {}
    }

    /// Why it is over, and whether another try makes sense.
    ///
    /// @param status of a refusal; 0 otherwise
    /// @param retryAfter seconds; -1 when another try makes no sense (§4.1.3)
    public record Cause(int status, SubscriptionState.Reason reason, long retryAfter) {}

    /// The next state and what is to be done, in order.
    public record Step(State state, List<Effect> effects) {
        static Step to(State state, Effect... effects) {
            return new Step(state, List.of(effects));
        }
    }

    private record Now(State state, Event event) {}

    /// What the event does in this state.
    public static Step next(State state, Event event) {
        return switch (new Now(state, event)) {
            case Now(State.Terminated t, Event _) -> Step.to(t);
            case Now(State _, Event.Notified n) -> notified(n);
            case Now(State.NotifyWait _, Event.Refused r) -> over(r.status());
            case Now(State.NotifyWait _, Event.TimerN _) -> over(408);
            case Now(State.NotifyWait w, Event _) -> Step.to(w);
            case Now(State s, Event.RefreshDue _) -> Step.to(s, new Effect.Refresh());
            case Now(State _, Event.ExpiryDue _) -> over(0);
            case Now(State s, Event.Refused r) -> gone(r.status()) ? over(r.status()) : Step.to(s);
            case Now(State s, Event.TimerN _) -> Step.to(s);
        };
    }

    private static Step notified(Event.Notified notify) {
        SubscriptionState said = notify.state();
        Effect tell = new Effect.Tell(notify.body());
        if (said.over()) {
            Cause cause = new Cause(0, said.reason(), again(said));
            return Step.to(new State.Terminated(), tell, new Effect.Over(cause));
        }
        State state =
                said.standing() == Standing.PENDING ? new State.Pending() : new State.Active();
        if (said.expires() < 0) {
            return Step.to(state, tell);
        }
        Duration left = Duration.ofSeconds(said.expires());
        Duration early = left.dividedBy(REFRESH_SHARE);
        return Step.to(state, tell, new Effect.Last(left.minus(early), left));
    }

    /// When another subscription may be tried (§4.1.3); -1 for never.
    private static long again(SubscriptionState said) {
        return switch (said.reason()) {
            case DEACTIVATED, TIMEOUT -> 0;
            case PROBATION, GIVEUP, NONE -> Math.max(0, said.retryAfter());
            case REJECTED, NORESOURCE, INVARIANT -> -1;
        };
    }

    /// A refused refresh ends the subscription only when the status says that it is not there; else
    /// it lasts until its time is over (§4.1.2.2).
    private static boolean gone(int status) {
        return status == 481 || status == 404 || status == 410 || status == 489 || status == 604;
    }

    private static Step over(int status) {
        Cause cause = new Cause(status, SubscriptionState.Reason.NONE, -1);
        return Step.to(new State.Terminated(), new Effect.Over(cause));
    }
}

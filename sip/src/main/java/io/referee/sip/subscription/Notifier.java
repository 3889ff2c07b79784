package io.referee.sip.subscription;

import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.SubscriptionState.Reason;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The end of a subscription that knows the state and sends the NOTIFYs (RFC 6665 §4.2), pure: an
/// event and the time go in, the next state and what is to be done come out.
///
/// ```
///  Pending --Granted--> Active --Ended, ExpiryDue, Refreshed(0), Answered(481 ...)--> Terminated
///     \--Ended, ExpiryDue, Refreshed(0), Answered(481 ...)---------------------------^
/// ```
public final class Notifier {
    private Notifier() {}

    /// The states of RFC 6665 §4.2 (figure 2), without those that only a server of many passes
    /// through.
    public sealed interface State {
        /// Nobody has decided yet whether the subscriber may know.
        record Pending(Instant expires, byte[] body) implements State {}

        /// It is told of every change.
        record Active(Instant expires, byte[] body) implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    /// What a subscription reacts to.
    public sealed interface Event {
        /// A SUBSCRIBE of the subscriber, answered 2xx: it lasts so long from now on. Zero ends it,
        /// or fetches the state once.
        record Refreshed(Duration lifetime) implements Event {}

        /// It was decided that the subscriber may know.
        record Granted() implements Event {}

        /// The state is another one.
        record Changed(byte[] body) implements Event {}

        /// There will be no other state after this one, or nobody may know any more.
        record Ended(byte[] body, Reason reason) implements Event {}

        /// The lifetime may be over.
        record ExpiryDue() implements Event {}

        /// A NOTIFY got this final status; 408 stands for silence.
        record Answered(int status) implements Event {}
    }

    /// What a subscription wants done.
    public sealed interface Effect {
        /// Send a NOTIFY.
        record Notify(SubscriptionState state, byte[] body) implements Effect {}

        /// Let [Event.ExpiryDue] come back after this long, instead of any earlier one.
        record Expire(Duration after) implements Effect {}

        /// Forget it.
        record Forget() implements Effect {}
    }

    /// The next state and what is to be done, in order.
    public record Step(State state, List<Effect> effects) {}

    private record Now(State state, Event event) {}

    /// A SUBSCRIBE or REFER was accepted and the subscriber may know: the first NOTIFY follows at
    /// once (§4.2.1.2). A lifetime of zero is a fetch: it is the only NOTIFY.
    public static Step active(Duration lifetime, byte[] body, Instant now) {
        return refreshed(new State.Active(now.plus(lifetime), body), lifetime, now);
    }

    /// The same, while nobody has decided yet; `body` is what may be told to anybody.
    public static Step pending(Duration lifetime, byte[] body, Instant now) {
        return refreshed(new State.Pending(now.plus(lifetime), body), lifetime, now);
    }

    /// What the event does in this state.
    public static Step next(State state, Event event, Instant now) {
        return switch (new Now(state, event)) {
            case Now(State.Pending p, Event.Refreshed r) ->
                    refreshed(
                            new State.Pending(now.plus(r.lifetime()), p.body()), r.lifetime(), now);
            case Now(State.Pending p, Event.Granted _) -> {
                State.Active active = new State.Active(p.expires(), p.body());
                yield new Step(active, List.of(notify(active, now)));
            }
            case Now(State.Pending p, Event.Changed c) ->
                    new Step(new State.Pending(p.expires(), c.body()), List.of());
            case Now(State.Pending _, Event.Ended e) -> over(e.reason(), e.body());
            case Now(State.Pending p, Event.ExpiryDue _) -> due(p, now);
            case Now(State.Pending p, Event.Answered a) -> answered(p, a.status());
            case Now(State.Active a, Event.Refreshed r) ->
                    refreshed(
                            new State.Active(now.plus(r.lifetime()), a.body()), r.lifetime(), now);
            case Now(State.Active a, Event.Granted _) -> new Step(a, List.of());
            case Now(State.Active a, Event.Changed c) -> {
                State.Active changed = new State.Active(a.expires(), c.body());
                yield new Step(changed, List.of(notify(changed, now)));
            }
            case Now(State.Active _, Event.Ended e) -> over(e.reason(), e.body());
            case Now(State.Active a, Event.ExpiryDue _) -> due(a, now);
            case Now(State.Active a, Event.Answered n) -> answered(a, n.status());
            case Now(State.Terminated t, Event _) -> new Step(t, List.of());
        };
    }

    private static Step refreshed(State state, Duration lifetime, Instant now) {
        return lifetime.isZero()
                ? over(Reason.TIMEOUT, body(state))
                : new Step(state, List.of(notify(state, now), new Effect.Expire(lifetime)));
    }

    private static Step over(Reason reason, byte[] body) {
        return new Step(
                new State.Terminated(),
                List.of(
                        new Effect.Notify(SubscriptionState.terminated(reason), body),
                        new Effect.Forget()));
    }

    /// A refresh may have come meanwhile.
    private static Step due(State state, Instant now) {
        Duration left = Duration.between(now, expires(state));
        return left.isPositive()
                ? new Step(state, List.of(new Effect.Expire(left)))
                : over(Reason.TIMEOUT, body(state));
    }

    private static Step answered(State state, int status) {
        return ends(status)
                ? new Step(new State.Terminated(), List.of(new Effect.Forget()))
                : new Step(state, List.of());
    }

    /// Whether this answer to a NOTIFY says that the subscriber is gone; all others concern the one
    /// NOTIFY only (RFC 6665 §4.2.2, RFC 5057 §5.1).
    public static boolean ends(int status) {
        return switch (status) {
            case 404, 405, 408, 410, 416, 489, 501, 604 -> true;
            default -> status >= 480 && status <= 485;
        };
    }

    private static Effect notify(State state, Instant now) {
        long left = Math.max(1, Duration.between(now, expires(state)).toSeconds());
        SubscriptionState said =
                state instanceof State.Pending
                        ? SubscriptionState.pending(left)
                        : SubscriptionState.active(left);
        return new Effect.Notify(said, body(state));
    }

    private static Instant expires(State state) {
        return switch (state) {
            case State.Pending pending -> pending.expires();
            case State.Active active -> active.expires();
            case State.Terminated _ -> Instant.MIN;
        };
    }

    private static byte[] body(State state) {
        return switch (state) {
            case State.Pending pending -> pending.body();
            case State.Active active -> active.body();
            case State.Terminated _ -> new byte[0];
        };
    }
}

package io.referee.sip.transaction;

import io.referee.sip.message.Response;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transaction.Effect.Fail;
import io.referee.sip.transaction.Effect.Send;
import io.referee.sip.transaction.Effect.Start;
import io.referee.sip.transaction.Event.Failure;
import io.referee.sip.transaction.Event.Provisional;
import io.referee.sip.transaction.Event.Retransmitted;
import io.referee.sip.transaction.Event.Success;
import io.referee.sip.transaction.Event.TimerJ;
import io.referee.sip.transaction.Event.TransportError;

/// The non-INVITE server transaction (RFC 3261 §17.2.2).
///
/// ```
///  Trying --1xx sent--> Proceeding --200-699 sent--> Completed --TimerJ--> Terminated
///     \--200-699 sent-------------------------------^
/// ```
public final class NonInviteServer {
    private final Timing timing;
    private final boolean reliable;

    /// A machine for requests over such a transport; it holds no state and may serve many.
    public NonInviteServer(Timing timing, Reliability reliability) {
        this.timing = timing;
        this.reliable = reliability == Reliability.RELIABLE;
    }

    /// The states of RFC 3261 figure 8.
    public sealed interface State {
        /// Handed up, not answered yet.
        record Trying() implements State {}

        /// Answered provisionally; `last` goes out again for a repeated request.
        record Proceeding(Response last) implements State {}

        /// Answered; the response goes out again for a repeated request.
        record Completed(Response response) implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private record Now(State state, Event event) {}

    /// A request came; nothing is said until its user answers.
    public Step<State> start() {
        return Step.to(new State.Trying());
    }

    /// What the event does in this state.
    public Step<State> next(State state, Event event) {
        return switch (new Now(state, event)) {
            case Now(State.Trying _, Provisional p) -> proceed(p.response());
            case Now(State.Trying _, Success s) -> complete(s.response());
            case Now(State.Trying _, Failure f) -> complete(f.response());
            case Now(State.Proceeding _, Provisional p) -> proceed(p.response());
            case Now(State.Proceeding _, Success s) -> complete(s.response());
            case Now(State.Proceeding _, Failure f) -> complete(f.response());
            case Now(State.Proceeding p, Retransmitted _) -> Step.to(p, new Send(p.last()));
            case Now(State.Proceeding _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Completed c, Retransmitted _) -> Step.to(c, new Send(c.response()));
            case Now(State.Completed _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Completed _, TimerJ _) -> Step.to(new State.Terminated());
            case Now(State.Trying t, Event _) -> Step.to(t);
            case Now(State.Proceeding p, Event _) -> Step.to(p);
            case Now(State.Completed c, Event _) -> Step.to(c);
            case Now(State.Terminated t, Event _) -> Step.to(t);
        };
    }

    private Step<State> proceed(Response response) {
        return Step.to(new State.Proceeding(response), new Send(response));
    }

    private Step<State> complete(Response response) {
        Send send = new Send(response);
        return reliable
                ? Step.to(new State.Terminated(), send)
                : Step.to(
                        new State.Completed(response),
                        send,
                        new Start(new TimerJ(), timing.giveUp()));
    }
}

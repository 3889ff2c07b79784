package io.referee.sip.transaction;

import io.referee.sip.message.Response;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transaction.Effect.Fail;
import io.referee.sip.transaction.Effect.Send;
import io.referee.sip.transaction.Effect.Start;
import io.referee.sip.transaction.Event.Failure;
import io.referee.sip.transaction.Event.HandedUp;
import io.referee.sip.transaction.Event.Provisional;
import io.referee.sip.transaction.Event.Retransmitted;
import io.referee.sip.transaction.Event.Success;
import io.referee.sip.transaction.Event.TimerJ;
import io.referee.sip.transaction.Event.TooLate;
import io.referee.sip.transaction.Event.TransportError;
import io.referee.sip.transaction.Event.TryingDue;

/// The non-INVITE server transaction (RFC 3261 §17.2.2 with RFC 4320 §4). The only provisional
/// response is a 100, which it sends by itself when its user takes longer than the client needs to
/// come to T2. A 408 would come too late for everybody and is not sent.
///
/// ```
///  Trying --TryingDue: 100 sent--> Proceeding --200-699 sent--> Completed --TimerJ--> Terminated
///     \--200-699 sent------------------------------------------^                     ^
///      \--TooLate (from Proceeding too)--> Silent --TimerJ---------------------------/
/// ```
public final class NonInviteServer {
    private static final State TRYING = new State.Trying();

    private final Timing timing;
    private final boolean reliable;
    private final Start timerJ;

    /// A machine for requests over such a transport; it holds no state and may serve many.
    public NonInviteServer(Timing timing, Reliability reliability) {
        this.timing = timing;
        this.reliable = reliability == Reliability.RELIABLE;
        this.timerJ = new Start(new TimerJ(), timing.giveUp());
    }

    /// The states of RFC 3261 figure 8.
    public sealed interface State {
        /// Handed up, not answered yet.
        record Trying() implements State {}

        /// Answered provisionally; `last` goes out again for a repeated request.
        record Proceeding(Response last) implements State {}

        /// Answered; the response goes out again for a repeated request.
        record Completed(Response response) implements State {}

        /// It absorbs retransmissions and says nothing.
        record Silent() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private record Now(State state, Event event) {}

    /// A request came; nothing is said until its user answers.
    public Step<State> start() {
        return Step.to(TRYING);
    }

    /// What the event does in this state.
    public Step<State> next(State state, Event event) {
        return switch (new Now(state, event)) {
            case Now(State.Trying t, HandedUp h) ->
                    Step.to(t, new Start(new TryingDue(h.trying()), timing.untilT2()));
            case Now(State.Trying _, TryingDue d) -> proceed(d.trying());
            case Now(State.Trying _, TooLate _) -> silence();
            case Now(State.Trying _, Provisional p) -> proceed(p.response());
            case Now(State.Trying _, Success s) -> complete(s.response());
            case Now(State.Trying _, Failure f) -> complete(f.response());
            case Now(State.Proceeding _, Provisional p) -> proceed(p.response());
            case Now(State.Proceeding _, Success s) -> complete(s.response());
            case Now(State.Proceeding _, Failure f) -> complete(f.response());
            case Now(State.Proceeding _, TooLate _) -> silence();
            case Now(State.Proceeding p, Retransmitted _) -> Step.to(p, new Send(p.last()));
            case Now(State.Proceeding _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Completed c, Retransmitted _) -> Step.to(c, new Send(c.response()));
            case Now(State.Completed _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Completed _, TimerJ _) -> Step.to(new State.Terminated());
            case Now(State.Silent _, TimerJ _) -> Step.to(new State.Terminated());
            case Now(State.Trying t, Event _) -> Step.to(t);
            case Now(State.Proceeding p, Event _) -> Step.to(p);
            case Now(State.Completed c, Event _) -> Step.to(c);
            case Now(State.Silent s, Event _) -> Step.to(s);
            case Now(State.Terminated t, Event _) -> Step.to(t);
        };
    }

    private Step<State> proceed(Response response) {
        return Step.to(new State.Proceeding(response), new Send(response));
    }

    private Step<State> silence() {
        return reliable ? Step.to(new State.Terminated()) : Step.to(new State.Silent(), timerJ);
    }

    private Step<State> complete(Response response) {
        Send send = new Send(response);
        return reliable
                ? Step.to(new State.Terminated(), send)
                : Step.to(new State.Completed(response), send, timerJ);
    }
}

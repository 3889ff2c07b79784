package io.referee.sip.transaction;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transaction.Effect.Fail;
import io.referee.sip.transaction.Effect.PassUp;
import io.referee.sip.transaction.Effect.Send;
import io.referee.sip.transaction.Effect.Start;
import io.referee.sip.transaction.Event.Failure;
import io.referee.sip.transaction.Event.Provisional;
import io.referee.sip.transaction.Event.Success;
import io.referee.sip.transaction.Event.TimerE;
import io.referee.sip.transaction.Event.TimerF;
import io.referee.sip.transaction.Event.TimerK;
import io.referee.sip.transaction.Event.TransportError;

import java.time.Duration;

/// The non-INVITE client transaction (RFC 3261 §17.1.2).
///
/// ```
///  Trying --1xx--> Proceeding --200-699--> Completed --TimerK--> Terminated
///     \--200-699--------------------------^
///     \--TimerF, transport error--> Terminated       (from Trying and Proceeding)
/// ```
public final class NonInviteClient {
    private static final State COMPLETED = new State.Completed();

    private final Timing timing;
    private final boolean reliable;
    private final Start timerF;
    private final Start timerK;

    /// A machine for requests over such a transport; it holds no state and may serve many.
    public NonInviteClient(Timing timing, Reliability reliability) {
        this.timing = timing;
        this.reliable = reliability == Reliability.RELIABLE;
        this.timerF = new Start(new TimerF(), timing.giveUp());
        this.timerK = new Start(new TimerK(), timing.t4());
    }

    /// The states of RFC 3261 figure 6.
    public sealed interface State {
        /// Sent, nothing heard yet.
        record Trying(Request request, Duration interval) implements State {}

        /// A provisional response came.
        record Proceeding(Request request) implements State {}

        /// A final response came; its repetitions are absorbed.
        record Completed() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private record Now(State state, Event event) {}

    /// Sends the request.
    public Step<State> start(Request request) {
        State trying = new State.Trying(request, timing.t1());
        return reliable
                ? Step.to(trying, new Send(request), timerF)
                : Step.to(trying, new Send(request), timerF, new Start(new TimerE(), timing.t1()));
    }

    /// What the event does in this state.
    public Step<State> next(State state, Event event) {
        return switch (new Now(state, event)) {
            case Now(State.Trying t, TimerE _) -> resend(t);
            case Now(State.Trying _, TimerF _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TIMEOUT));
            case Now(State.Trying _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Trying t, Provisional p) ->
                    Step.to(new State.Proceeding(t.request()), new PassUp(p.response()));
            case Now(State.Trying _, Success s) -> complete(s.response());
            case Now(State.Trying _, Failure f) -> complete(f.response());
            case Now(State.Proceeding p, TimerE _) -> repeat(p);
            case Now(State.Proceeding _, TimerF _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TIMEOUT));
            case Now(State.Proceeding _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Proceeding p, Provisional r) -> Step.to(p, new PassUp(r.response()));
            case Now(State.Proceeding _, Success s) -> complete(s.response());
            case Now(State.Proceeding _, Failure f) -> complete(f.response());
            case Now(State.Completed _, TimerK _) -> Step.to(new State.Terminated());
            case Now(State.Trying t, Event _) -> Step.to(t);
            case Now(State.Proceeding p, Event _) -> Step.to(p);
            case Now(State.Completed c, Event _) -> Step.to(c);
            case Now(State.Terminated t, Event _) -> Step.to(t);
        };
    }

    private Step<State> resend(State.Trying trying) {
        Duration interval = timing.next(trying.interval());
        return Step.to(
                new State.Trying(trying.request(), interval),
                new Send(trying.request()),
                new Start(new TimerE(), interval));
    }

    private Step<State> repeat(State.Proceeding proceeding) {
        return Step.to(
                proceeding, new Send(proceeding.request()), new Start(new TimerE(), timing.t2()));
    }

    private Step<State> complete(Response response) {
        PassUp up = new PassUp(response);
        return reliable ? Step.to(new State.Terminated(), up) : Step.to(COMPLETED, up, timerK);
    }
}

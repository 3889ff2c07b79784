package io.referee.sip.transaction;

import io.referee.sip.message.Response;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transaction.Effect.Fail;
import io.referee.sip.transaction.Effect.PassUp;
import io.referee.sip.transaction.Effect.Send;
import io.referee.sip.transaction.Effect.Start;
import io.referee.sip.transaction.Event.Acknowledged;
import io.referee.sip.transaction.Event.Failure;
import io.referee.sip.transaction.Event.Provisional;
import io.referee.sip.transaction.Event.Retransmitted;
import io.referee.sip.transaction.Event.Success;
import io.referee.sip.transaction.Event.TimerG;
import io.referee.sip.transaction.Event.TimerH;
import io.referee.sip.transaction.Event.TimerI;
import io.referee.sip.transaction.Event.TimerL;
import io.referee.sip.transaction.Event.TransportError;

import java.time.Duration;

/// The INVITE server transaction (RFC 3261 §17.2.1 with RFC 6026 §7.1). Its user sends 100 at once,
/// so Proceeding always has a response to repeat. A 2xx is repeated by the user, not by the
/// transaction.
///
/// ```
///  Proceeding --2xx sent--> Accepted --TimerL--> Terminated        (ACK: passed up; INVITE:
///  absorbed)
///      \--300-699 sent--> Completed --ACK--> Confirmed --TimerI--> Terminated
///                             \--TimerH--> Terminated (failed)
/// ```
public final class InviteServer {
    private static final State ACCEPTED = new State.Accepted();
    private static final State CONFIRMED = new State.Confirmed();

    private final Timing timing;
    private final boolean reliable;
    private final Start timerH;
    private final Start timerI;
    private final Start timerL;

    /// A machine for INVITEs over such a transport; it holds no state and may serve many.
    public InviteServer(Timing timing, Reliability reliability) {
        this.timing = timing;
        this.reliable = reliability == Reliability.RELIABLE;
        this.timerH = new Start(new TimerH(), timing.giveUp());
        this.timerI = new Start(new TimerI(), timing.t4());
        this.timerL = new Start(new TimerL(), timing.giveUp());
    }

    /// The states of RFC 6026 figure 3.
    public sealed interface State {
        /// Not answered finally yet; `last` goes out again for a repeated INVITE.
        record Proceeding(Response last) implements State {}

        /// A 2xx was sent; its repetition is the user's business (RFC 6026 §7.1).
        record Accepted() implements State {}

        /// A failure was sent and is repeated until the ACK.
        record Completed(Response response, Duration interval) implements State {}

        /// The ACK came; repetitions of it are absorbed.
        record Confirmed() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private record Now(State state, Event event) {}

    /// Answers the INVITE with this first response, a 100 as a rule.
    public Step<State> start(Response trying) {
        return Step.to(new State.Proceeding(trying), new Send(trying));
    }

    /// What the event does in this state.
    public Step<State> next(State state, Event event) {
        return switch (new Now(state, event)) {
            case Now(State.Proceeding p, Retransmitted _) -> Step.to(p, new Send(p.last()));
            case Now(State.Proceeding _, Provisional r) ->
                    Step.to(new State.Proceeding(r.response()), new Send(r.response()));
            case Now(State.Proceeding _, Success s) ->
                    Step.to(ACCEPTED, new Send(s.response()), timerL);
            case Now(State.Proceeding _, Failure f) -> fail(f.response());
            case Now(State.Proceeding p, TransportError _) -> Step.to(p, new Fail(Cause.TRANSPORT));
            case Now(State.Accepted a, Acknowledged ack) -> Step.to(a, new PassUp(ack.ack()));
            case Now(State.Accepted a, Success s) -> Step.to(a, new Send(s.response()));
            case Now(State.Accepted a, TransportError _) -> Step.to(a, new Fail(Cause.TRANSPORT));
            case Now(State.Accepted _, TimerL _) -> Step.to(new State.Terminated());
            case Now(State.Completed c, Retransmitted _) -> Step.to(c, new Send(c.response()));
            case Now(State.Completed c, TimerG _) -> repeat(c);
            case Now(State.Completed _, Acknowledged _) -> confirm();
            case Now(State.Completed _, TimerH _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TIMEOUT));
            case Now(State.Completed c, TransportError _) -> Step.to(c, new Fail(Cause.TRANSPORT));
            case Now(State.Confirmed _, TimerI _) -> Step.to(new State.Terminated());
            case Now(State.Proceeding p, Event _) -> Step.to(p);
            case Now(State.Accepted a, Event _) -> Step.to(a);
            case Now(State.Completed c, Event _) -> Step.to(c);
            case Now(State.Confirmed c, Event _) -> Step.to(c);
            case Now(State.Terminated t, Event _) -> Step.to(t);
        };
    }

    private Step<State> fail(Response response) {
        State completed = new State.Completed(response, timing.t1());
        return reliable
                ? Step.to(completed, new Send(response), timerH)
                : Step.to(
                        completed,
                        new Send(response),
                        timerH,
                        new Start(new TimerG(), timing.t1()));
    }

    private Step<State> repeat(State.Completed completed) {
        Duration interval = timing.next(completed.interval());
        return Step.to(
                new State.Completed(completed.response(), interval),
                new Send(completed.response()),
                new Start(new TimerG(), interval));
    }

    private Step<State> confirm() {
        return reliable ? Step.to(new State.Terminated()) : Step.to(CONFIRMED, timerI);
    }
}

package io.referee.sip.transaction;

import io.referee.sip.header.CSeq;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
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
import io.referee.sip.transaction.Event.TimerA;
import io.referee.sip.transaction.Event.TimerB;
import io.referee.sip.transaction.Event.TimerD;
import io.referee.sip.transaction.Event.TimerM;
import io.referee.sip.transaction.Event.TransportError;

import java.time.Duration;

/// The INVITE client transaction (RFC 3261 §17.1.1 with RFC 6026 §7.2, §8.4).
///
/// ```
///  Calling --1xx--> Proceeding --2xx--> Accepted --TimerM--> Terminated
///     |  \--2xx------------------------^   ^ 2xx: passed up
///     |   \--300-699--> Completed --TimerD--> Terminated     (ACK sent for each failure response)
///     \--TimerB, transport error--> Terminated
/// ```
public final class InviteClient {
    private static final Start TIMER_D = new Start(new TimerD(), Duration.ofSeconds(32));
    private static final State ACCEPTED = new State.Accepted();

    private final Timing timing;
    private final boolean reliable;
    private final Start timerB;
    private final Start timerM;

    /// A machine for INVITEs over such a transport; it holds no state and may serve many.
    public InviteClient(Timing timing, Reliability reliability) {
        this.timing = timing;
        this.reliable = reliability == Reliability.RELIABLE;
        this.timerB = new Start(new TimerB(), timing.giveUp());
        this.timerM = new Start(new TimerM(), timing.giveUp());
    }

    /// The states of RFC 6026 figure 5.
    public sealed interface State {
        /// Sent, nothing heard yet.
        record Calling(Request invite, Duration interval) implements State {}

        /// A provisional response came.
        record Proceeding(Request invite) implements State {}

        /// A failure came and was acknowledged; its repetitions are acknowledged again.
        record Completed(Request ack) implements State {}

        /// A 2xx came; further ones are handed up (RFC 6026 §7.2).
        record Accepted() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private record Now(State state, Event event) {}

    /// Sends the INVITE.
    public Step<State> start(Request invite) {
        State calling = new State.Calling(invite, timing.t1());
        return reliable
                ? Step.to(calling, new Send(invite), timerB)
                : Step.to(calling, new Send(invite), timerB, new Start(new TimerA(), timing.t1()));
    }

    /// What the event does in this state.
    public Step<State> next(State state, Event event) {
        return switch (new Now(state, event)) {
            case Now(State.Calling c, TimerA _) -> resend(c);
            case Now(State.Calling _, TimerB _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TIMEOUT));
            case Now(State.Calling _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Calling c, Provisional p) ->
                    Step.to(new State.Proceeding(c.invite()), new PassUp(p.response()));
            case Now(State.Calling _, Success s) -> accept(s);
            case Now(State.Calling c, Failure f) -> fail(c.invite(), f);
            case Now(State.Proceeding p, Provisional r) -> Step.to(p, new PassUp(r.response()));
            case Now(State.Proceeding _, Success s) -> accept(s);
            case Now(State.Proceeding p, Failure f) -> fail(p.invite(), f);
            case Now(State.Completed c, Failure _) -> Step.to(c, new Send(c.ack()));
            case Now(State.Completed _, TransportError _) ->
                    Step.to(new State.Terminated(), new Fail(Cause.TRANSPORT));
            case Now(State.Completed _, TimerD _) -> Step.to(new State.Terminated());
            case Now(State.Accepted a, Success s) -> Step.to(a, new PassUp(s.response()));
            case Now(State.Accepted _, TimerM _) -> Step.to(new State.Terminated());
            case Now(State.Calling c, Event _) -> Step.to(c);
            case Now(State.Proceeding p, Event _) -> Step.to(p);
            case Now(State.Completed c, Event _) -> Step.to(c);
            case Now(State.Accepted a, Event _) -> Step.to(a);
            case Now(State.Terminated t, Event _) -> Step.to(t);
        };
    }

    private Step<State> resend(State.Calling calling) {
        Duration interval = calling.interval().plus(calling.interval());
        return Step.to(
                new State.Calling(calling.invite(), interval),
                new Send(calling.invite()),
                new Start(new TimerA(), interval));
    }

    private Step<State> accept(Success success) {
        return Step.to(ACCEPTED, new PassUp(success.response()), timerM);
    }

    private Step<State> fail(Request invite, Failure failure) {
        Request ack = ack(invite, failure.response());
        Send send = new Send(ack);
        PassUp up = new PassUp(failure.response());
        return reliable
                ? Step.to(new State.Terminated(), send, up)
                : Step.to(new State.Completed(ack), send, up, TIMER_D);
    }

    /// The ACK of a failure response (§17.1.1.3): same branch, To of the response, Route of the
    /// INVITE.
    static Request ack(Request invite, Response response) {
        MessageBuilder ack =
                new MessageBuilder()
                        .pushVia(invite.via())
                        .from(invite.from())
                        .to(response.to())
                        .callId(invite.callId())
                        .cseq(new CSeq(invite.cseq().number(), Method.ACK))
                        .add(HeaderName.MAX_FORWARDS, "70");
        for (String route : invite.values(HeaderName.ROUTE)) {
            ack.add(HeaderName.ROUTE, route);
        }
        return ack.request(Method.ACK, invite.uri());
    }
}

package io.referee.sip.transaction;

import static io.referee.sip.transaction.MachineTable.BUSY;
import static io.referee.sip.transaction.MachineTable.INVITE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.InviteClient.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/// The INVITE client machine with its ACK: RFC 3261 §17.1.1, §17.1.1.2, §17.1.1.3, as changed by
/// RFC 6026 §7.2, §8.4.
class InviteClientTest {
    private static final MachineTable TABLE =
            new MachineTable(
                    """
                    Calling 0.5s | TimerA         | Calling 1.0s: send INVITE, TimerA in 1.0s           | same
                    Calling 0.5s | TimerB         | Terminated: fail TIMEOUT                            | same
                    Calling 0.5s | TransportError | Terminated: fail TRANSPORT                          | same
                    Calling 0.5s | Provisional    | Proceeding: pass up 183                             | same
                    Calling 0.5s | Success        | Accepted: pass up 200, TimerM in 32.0s              | same
                    Calling 0.5s | Failure        | Completed: send ACK, pass up 486, TimerD in 32.0s   | Terminated: send ACK, pass up 486
                    Proceeding   | Provisional    | Proceeding: pass up 183                             | same
                    Proceeding   | Success        | Accepted: pass up 200, TimerM in 32.0s              | same
                    Proceeding   | Failure        | Completed: send ACK, pass up 486, TimerD in 32.0s   | Terminated: send ACK, pass up 486
                    Completed    | Failure        | Completed: send ACK                                 | same
                    Completed    | TransportError | Terminated: fail TRANSPORT                          | same
                    Completed    | TimerD         | Terminated                                          | same
                    Accepted     | Success        | Accepted: pass up 200                               | same
                    Accepted     | TimerM         | Terminated                                          | same
                    """);

    private static final List<State> STATES =
            List.of(
                    new State.Calling(INVITE, Duration.ofMillis(500)),
                    new State.Proceeding(INVITE),
                    new State.Completed(InviteClient.ack(INVITE, BUSY)),
                    new State.Accepted(),
                    new State.Terminated());

    @ParameterizedTest
    @EnumSource
    void everyEventInEveryStateDoesWhatTheTableSays(Reliability reliability) {
        TABLE.check(reliability, STATES, InviteClientTest::name, machine(reliability)::next);
    }

    @Test
    void itStartsByCalling() {
        assertThat(started(Reliability.UNRELIABLE))
                .isEqualTo("Calling 0.5s: send INVITE, TimerB in 32.0s, TimerA in 0.5s");
        assertThat(started(Reliability.RELIABLE))
                .isEqualTo("Calling 0.5s: send INVITE, TimerB in 32.0s");
    }

    @Test
    void timerADoublesWithoutLimit() {
        InviteClient udp = machine(Reliability.UNRELIABLE);

        assertThat(MachineTable.intervals(udp.start(INVITE), new Event.TimerA(), 7, udp::next))
                .containsExactly(0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0);
    }

    @Test
    void theAckOfAFailureGoesTheWayOfTheInvite() {
        Request ack = InviteClient.ack(INVITE, BUSY);

        assertThat(ack.method()).isSameAs(Method.ACK);
        assertThat(ack.uri()).isEqualTo(INVITE.uri());
        assertThat(ack.values(HeaderName.VIA)).containsExactly(INVITE.via().text());
        assertThat(ack.values(HeaderName.ROUTE)).isEqualTo(INVITE.values(HeaderName.ROUTE));
        assertThat(ack.from()).isEqualTo(INVITE.from());
        assertThat(ack.to()).isEqualTo(BUSY.to());
        assertThat(ack.callId()).isEqualTo(INVITE.callId());
        assertThat(ack.cseq().text()).isEqualTo("314159 ACK");
        assertThat(ack.hasBody()).isFalse();
    }

    private static InviteClient machine(Reliability reliability) {
        return new InviteClient(Timing.STANDARD, reliability);
    }

    private static String started(Reliability reliability) {
        return MachineTable.describe(machine(reliability).start(INVITE), InviteClientTest::name);
    }

    private static String name(State state) {
        return switch (state) {
            case State.Calling(Request _, Duration interval) ->
                    "Calling " + MachineTable.seconds(interval);
            case State.Proceeding _ -> "Proceeding";
            case State.Completed _ -> "Completed";
            case State.Accepted _ -> "Accepted";
            case State.Terminated _ -> "Terminated";
        };
    }
}

package io.referee.sip.transaction;

import static io.referee.sip.transaction.MachineTable.OPTIONS;
import static io.referee.sip.transaction.MachineTable.RINGING;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Request;
import io.referee.sip.transaction.NonInviteClient.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/// The other client machine: RFC 3261 §17.1.2, §17.1.2.2.
class NonInviteClientTest {
    private static final MachineTable TABLE =
            new MachineTable(
                    """
                    Trying 0.5s | TimerE         | Trying 1.0s: send OPTIONS, TimerE in 1.0s | same
                    Trying 0.5s | TimerF         | Terminated: fail TIMEOUT                  | same
                    Trying 0.5s | TransportError | Terminated: fail TRANSPORT                | same
                    Trying 0.5s | Provisional    | Proceeding: pass up 183                   | same
                    Trying 0.5s | Success        | Completed: pass up 200, TimerK in 5.0s    | Terminated: pass up 200
                    Trying 0.5s | Failure        | Completed: pass up 486, TimerK in 5.0s    | Terminated: pass up 486
                    Proceeding  | TimerE         | Proceeding: send OPTIONS, TimerE in 4.0s  | same
                    Proceeding  | TimerF         | Terminated: fail TIMEOUT                  | same
                    Proceeding  | TransportError | Terminated: fail TRANSPORT                | same
                    Proceeding  | Provisional    | Proceeding: pass up 183                   | same
                    Proceeding  | Success        | Completed: pass up 200, TimerK in 5.0s    | Terminated: pass up 200
                    Proceeding  | Failure        | Completed: pass up 486, TimerK in 5.0s    | Terminated: pass up 486
                    Completed   | TimerK         | Terminated                                | same
                    """);

    private static final List<State> STATES =
            List.of(
                    new State.Trying(OPTIONS, Duration.ofMillis(500)),
                    new State.Proceeding(OPTIONS),
                    new State.Completed(),
                    new State.Terminated());

    @ParameterizedTest
    @EnumSource
    void everyEventInEveryStateDoesWhatTheTableSays(Reliability reliability) {
        TABLE.check(reliability, STATES, NonInviteClientTest::name, machine(reliability)::next);
    }

    @Test
    void itStartsByTrying() {
        assertThat(started(Reliability.UNRELIABLE))
                .isEqualTo("Trying 0.5s: send OPTIONS, TimerF in 32.0s, TimerE in 0.5s");
        assertThat(started(Reliability.RELIABLE))
                .isEqualTo("Trying 0.5s: send OPTIONS, TimerF in 32.0s");
    }

    @Test
    void timerEDoublesUpToT2() {
        NonInviteClient udp = machine(Reliability.UNRELIABLE);

        assertThat(MachineTable.intervals(udp.start(OPTIONS), new Event.TimerE(), 6, udp::next))
                .containsExactly(0.5, 1.0, 2.0, 4.0, 4.0, 4.0);
    }

    @Test
    void afterAProvisionalResponseTimerEIsT2() {
        NonInviteClient udp = machine(Reliability.UNRELIABLE);
        Step<State> proceeding =
                udp.next(udp.start(OPTIONS).state(), new Event.Provisional(RINGING));

        assertThat(MachineTable.intervals(proceeding, new Event.TimerE(), 4, udp::next))
                .containsExactly(4.0, 4.0, 4.0);
    }

    private static NonInviteClient machine(Reliability reliability) {
        return new NonInviteClient(Timing.STANDARD, reliability);
    }

    private static String started(Reliability reliability) {
        return MachineTable.describe(
                machine(reliability).start(OPTIONS), NonInviteClientTest::name);
    }

    private static String name(State state) {
        return switch (state) {
            case State.Trying(Request _, Duration interval) ->
                    "Trying " + MachineTable.seconds(interval);
            case State.Proceeding _ -> "Proceeding";
            case State.Completed _ -> "Completed";
            case State.Terminated _ -> "Terminated";
        };
    }
}

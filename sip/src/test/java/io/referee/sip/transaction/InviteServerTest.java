package io.referee.sip.transaction;

import static io.referee.sip.transaction.MachineTable.BUSY;
import static io.referee.sip.transaction.MachineTable.RINGING;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Response;
import io.referee.sip.transaction.InviteServer.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/// The INVITE server machine: RFC 3261 §17.2.1, as changed by RFC 6026 §7.1.
class InviteServerTest {
    private static final MachineTable TABLE =
            new MachineTable(
                    """
                    Proceeding 180     | Retransmitted  | Proceeding 180: send 180                                          | same
                    Proceeding 180     | Provisional    | Proceeding 183: send 183                                          | same
                    Proceeding 180     | Success        | Accepted: send 200, TimerL in 32.0s                               | same
                    Proceeding 180     | Failure        | Completed 486 0.5s: send 486, TimerH in 32.0s, TimerG in 0.5s     | Completed 486 0.5s: send 486, TimerH in 32.0s
                    Proceeding 180     | TransportError | Proceeding 180: fail TRANSPORT                                    | same
                    Accepted           | Acknowledged   | Accepted: pass up ACK                                             | same
                    Accepted           | Success        | Accepted: send 200                                                | same
                    Accepted           | TransportError | Accepted: fail TRANSPORT                                          | same
                    Accepted           | TimerL         | Terminated                                                        | same
                    Completed 486 0.5s | Retransmitted  | Completed 486 0.5s: send 486                                      | same
                    Completed 486 0.5s | TimerG         | Completed 486 1.0s: send 486, TimerG in 1.0s                      | same
                    Completed 486 0.5s | Acknowledged   | Confirmed: TimerI in 5.0s                                         | Terminated
                    Completed 486 0.5s | TimerH         | Terminated: fail TIMEOUT                                          | same
                    Completed 486 0.5s | TransportError | Completed 486 0.5s: fail TRANSPORT                                | same
                    Confirmed          | TimerI         | Terminated                                                        | same
                    """);

    private static final List<State> STATES =
            List.of(
                    new State.Proceeding(RINGING),
                    new State.Accepted(),
                    new State.Completed(BUSY, Duration.ofMillis(500)),
                    new State.Confirmed(),
                    new State.Terminated());

    @ParameterizedTest
    @EnumSource
    void everyEventInEveryStateDoesWhatTheTableSays(Reliability reliability) {
        TABLE.check(reliability, STATES, InviteServerTest::name, machine(reliability)::next);
    }

    @ParameterizedTest
    @EnumSource
    void itStartsWithAResponse(Reliability reliability) {
        assertThat(
                        MachineTable.describe(
                                machine(reliability).start(RINGING), InviteServerTest::name))
                .isEqualTo("Proceeding 180: send 180");
    }

    @Test
    void timerGDoublesUpToT2() {
        InviteServer udp = machine(Reliability.UNRELIABLE);
        Step<State> busy = udp.next(new State.Proceeding(RINGING), new Event.Failure(BUSY));

        assertThat(MachineTable.intervals(busy, new Event.TimerG(), 6, udp::next))
                .containsExactly(0.5, 1.0, 2.0, 4.0, 4.0, 4.0);
    }

    private static InviteServer machine(Reliability reliability) {
        return new InviteServer(Timing.STANDARD, reliability);
    }

    private static String name(State state) {
        return switch (state) {
            case State.Proceeding(Response last) -> "Proceeding " + last.status();
            case State.Accepted _ -> "Accepted";
            case State.Completed(Response response, Duration interval) ->
                    "Completed " + response.status() + ' ' + MachineTable.seconds(interval);
            case State.Confirmed _ -> "Confirmed";
            case State.Terminated _ -> "Terminated";
        };
    }
}

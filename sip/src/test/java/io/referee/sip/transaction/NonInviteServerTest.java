package io.referee.sip.transaction;

import static io.referee.sip.transaction.MachineTable.BUSY;
import static io.referee.sip.transaction.MachineTable.RINGING;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Response;
import io.referee.sip.transaction.NonInviteServer.State;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/// The other server machine: RFC 3261 §17.2.2 with RFC 4320 §4.
class NonInviteServerTest {
    private static final MachineTable TABLE =
            new MachineTable(
                    """
                    Trying         | HandedUp       | Trying: TryingDue in 3.5s                  | same
                    Trying         | TryingDue      | Proceeding 100: send 100                   | same
                    Trying         | TooLate        | Silent: TimerJ in 32.0s                    | Terminated
                    Trying         | Provisional    | Proceeding 183: send 183                   | same
                    Trying         | Success        | Completed 200: send 200, TimerJ in 32.0s   | Terminated: send 200
                    Trying         | Failure        | Completed 486: send 486, TimerJ in 32.0s   | Terminated: send 486
                    Proceeding 180 | Retransmitted  | Proceeding 180: send 180                   | same
                    Proceeding 180 | Provisional    | Proceeding 183: send 183                   | same
                    Proceeding 180 | Success        | Completed 200: send 200, TimerJ in 32.0s   | Terminated: send 200
                    Proceeding 180 | Failure        | Completed 486: send 486, TimerJ in 32.0s   | Terminated: send 486
                    Proceeding 180 | TooLate        | Silent: TimerJ in 32.0s                    | Terminated
                    Proceeding 180 | TransportError | Terminated: fail TRANSPORT                 | same
                    Completed 486  | Retransmitted  | Completed 486: send 486                    | same
                    Completed 486  | TransportError | Terminated: fail TRANSPORT                 | same
                    Completed 486  | TimerJ         | Terminated                                 | same
                    Silent         | TimerJ         | Terminated                                 | same
                    """);

    private static final List<State> STATES =
            List.of(
                    new State.Trying(),
                    new State.Proceeding(RINGING),
                    new State.Completed(BUSY),
                    new State.Silent(),
                    new State.Terminated());

    @ParameterizedTest
    @EnumSource
    void everyEventInEveryStateDoesWhatTheTableSays(Reliability reliability) {
        TABLE.check(reliability, STATES, NonInviteServerTest::name, machine(reliability)::next);
    }

    @ParameterizedTest
    @EnumSource
    void itStartsSilently(Reliability reliability) {
        assertThat(MachineTable.describe(machine(reliability).start(), NonInviteServerTest::name))
                .isEqualTo("Trying");
    }

    private static NonInviteServer machine(Reliability reliability) {
        return new NonInviteServer(Timing.STANDARD, reliability);
    }

    private static String name(State state) {
        return switch (state) {
            case State.Trying _ -> "Trying";
            case State.Proceeding(Response last) -> "Proceeding " + last.status();
            case State.Completed(Response response) -> "Completed " + response.status();
            case State.Silent _ -> "Silent";
            case State.Terminated _ -> "Terminated";
        };
    }
}

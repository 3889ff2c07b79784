package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.JOINED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import io.referee.server.transfer.TransferSettings.ReplacesRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A phone behind a proxy that hides topology names its other call by ids of which some are not
/// ours (`transfers.md` H45).
class MaskedReplacesLaddersTest {
    private static final ReplacesRules LENIENT = new ReplacesRules(true, false, false);

    private static final String BOTH_CALLS_END =
            """
            a1< 603
            a2> BYE
            a2< 200
            c< BYE
            c> 200
            a1> BYE
            a1< 200
            b< BYE
            b> 200
            """;

    @TestFactory
    @DisplayName("case 41: with `replaces.lenient` the Call-ID or the tags alone are enough")
    Stream<DynamicTest> halfOfTheIdsAreEnough() {
        return Stream.of("[a2^]", "[a2%]")
                .flatMap(
                        name ->
                                AttendedPlaying.everyWay(
                                        ASKED.replace("[a2]", name)
                                                + JOINED
                                                + ALICE_LEAVES
                                                + BOB_ENDS_IT,
                                        allowed(LENIENT)));
    }

    @TestFactory
    @DisplayName("case 41: without it, and for the dialog of somebody else, they are not")
    Stream<DynamicTest> otherwiseTheyAreNot() {
        String asked = "a1> REFER Refer-To:carol?Replaces=";
        return Stream.of(
                        AttendedPlaying.inOrder(asked + "[a2^]\n" + BOTH_CALLS_END, allowed()),
                        AttendedPlaying.inOrder(asked + "[a2%]\n" + BOTH_CALLS_END, allowed()),
                        AttendedPlaying.inOrder(
                                asked + "[c%]\n" + BOTH_CALLS_END, allowed(LENIENT)))
                .flatMap(tests -> tests);
    }
}

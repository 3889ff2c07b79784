package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// The server dies and comes back in the middle of calls.
class RestartLaddersTest {
    private static final String TALKING =
            """
            {one} = a1
            {other} = b
            a1> INVITE to:bob
            b< INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            """;

    private static final String KILLED =
            """
            api> kill
            api< 200
            """;

    private static final String ONE_HANGS_UP =
            """
            +1s
            {one}> BYE
            {one}< 200
            {other}< BYE
            {other}> 200
            """;

    private static final Map<String, String> SWAPPED = Map.of("one", "b", "other", "a1");

    private static Stream<DynamicTest> talking(String ladder) {
        return everyWay(TALKING + ladder + ONE_HANGS_UP, World.usual(), SWAPPED);
    }

    @TestFactory
    Stream<DynamicTest> eitherSideHangsUpAfterARestart() {
        return talking(KILLED);
    }

    @TestFactory
    Stream<DynamicTest> aSecondRestartChangesNothing() {
        return talking(KILLED + "+1s\n" + KILLED + "+5s\n" + KILLED);
    }

    @TestFactory
    Stream<DynamicTest> anOrderlyRestartLosesNothingThatIsFresh() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +200ms
                api> restart
                api< 200
                """
                        + ONE_HANGS_UP,
                World.usual(),
                SWAPPED);
    }

    @TestFactory
    Stream<DynamicTest> aPhoneHoldsAndResumesAfterARestart() {
        return talking(
                KILLED
                        + """
                        {one}> re-INVITE dir=sendonly
                        {other}< re-INVITE offer={one} dir=sendonly
                        {other}> 200
                        {other}< ACK
                        {one}< 200 answer={other}
                        {one}> ACK
                        +1s
                        """
                        + KILLED
                        + """
                        {one}> re-INVITE
                        {other}< re-INVITE offer={one} dir=sendrecv
                        {other}> 200
                        {other}< ACK
                        {one}< 200 answer={other} dir=sendrecv
                        {one}> ACK
                        """);
    }
}

package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Calls that stay on hold, because a phone holds for a transfer that it then never asks for
/// (`transfers.md` H14).
class LongestHoldLaddersTest {
    private static final String HOLDS =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE dir=sendonly
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            """;

    private static final String RESUMES = HOLDS.replace("sendonly", "sendrecv");

    private static final String BOTH_ARE_TOLD =
            """
            a1<* BYE Reason:"SIP;cause=480;text=\\"On hold for too long\\""
            a1> 200
            b<* BYE Reason:"SIP;cause=480;text=\\"On hold for too long\\""
            b> 200
            """;

    private static final String ALICE_ENDS_IT =
            """
            a1> BYE
            a1< 200
            b< BYE Reason:none
            b> 200
            """;

    private static World limited(World world) {
        return world.settings(
                s ->
                        s.transfer(
                                s.transfer()
                                        .media(
                                                s.transfer()
                                                        .media()
                                                        .longestHold(Duration.ofSeconds(300)))));
    }

    @TestFactory
    @DisplayName("a call that nobody resumes ends, and both parties are told why")
    Stream<DynamicTest> aHoldThatLastsTooLong() {
        return TransferPlaying.everyWay(
                HOLDS + "+240s\n+50s\n+10s\n" + BOTH_ARE_TOLD, limited(allowed()));
    }

    @TestFactory
    @DisplayName("without the setting it goes on")
    Stream<DynamicTest> withoutTheSetting() {
        return Playing.everyWay(ALICE_CALLED + HOLDS + "+10m\n" + ALICE_ENDS_IT, World.usual());
    }

    @TestFactory
    @DisplayName("whoever resumes has all the time again")
    Stream<DynamicTest> resumedInTime() {
        return Playing.everyWay(
                ALICE_CALLED
                        + HOLDS
                        + "+200s\n"
                        + RESUMES
                        + "+400s\n"
                        + HOLDS
                        + "+200s\n"
                        + ALICE_ENDS_IT,
                limited(World.usual()));
    }

    @TestFactory
    @DisplayName("after a restart the time begins anew")
    Stream<DynamicTest> afterARestart() {
        return Playing.inOrder(
                ALICE_CALLED + HOLDS + "+200s\napi> kill\napi< 200\n+290s\n+10s\n" + BOTH_ARE_TOLD,
                limited(World.usual()));
    }

    @TestFactory
    @DisplayName("a hold by the server counts as well")
    Stream<DynamicTest> aHoldByTheServer() {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
                        api> hold of=a1 leg=both
                        api< 202
                        a1< re-INVITE dir=inactive
                        a1> 200
                        a1< ACK
                        b< re-INVITE dir=inactive
                        b> 200
                        b< ACK
                        +290s
                        +10s
                        """
                        + BOTH_ARE_TOLD,
                limited(World.usual()));
    }

    @TestFactory
    @DisplayName("a transfer that is under way is waited for")
    Stream<DynamicTest> aTransferIsWaitedFor() {
        return TransferPlaying.inOrder(
                HOLDS
                        + "+290s\n"
                        + CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180 active
                        a1> 200
                        +15s
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        +10s
                        """
                        + BOTH_ARE_TOLD,
                limited(allowed()));
    }
}

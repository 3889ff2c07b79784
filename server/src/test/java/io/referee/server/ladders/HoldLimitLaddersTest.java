package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// How long a phone may think about being put on hold: `reinvite.appTimeout`.
class HoldLimitLaddersTest {
    private static final String THINKS =
            """
            {who}> 180
            +2900ms
            {who}< CANCEL
            {who}> 487
            {who}< ACK
            """;

    private static World world() {
        return World.usual()
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .times(
                                                        s.transfer()
                                                                .times()
                                                                .reinvite(Duration.ofSeconds(3)))));
    }

    @TestFactory
    @DisplayName("A8.1: a phone that does not answer in time is not held")
    Stream<DynamicTest> holdByTheServer() {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
                        api> hold of=a1 leg=both
                        api< 202
                        a1< re-INVITE dir=inactive
                        """
                        + THINKS.replace("{who}", "a1")
                        + "api> held of=a1 legs=none\napi< 200\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("A8.2: a phone that does not say in time what it wants to hear gets no music")
    Stream<DynamicTest> music() {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
                        a1> re-INVITE dir=sendonly
                        a1< 200 dir=recvonly
                        a1> ACK
                        b< re-INVITE offer=none
                        """
                        + THINKS.replace("{who}", "b")
                        + BOB_ENDS_IT_WITH_ALICE,
                ParkLaddersTest.withMusic(world()));
    }
}

package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// A source of hold music that hangs up at a bad moment (`transfers.md` A8.2). It is the phone `m`.
class MusicSourceLaddersTest {
    private static final String BOB_HEARS_MUSIC =
            """
            a1> re-INVITE dir=sendonly
            a1< 200 dir=recvonly
            a1> ACK
            b< re-INVITE offer=none
            b> 200
            m< INVITE offer=b dir=recvonly
            m> 200
            m< ACK
            b< ACK answer=m dir=sendonly
            +1s
            """;

    private static World world() {
        Optional<String> music = Optional.of("sip:moh@example.org");
        return allowed()
                .phone("m", "moh")
                .media(new MediaRules(Strategy.AUTO, false, music, false));
    }

    @TestFactory
    @DisplayName("it hangs up during a join that fails: the transferee hears music again")
    Stream<DynamicTest> theSourceHangsUpDuringAJoinThatFails() {
        return TransferPlaying.inOrder(
                BOB_HEARS_MUSIC
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        m> BYE
                        m< 200
                        b> 200
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        c< BYE
                        c> 200
                        b< ACK answer=m dir=sendonly
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=none
                        b> 200
                        m2< INVITE offer=b dir=recvonly
                        m2> 200
                        m2< ACK
                        b< ACK answer=m2 dir=sendonly
                        """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        m2< BYE
                        m2> 200
                        """,
                world());
    }

    @TestFactory
    @DisplayName("it hangs up before the party got our ACK: the party is told of the silence later")
    Stream<DynamicTest> theSourceHangsUpBeforeTheAckArrived() {
        return TransferPlaying.inOrder(
                BOB_HEARS_MUSIC
                        + """
                        m> BYE
                        m< 200
                        b< re-INVITE offer=none
                        b> 500
                        b< ACK
                        b< re-INVITE dir=inactive
                        b> 500
                        b< ACK
                        +4900ms
                        b< re-INVITE dir=inactive
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("a party that took neither music nor silence is told of the server's hold")
    Stream<DynamicTest> whoRefusedTheSilenceIsHeldLater() {
        String bobIsSilent =
                """
                a1> re-INVITE dir=sendonly
                a1< 200 dir=recvonly
                a1> ACK
                b< re-INVITE offer=none
                b> 488
                b< ACK
                b< re-INVITE dir=inactive
                b> 488
                b< ACK
                +2s
                api> hold of=b leg=both
                api< 202
                """;
        String alice =
                """
                a1< re-INVITE dir=inactive
                a1> 200
                a1< ACK
                """;
        String bob =
                """
                b< re-INVITE dir=inactive
                b> 200
                b< ACK
                """;
        String bobHearsMusic =
                """
                b< re-INVITE offer=none
                b> 200
                m< INVITE offer=b dir=recvonly
                m> 200
                m< ACK
                b< ACK answer=m dir=sendonly
                +1s
                """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        m< BYE
                        m> 200
                        """;
        return Stream.concat(
                Playing.inOrder(ALICE_CALLED + bobIsSilent + alice + bob + bobHearsMusic, world()),
                Playing.inOrder(BOB_CALLED + bobIsSilent + bob + alice + bobHearsMusic, world()));
    }

    @TestFactory
    @DisplayName("a listener holds during a join of its own that fails, and resumes: it hears on")
    Stream<DynamicTest> aListenerHoldsAndResumes() {
        return Playing.inOrder(
                ALICE_CALLED
                        + BOB_HEARS_MUSIC
                        + """
                        b> REFER Refer-To:carol
                        b< 202
                        b< NOTIFY 100 active
                        b> 200
                        c< INVITE offer=a1
                        c> 200
                        c< ACK
                        a1< re-INVITE dir=sendrecv
                        b> re-INVITE dir=sendonly
                        b< 200 dir=inactive
                        b> ACK
                        c> BYE
                        c< 200
                        b< NOTIFY 480 terminated
                        b> 200
                        b> re-INVITE
                        b< 200 dir=sendonly
                        b> ACK
                        m< re-INVITE dir=recvonly
                        m> 200
                        m< ACK
                        +1s
                        a1> 200 dir=sendonly
                        a1< ACK
                        a1< re-INVITE dir=sendrecv
                        a1> 200 dir=sendonly
                        a1< ACK
                        b< re-INVITE dir=sendonly
                        b> 200
                        b< ACK
                        m< BYE
                        m> 200
                        b< re-INVITE offer=none
                        b> 200
                        m2< INVITE offer=b dir=recvonly
                        m2> 200
                        m2< ACK
                        b< ACK answer=m2 dir=sendonly
                        +1s
                        """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        m2< BYE
                        m2> 200
                        """,
                world().transfer("bob", TransferMode.CONSUME));
    }
}

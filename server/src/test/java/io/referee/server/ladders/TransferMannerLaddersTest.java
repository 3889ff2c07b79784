package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What one request over HTTP wants otherwise than it is set (`transfers.md` A4b): in whose name
/// the target is called, what the transferee hears meanwhile, whether a phone shall tell. Nothing
/// is set here: there is no usual hold music.
class TransferMannerLaddersTest {
    private static final String BOB_HEARS_MUSIC =
            """
            b< re-INVITE offer=none
            b> 200
            m< INVITE offer=b dir=recvonly
            m> 200
            m< ACK
            b< ACK answer=m dir=sendonly
            """;

    private static final String ALICE_IS_LET_GO =
            """
            a1< BYE
            a1> 200
            """;

    private static World withSource() {
        return World.usual().phone("m", "moh");
    }

    @TestFactory
    @DisplayName("A4b: callerId of a request says in whose name the target is called")
    Stream<DynamicTest> theRequestSaysWhoCalls() {
        return Stream.concat(
                TransferPlaying.everyWay(called("callerId=transferor", "alice"), World.usual()),
                TransferPlaying.everyWay(
                        called("callerId=transferee", "bob"),
                        World.usual().recovery("restore", World.Recovering.AS_TRANSFEROR)));
    }

    private static String called(String manner, String name) {
        return """
        api> transfer leg=a1 to=carol %s
        api< 202
        c< INVITE offer=b From:*%s@*
        c> 200
        c< ACK
        b< re-INVITE offer=c
        b> 200
        b< ACK
        """
                        .formatted(manner, name)
                + ALICE_IS_LET_GO
                + BOB_ENDS_IT_WITH_CAROL;
    }

    @TestFactory
    @DisplayName("A4b: the transferee hears the music of the request while the target rings")
    Stream<DynamicTest> theTransfereeHearsTheMusicOfTheRequest() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=carol music=sip:moh@example.org
                api< 202
                """
                        + BOB_HEARS_MUSIC
                        + """
                        c< INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c dir=sendrecv
                        m< BYE
                        m> 200
                        """
                        + ALICE_IS_LET_GO
                        + BOB_ENDS_IT_WITH_CAROL,
                withSource());
    }

    @TestFactory
    @DisplayName("A4b: the music of a request ends with a transfer that fails")
    Stream<DynamicTest> theMusicEndsWithAFailure() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=carol music=sip:moh@example.org
                api< 202
                """
                        + BOB_HEARS_MUSIC
                        + """
                        c< INVITE offer=b dir=sendrecv
                        c> 486
                        c< ACK
                        m< BYE
                        m> 200
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                withSource());
    }

    @TestFactory
    @DisplayName("A4b: a source that does not answer is silence, and the target is called")
    Stream<DynamicTest> aSourceThatDoesNotAnswerIsSilence() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=carol music=sip:moh@example.org
                api< 202
                b< re-INVITE offer=none
                b> 200
                m< INVITE offer=b dir=recvonly
                m> 486
                m< ACK
                b< ACK dir=inactive
                c< INVITE offer=b dir=sendrecv
                c> 486
                c< ACK
                b< re-INVITE offer=a1 dir=sendrecv
                b> 200
                b< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                withSource());
    }

    @TestFactory
    @DisplayName("A8.1: hold with music: who is held hears it until it is released")
    Stream<DynamicTest> holdHasMusicOfItsOwn() {
        return Playing.everyWay(
                TransferPlaying.ALICE_CALLED
                        + """
                        api> hold of=b leg=callee music=sip:moh@example.org
                        api< 202
                        a1< re-INVITE offer=b dir=inactive
                        a1> 200
                        a1< ACK
                        b< re-INVITE offer=a1 dir=sendonly
                        b> 200
                        b< ACK
                        +1s
                        """
                        + BOB_HEARS_MUSIC
                        + """
                        +1s
                        api> unhold of=b leg=callee
                        api< 202
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 200
                        a1< ACK
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        m< BYE
                        m> 200
                        +1s
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                withSource());
    }

    @TestFactory
    @DisplayName("A4b: a phone that need not tell: its 2xx is the last word, the outcome unknown")
    Stream<DynamicTest> aPhoneThatNeedNotTell() {
        return TransferPlaying.everyWay(
                """
                api> refer leg=b to=carol notify=no
                api< 202
                b< REFER Refer-Sub:false
                b> 202 Refer-Sub:false
                api> outcome unknown answered=202 notified=0
                api< 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A4b: a phone that tells all the same is believed")
    Stream<DynamicTest> aPhoneThatTellsAllTheSame() {
        return TransferPlaying.everyWay(
                """
                api> refer leg=b to=carol notify=no
                api< 202
                b< REFER Refer-Sub:false
                b> 202
                b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 486 Busy Here" type=message/sipfrag
                b< 200 NOTIFY
                api> outcome failed answered=202 notified=486 code=486
                api< 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }
}

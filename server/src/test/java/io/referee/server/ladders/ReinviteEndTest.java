package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Calls that end while something is on its way.
class ReinviteEndTest {
    @TestFactory
    Stream<DynamicTest> aReinviteThatIsNeverAcknowledgedEndsTheCall() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> re-INVITE dir=sendonly
                b< re-INVITE
                b> 200
                b< ACK
                a1< 200
                +33s
                a1< BYE
                a1> 200
                b< BYE Reason:*408*
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aReinviteThatIsNeverAnsweredEndsWithTheCall() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> re-INVITE dir=sendonly
                b< re-INVITE
                +70s
                a1> BYE
                a1<* 200 BYE
                a1<* 487 INVITE
                b<* CANCEL
                b<* BYE
                b> 200 BYE
                b> 487 INVITE
                b< ACK
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> theOtherPartyHangsUpWhileAReinviteIsOnItsWay() {
        return inOrder(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {other}> BYE
                {other}< 200 BYE
                {one}< 500 INVITE
                {one}< BYE
                {one}> 200
                {other}<~ CANCEL
                {other}> 487 INVITE
                {other}< ACK
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> theOtherPartyHangsUpAndForgetsTheReinvite() {
        return plainly(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {other}> BYE
                {other}< 200 BYE
                {one}< 500 INVITE
                {one}< BYE
                {one}> 200
                {other}<~ CANCEL
                +70s
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallEndsWhileAnInfoIsOnItsWay() {
        return plainly(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> INFO body=x
                {other}< INFO
                {one}> BYE
                {one}< 200 BYE
                {other}< BYE
                {other}> 200 BYE
                +33s
                {one}<~ 481
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> theCallEndsWhileAReinviteIsOnItsWay() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {one}> BYE
                {one}<* 200 BYE
                {one}<* 487 INVITE
                {other}<* CANCEL
                {other}<* BYE
                {other}> 200 BYE
                {other}> 487 INVITE
                {other}< ACK
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}

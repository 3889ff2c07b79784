package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.plainly;
import static io.referee.server.ladders.World.rule;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Who may call, and with what.
class AdmissionTest {
    @TestFactory
    Stream<DynamicTest> maxForwardsIsUsedUp() {
        return everyWay(
                """
                a1> INVITE to:bob Max-Forwards:0
                a1< 483
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> maxForwardsIsCountedDown() {
        return everyWay(
                """
                a1> INVITE to:bob Max-Forwards:10
                b< INVITE Max-Forwards:9
                b> 486
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anExtensionThatIsRequiredAndUnknown() {
        return everyWay(
                """
                a1> INVITE to:bob Require:teleport
                a1< 420 Unsupported:teleport
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anInviteWithoutContact() {
        return everyWay(
                """
                a1> INVITE to:bob Contact:none
                a1< 400
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aBodyThatIsNoSdp() {
        return everyWay(
                """
                a1> INVITE to:bob body=hello type=text/plain
                a1< 415 Accept:application/sdp
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> sdpThatCannotBeRead() {
        return everyWay(
                """
                a1> INVITE to:bob body=hello type=application/sdp
                a1< 400
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallerIsAskedForCredentials() {
        return everyWay(
                """
                a1> INVITE to:bob
                a1< 401 WWW-Authenticate:*realm=*
                """,
                World.usual().showing(World.Visible.CHALLENGE));
    }

    @TestFactory
    Stream<DynamicTest> aWrongPasswordIsRefused() {
        return everyWay(
                """
                a1> INVITE to:bob
                a1< 403
                """,
                World.usual().password("a", "wrong"));
    }

    @TestFactory
    Stream<DynamicTest> somebodyElsesNameIsRefused() {
        return everyWay(
                """
                a1> INVITE to:carol from:bob
                a1< 403
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anAccountCallsItself() {
        return everyWay(
                """
                a1> INVITE to:alice
                a2< INVITE from:alice offer=a1
                a2> 200
                a2< ACK
                a1< 200 answer=a2
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                a2< BYE
                a2> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> guestsMayCallAccounts() {
        return everyWay(
                """
                g> INVITE to:bob
                b< INVITE from:gina offer=g
                b> 200
                b< ACK
                g< 200 answer=b
                g> ACK
                +1s
                g> BYE
                g< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aHundredGuestsMayRingAnAccountAtTheSameTime() {
        StringBuilder ladder = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            ladder.append("g%d> INVITE to:bob%nb%d< INVITE%n".formatted(i, i));
        }
        ladder.append("g101> INVITE to:bob%ng101< 486%n".formatted());
        ladder.append(givenUp(1));
        ladder.append("g102> INVITE to:bob%nb102< INVITE%n".formatted());
        for (int i = 2; i <= 100; i++) {
            ladder.append(givenUp(i));
        }
        ladder.append(givenUp(102));
        return plainly(ladder.toString(), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> howManyGuestsMayRingAnAccountCanBeSet() {
        String one = "g1> INVITE to:bob\nb1< INVITE\n";
        return plainly(
                "api> guests most=1\n"
                        + "api< 200\n"
                        + one
                        + "g2> INVITE to:bob\n"
                        + "g2< 486\n"
                        + "g3> INVITE to:alice\n"
                        + "a1< INVITE\n"
                        + "api> guests most=0\n"
                        + "api< 200\n"
                        + "g4> INVITE to:bob\n"
                        + "b4< INVITE\n"
                        + givenUp(1)
                        + givenUp(4)
                        + givenUp(3).replace("b3", "a1"),
                World.usual());
    }

    private static String givenUp(int i) {
        return """
        g%1$d> CANCEL
        b%1$d< CANCEL
        b%1$d> 487
        b%1$d< ACK
        g%1$d< 487
        """
                .formatted(i);
    }

    @TestFactory
    Stream<DynamicTest> guestsReachNobodyElse() {
        return everyWay(
                """
                g> INVITE to:"sip:bob@nowhere.example"
                g< 404
                g1> INVITE to:nobody
                g1< 404
                g2> INVITE to:"sip:example.org"
                g2< 484
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> requestsOutsideOfDialogs() {
        return everyWay(
                """
                a> OPTIONS to:bob
                a< 200 Allow:*INVITE*REFER*
                a1> BYE to:bob
                a1< 481
                a2> REFER to:bob Refer-To:carol
                a2< 403
                a3> MESSAGE to:bob body=hello
                a3< 405 Allow:*INVITE*
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aRuleListSaysWhereCallsGo() {
        return everyWay(
                """
                a1> INVITE to:200
                b< INVITE
                b> 486
                b< ACK
                == The next rule that matches
                c< INVITE offer=a1
                c> 200
                c< ACK
                a1< 200 answer=c
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                c< BYE
                c> 200
                """,
                World.usual()
                        .plan("alice", rule("exact", "200", "bob"), rule("prefix", "2", "carol")));
    }

    @TestFactory
    Stream<DynamicTest> aRuleListThatHasNoRuleLeft() {
        return everyWay(
                """
                a1> INVITE to:200
                b< INVITE
                b> 486
                b< ACK
                a1< 486                      # what the last one said
                a2> INVITE to:400
                a2< 480
                """,
                World.usual()
                        .plan("alice", rule("exact", "200", "bob"), rule("prefix", "3", "carol")));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatHasJustRegisteredIsRung() {
        return everyWay(
                """
                b> REGISTER to:bob
                b< 200 Contact:*expires=*
                a1> INVITE to:bob
                b1< INVITE offer=a1
                b1> 486
                b1< ACK
                a1< 486
                b> REGISTER to:bob Contact:* Expires:0
                b< 200
                a2> INVITE to:bob
                a2< 480
                """,
                World.usual().offline("b"));
    }
}

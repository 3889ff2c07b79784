package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Which REFERs are taken and which are not, and that a refused one changes nothing.
class TransferAdmissionLaddersTest {
    @TestFactory
    @DisplayName("case 3: by default a REFER is refused with 603 and the call goes on")
    Stream<DynamicTest> byDefaultAReferIsRefusedAndTheCallGoesOn() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 603 REFER
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 83: the leg without permission is refused although the other has it")
    Stream<DynamicTest> theLegWithoutPermissionIsRefusedAlthoughTheOtherHasIt() {
        return TransferPlaying.everyWay(
                """
                b> REFER Refer-To:carol
                b< 603 REFER
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 99: only who may transfer is told that REFER is understood")
    Stream<DynamicTest> onlyWhoMayTransferIsToldOfRefer() {
        String ladder =
                """
                {asking} = a1
                {asked} = b
                {asking}> INVITE to:%s
                {asked}< INVITE Allow:%s
                {asked}> 200
                {asked}< ACK
                {asking}< 200 Allow:%s
                {asking}> ACK
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """;
        String may = "\"*REFER, SUBSCRIBE*\" Supported:\"*replaces, tdialog, norefersub\"";
        String mayNot = "!*REFER* Supported:!*replaces*";
        String calls = ladder.formatted("bob", mayNot, may);
        String isCalled =
                ladder.formatted("alice", may, mayNot)
                        .replace("{asking} = a1", "{asking} = b")
                        .replace("{asked} = b", "{asked} = a1");
        return Playing.bothRoles(calls, isCalled, allowed());
    }

    @TestFactory
    @DisplayName("S1: a caller without account is refused at once")
    Stream<DynamicTest> aGuestIsRefused() {
        return Playing.everyWay(
                """
                g> INVITE to:alice
                a1< INVITE offer=g
                a1> 200
                a1< ACK
                g< 200
                g> ACK
                g> REFER Refer-To:"<sip:0900123@example.org>"
                g< 603 REFER
                +1s
                a1> BYE
                a1< 200
                g< BYE
                g> 200
                """,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "cases 17, 18, 24, 27, 97: what cannot be accepted is refused, changes nothing, and"
                    + " blocks nothing")
    Stream<DynamicTest> whatCannotBeAcceptedChangesNothing() {
        return Map.ofEntries(
                        Map.entry("Refer-To:none", "400"),
                        Map.entry("Refer-To:carol Refer-To:dave", "400"),
                        Map.entry(
                                "Refer-To:\"<sip:carol@example.org>, <sip:dave@example.org>\"",
                                "400"),
                        Map.entry("Refer-To:\"<sip:carol\"", "400"),
                        Map.entry("Refer-To:\"\"", "400"),
                        Map.entry("Refer-To:\"<sip:carol%0D%0AFrom:x@example.org>\"", "400"),
                        Map.entry(
                                "Refer-To:\"<sip:carol@example.org?Subject=x%0D%0ARoute:y>\"",
                                "400"),
                        Map.entry("Refer-To:carol Referred-By:alice Referred-By:bob", "400"),
                        Map.entry("Refer-To:\"<http://example.org/>\"", "603"),
                        Map.entry("Refer-To:\"<mailto:carol@example.org>\"", "603"),
                        Map.entry("Refer-To:\"<sip:carol@example.org;method=BYE>\"", "603"),
                        Map.entry("Refer-To:\"<sip:carol@example.org;method=invite>\"", "603"),
                        Map.entry("Refer-To:\"<sip:carol@example.org?From=%3Csip:x@y%3E>\"", "603"),
                        Map.entry(
                                "Refer-To:\"<sip:carol@example.org?Route=%3Csip:x@y%3E>\"", "603"),
                        Map.entry("Refer-To:\"<sip:carol@example.org?body=v%3D0>\"", "603"),
                        Map.entry(
                                "Refer-To:\"<sip:carol@example.org?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>\"",
                                "603"),
                        Map.entry("Refer-To:\"<sip:carol@example.org;Replaces=x>\"", "400"),
                        Map.entry(
                                "Refer-To:carol Require:multiple-refer",
                                "420 REFER Unsupported:multiple-refer"),
                        Map.entry("Refer-To:bob", "603"),
                        Map.entry(
                                "Refer-To:\"<sip:carol@elsewhere.example>\"",
                                "603 REFER Warning:\"399 *\""),
                        Map.entry("Refer-To:\"tel:+1555\"", "603"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> refusal(each.getKey(), each.getValue()));
    }

    private static Stream<DynamicTest> refusal(String refer, String answer) {
        String ladder =
                "a1> REFER "
                        + refer
                        + "\na1< "
                        + answer
                        + "\n"
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        return TransferPlaying.everyWay(ladder, allowed())
                .map(
                        test ->
                                DynamicTest.dynamicTest(
                                        refer + ": " + test.getDisplayName(),
                                        test.getExecutable()));
    }

    @TestFactory
    @DisplayName("case 28: Refer-To is read in all the ways phones write it")
    Stream<DynamicTest> referToIsReadInAllTheWaysPhonesWriteIt() {
        return Stream.of(
                        "Refer-To:\"sip:carol@example.org\"",
                        "Refer-To:\"sip:carol@example.org@example.org\"",
                        "r:\"<sip:carol@example.org>\"",
                        "Refer-To:\"\\\"Carol C.\\\" <sip:carol@example.org>;tag=x\"",
                        "Refer-To:\"Carol <sip:carol@example.org;method=INVITE>\"",
                        "Refer-To:\"<sip:carol@EXAMPLE.org:5060;transport=udp>\"",
                        "Refer-To:\"<sip:%63arol@example.org>\"")
                .flatMap(
                        refer ->
                                TransferPlaying.everyWay(
                                                CAROL_IS_CALLED.replace("Refer-To:carol", refer)
                                                        + CAROL_AND_BOB_ARE_JOINED
                                                        + ALICE_LEAVES
                                                        + BOB_ENDS_IT_WITH_CAROL,
                                                allowed())
                                        .map(
                                                test ->
                                                        DynamicTest.dynamicTest(
                                                                refer
                                                                        + ": "
                                                                        + test.getDisplayName(),
                                                                test.getExecutable())));
    }

    @TestFactory
    @DisplayName(
            "case 26: allowed URI headers of Refer-To become headers of the INVITE and nothing"
                    + " else")
    Stream<DynamicTest> uriHeadersBecomeHeadersOfTheInvite() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:carol@example.org?User-to-User=5631%3Bencoding%3Dhex&Subject=a%20b>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE User-to-User:"5631;encoding=hex" Subject:"a b" uri="sip:carol@198.51.100.3*" to:carol
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 30: a Refer-To without user is told as a failure of the target")
    Stream<DynamicTest> aReferToWithoutUserIsToldAsAFailure() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1< NOTIFY 404 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("A2.4: a target that does not exist is a failed transfer, not a failed REFER")
    Stream<DynamicTest> anUnknownTargetIsAFailedTransfer() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:nobody
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1< NOTIFY 404 terminated body="SIP/2.0 404 Not Found\\r\\n"
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a REFER before the answer is refused with 603")
    Stream<DynamicTest> aReferBeforeTheAnswerIsRefused() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                a1> REFER Refer-To:carol
                a1< 603
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("S11: a REFER outside of a call is refused")
    Stream<DynamicTest> aReferOutsideOfACallIsRefused() {
        return Playing.everyWay(
                """
                a1> REFER to:bob Refer-To:carol
                a1< 403
                """,
                allowed());
    }

    @TestFactory
    @DisplayName("after the transfer the transferor may not transfer once more during its grace")
    Stream<DynamicTest> theTransferorMayNotTransferOnceItIsOut() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> REFER Refer-To:dave
                        a1< 603
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transfer("dave", TransferMode.DENY));
    }
}

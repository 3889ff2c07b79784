package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.World.rule;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What the plan named `transfer` is told of the transfer that it decides about (`transfers.md`
/// A2.4), and what other plans are not told.
class PlanTransferFactsLaddersTest {
    private static final String ASKED =
            """
            a1> REFER Refer-To:"<sip:200@example.org?User-to-User=56%3Bencoding%3Dhex>"
            a1< 202
            a1< NOTIFY 100
            a1> 200
            c< INVITE offer=b User-to-User:"56;encoding=hex"
            """;

    private static final String JOINED =
            CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL;

    private static World told(String script) {
        return TransferPlaying.allowed().plans(book -> book.scriptNamed("transfer", script));
    }

    @TestFactory
    @DisplayName("A2.4: a REFER as the plan sees it")
    Stream<DynamicTest> aReferAsThePlanSeesIt() {
        return TransferPlaying.everyWay(
                ASKED + JOINED,
                told(
                        """
                        req.URI == sip:200@example.org
                        req.Method == INVITE
                        req.IsTransfer == true
                        transfer.Kind == blind
                        transfer.ReferTo == sip:200@example.org
                        transfer.Transferor == sip:alice@example.org
                        transfer.Transferee == sip:bob@example.org
                        transfer.Depth == 0
                        transfer.Headers == {User-to-User=56;encoding=hex}
                        Dial(carol@local)\
                        """));
    }

    @TestFactory
    @DisplayName("A2.4: a transfer over HTTP as the plan sees it")
    Stream<DynamicTest> aTransferOverHttpAsThePlanSeesIt() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=200
                api< 202
                c< INVITE offer=b
                c> 200
                c< ACK
                b< re-INVITE offer=c
                b> 200
                b< ACK
                a1< BYE
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_CAROL,
                told(
                        """
                        req.IsTransfer == true
                        req.URI == sip:200@example.org
                        transfer.Kind == blind
                        transfer.Transferor == sip:alice@example.org
                        transfer.Transferee == sip:bob@example.org
                        Dial(carol@local)\
                        """));
    }

    @TestFactory
    @DisplayName("plans that do not decide about a transfer see none")
    Stream<DynamicTest> otherPlansSeeNone() {
        String none = "no transfer\nreq.IsTransfer == false\n";
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:200
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b
                """
                        + JOINED,
                told("transfer.Kind == blind\nDial(carol@local)")
                        .plans(
                                book ->
                                        book.script("alice", none + "Dial(bob@local)")
                                                .scriptIn("carol", none + "Dial(carol@local)")));
    }

    @TestFactory
    @DisplayName("a rule list says in its dial strings who asks and who is moved")
    Stream<DynamicTest> aRuleListNamesTheTwo() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:200
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b From:"\\"bob@example.org for alice@example.org\\" <*"
                """
                        + JOINED,
                TransferPlaying.allowed()
                        .transferPlan(
                                rule(
                                        "exact",
                                        "200",
                                        "carol@local[fd=${TRANSFEREE} for ${TRANSFEROR}]")));
    }
}

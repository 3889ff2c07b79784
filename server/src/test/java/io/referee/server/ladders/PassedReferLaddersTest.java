package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.transfer.TransferSettings.PassRules;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// REFERs that are passed on to the other party, which calls the target by itself.
class PassedReferLaddersTest {
    private static final String ASKED =
            """
            a1> REFER Refer-To:carol
            b< REFER Refer-To:"<sip:carol@example.org;xid=*>" Referred-By:alice Contact:*
            """;

    private static final String ACCEPTED =
            ASKED
                    + """
                    b> 202
                    a1< 202
                    """;

    private static final String TRYING =
            """
            b> NOTIFY Event:refer Subscription-State:active;expires=60 body="SIP/2.0 100 Trying" type=message/sipfrag
            b< 200 NOTIFY
            a1< NOTIFY 100 active Event:refer Subscription-State:"active;expires=60"
            a1> 200
            """;

    private static final String BOB_CALLS_CAROL =
            """
            b2> INVITE referred
            c< INVITE to:"<sip:carol@example.org>" from:bob
            c> 200
            c< ACK
            b2< 200
            b2> ACK
            """;

    private static final String BOB_ENDS_THE_NEW_CALL =
            """
            +3s
            b2> BYE
            b2< 200
            c< BYE
            c> 200
            """;

    private static String bobTells(String status) {
        return """
        b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 %s\\r\\nContact: <sip:secret@x>" type=message/sipfrag
        b< 200 NOTIFY
        """
                .formatted(status);
    }

    private static World allowed() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    private static World fallingBack() {
        return allowed().settings(s -> s.transfer(s.transfer().pass(new PassRules(true, false))));
    }

    private static World refer(UnaryOperator<ReferRules> change) {
        return allowed()
                .settings(s -> s.transfer(s.transfer().refer(change.apply(s.transfer().refer()))));
    }

    @TestFactory
    @DisplayName("case 4: the other party gets the REFER, and all that it tells is passed back")
    Stream<DynamicTest> aReferIsPassedOn() {
        return TransferPlaying.everyWay(
                ACCEPTED
                        + TRYING
                        + BOB_CALLS_CAROL
                        + bobTells("200 OK")
                        + """
                        a1< NOTIFY 200 terminated Event:refer body="SIP/2.0 200 OK\\r\\n"
                        a1> 200
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """
                        + BOB_ENDS_THE_NEW_CALL,
                allowed().records(PassedReferLaddersTest::bobPays));
    }

    private static void bobPays(Facts.Book book) {
        TransferRecord transfer =
                book.records.values().stream()
                        .filter(TransferRecord.class::isInstance)
                        .map(TransferRecord.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(transfer.kind()).isEqualTo("pass");
        assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
        assertThat(book.records.values().stream().filter(LegRecord.class::isInstance))
                .extracting(LegRecord.class::cast)
                .filteredOn(leg -> leg.account().startsWith("carol"))
                .singleElement()
                .satisfies(
                        leg -> {
                            assertThat(leg.payer()).isEqualTo("bob@example.org");
                            assertThat(leg.groupId()).isNotEqualTo(transfer.groupId());
                        });
    }

    @TestFactory
    @DisplayName("case 4, A1 rule 3: each party reads the id of its own REFER")
    Stream<DynamicTest> theIdIsTranslated() {
        return Playing.inOrder(
                ALICE_CALLED
                        + ACCEPTED
                        + bobTells("486 Busy Here")
                        + """
                        a1< NOTIFY 486 terminated Event:refer
                        a1> 200
                        a1> REFER Refer-To:dave
                        b< REFER Refer-To:dave
                        b> 202
                        a1< 202
                        b> NOTIFY Event:"refer;id=3" Subscription-State:terminated body="SIP/2.0 404 Nobody" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 404 terminated Event:"refer;id=4"
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 5: a party that does not know REFER: 603, and the call lives")
    Stream<DynamicTest> whoDoesNotKnowReferIsToldAs603() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        b> 405
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 5: with the fallback the transfer succeeds all the same")
    Stream<DynamicTest> withTheFallbackWeTransferOurselves() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        b> 405
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b dir=sendrecv
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                fallingBack());
    }

    @TestFactory
    @DisplayName(
            "case 97, A1 rule 1: a refusal that would end the dialog is told as one that does not")
    Stream<DynamicTest> refusalsAreHarmless() {
        return Stream.of(
                        "404 603", "410 603", "483 603", "482 603", "501 603", "604 603", "407 403",
                        "401 403", "503 503", "488 488", "403 403", "491 491")
                .flatMap(
                        pair ->
                                TransferPlaying.everyWay(
                                        ASKED
                                                + "b> "
                                                + pair.split(" ")[0]
                                                + "\na1< "
                                                + pair.split(" ")[1]
                                                + "\n"
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("F8: a second REFER while one is passed on gets 491, from either side")
    Stream<DynamicTest> aSecondReferGets491() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + """
                        a1> REFER Refer-To:dave
                        a1< 491
                        b> REFER Refer-To:dave
                        b< 491
                        """
                        + bobTells("486 Busy Here")
                        + """
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().transfer("bob", TransferMode.PASS));
    }

    /// In order: the REFER that arrives first is the one that is accepted.
    @TestFactory
    @DisplayName("case 95: both refer at the same time: nobody hangs, and the call lives")
    Stream<DynamicTest> bothReferAtTheSameTime() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                b> REFER Refer-To:dave
                b< REFER Refer-To:carol
                b< 491 REFER
                b> 202 REFER
                a1< 202
                """
                        + bobTells("486 Busy Here")
                        + """
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().transfer("bob", TransferMode.PASS));
    }

    @TestFactory
    @DisplayName("B28: what the other party tells in front of its 2xx is told behind ours")
    Stream<DynamicTest> aNotifyInFrontOfThe2xxWaits() {
        return TransferPlaying.inOrder(
                ASKED
                        + """
                        b> NOTIFY Event:refer Subscription-State:active;expires=60 body="SIP/2.0 100 Trying" type=message/sipfrag
                        b< 200 NOTIFY
                        +1s
                        b> 202 REFER
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        """
                        + bobTells("486 Busy Here")
                        + """
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A1 rule 6: a transferor that hangs up at once ends the old call and hears the end")
    Stream<DynamicTest> aTransferorThatHangsUpAtOnce() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + """
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """
                        + BOB_CALLS_CAROL
                        + bobTells("200 OK")
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + BOB_ENDS_THE_NEW_CALL,
                allowed());
    }

    @TestFactory
    @DisplayName("refer.notifyAfterBye off: a transferor that has hung up hears nothing")
    Stream<DynamicTest> whoHungUpHearsNothing() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + """
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """
                        + bobTells("200 OK"),
                refer(
                        r ->
                                new ReferRules(
                                        r.acceptCode(),
                                        r.notifyStyle(),
                                        false,
                                        r.outOfDialog(),
                                        r.headers())));
    }

    @TestFactory
    @DisplayName("A1: a transferee that hangs up ends the call, and the subscription with it")
    Stream<DynamicTest> aTransfereeThatHangsUp() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + TRYING
                        + """
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A1: a transferee that tells nothing for three minutes: the subscription is given up")
    Stream<DynamicTest> aSilentTransfereeIsGivenUp() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + TRYING
                        + """
                        +179800ms
                        a1< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("A1: one that has hung up is told so as well, unless nothing is told after a BYE")
    Stream<DynamicTest> whoHungUpLearnsThatNobodyKnows() {
        String left =
                ACCEPTED
                        + TRYING
                        + """
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """;
        String told =
                """
                +31900ms
                a1< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                a1> 481
                """;
        return Stream.concat(
                TransferPlaying.inOrder(left + told, allowed()),
                TransferPlaying.inOrder(
                        left + "+40s\n",
                        refer(
                                r ->
                                        new ReferRules(
                                                r.acceptCode(),
                                                r.notifyStyle(),
                                                false,
                                                r.outOfDialog(),
                                                r.headers()))));
    }

    @TestFactory
    @DisplayName("F10: a transferor that ends the subscription by 481 is told nothing more")
    Stream<DynamicTest> a481EndsTheRelayOnly() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + """
                        b> NOTIFY Event:refer Subscription-State:active;expires=60 body="SIP/2.0 100 Trying" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 100
                        a1> 481
                        """
                        + bobTells("486 Busy Here")
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A1 rule 5: a SUBSCRIBE of the transferor reaches the subscription of the other party")
    Stream<DynamicTest> aSubscribeIsPassedOn() {
        return TransferPlaying.inOrder(
                ACCEPTED
                        + TRYING
                        + """
                        a1> SUBSCRIBE Event:refer Expires:0
                        b< SUBSCRIBE Event:"refer;id=*" Expires:0
                        b> 200 Expires:0
                        a1< 200 SUBSCRIBE Expires:0
                        b> NOTIFY Event:refer Subscription-State:"terminated;reason=timeout" body="SIP/2.0 180 Ringing" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 180 terminated Subscription-State:"terminated;reason=timeout"
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("A1 rule 7: nosub and Refer-Sub: false are the other party's to grant")
    Stream<DynamicTest> doingWithoutNotifysIsPassedOn() {
        return Stream.concat(
                TransferPlaying.inOrder(
                        """
                        a1> REFER Refer-To:carol Require:nosub
                        b< REFER Require:nosub
                        b> 200
                        a1< 200 REFER
                        """
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed()),
                TransferPlaying.inOrder(
                        """
                        a1> REFER Refer-To:carol Refer-Sub:false Supported:norefersub
                        b< REFER Refer-Sub:false
                        b> 202 Refer-Sub:false
                        a1< 202 Refer-Sub:false
                        """
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed()));
    }

    @TestFactory
    @DisplayName("A1 rule 2: who has no account here is told our address instead of our name")
    Stream<DynamicTest> aGuestIsToldOurAddress() {
        return Playing.inOrder(
                """
                g> INVITE to:alice
                a1< INVITE
                a1> 200
                a1< ACK
                g< 200
                g> ACK
                a1> REFER Refer-To:carol
                g< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*>"
                g> 603
                a1< 603
                a1> BYE
                a1< 200
                g< BYE
                g> 200
                """,
                allowed());
    }
}

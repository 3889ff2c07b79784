package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// What is forbidden is forbidden, too, when another phone is asked to call the target: by a REFER
/// that is passed on, or by one of ours (`transfers.md` F.6, F20).
class ReferPolicyLaddersTest {
    private static final String PASSED =
            """
            a1> REFER Refer-To:carol
            b< REFER Refer-To:carol
            b> 202
            a1< 202
            """;

    private static final String BOB_CALLS_CAROL =
            """
            b2> INVITE referred
            c< INVITE to:"<sip:carol@example.org>" from:bob
            """;

    private static final String FORBIDDEN =
            """
            api> deny account=alice
            api< 200
            a1< NOTIFY 403 terminated
            a1> 200
            """;

    private static World allowed() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    private static World denying(World world) {
        return world.settings(
                s ->
                        s.transfer(
                                s.transfer()
                                        .limits(
                                                s.transfer()
                                                        .limits()
                                                        .denied(List.of("0900", "+1900")))));
    }

    private static String bobTells(String status) {
        return """
        b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 %s\\r\\n" type=message/sipfrag
        b< 200 NOTIFY
        """
                .formatted(status);
    }

    @TestFactory
    @DisplayName("F.6: a REFER to a denied number is not passed on, however it is written")
    Stream<DynamicTest> aDeniedNumberIsNotPassedOn() {
        return Stream.of(
                        "<sip:0900-1234@example.org>", "<tel:+1-900-1>", "<sip:0900@other.example>")
                .flatMap(
                        target ->
                                TransferPlaying.everyWay(
                                        "a1> REFER Refer-To:\""
                                                + target
                                                + "\"\na1< 603 Warning:\"399 *denied*\"\n"
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        denying(allowed())));
    }

    @TestFactory
    @DisplayName("F.6: nobody is sent to a denied number by a REFER of ours")
    Stream<DynamicTest> nobodyIsSentToADeniedNumber() {
        return TransferPlaying.everyWay(
                "api> refer leg=b to=0900123\napi< 603\n" + BOB_ENDS_IT_WITH_ALICE,
                denying(World.usual()));
    }

    @TestFactory
    @DisplayName("F20: the permission ends while the other party's call rings: that ends, too")
    Stream<DynamicTest> whatRingsEnds() {
        return TransferPlaying.inOrder(
                PASSED
                        + BOB_CALLS_CAROL
                        + """
                        c> 180
                        b2< 180
                        """
                        + FORBIDDEN
                        + """
                        c< CANCEL Reason:"SIP;cause=403*"
                        c> 487
                        c< ACK
                        b2< 480
                        """
                        + bobTells("480 Temporarily Unavailable")
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(ReferPolicyLaddersTest::forbidden));
    }

    private static void forbidden(Facts.Book book) {
        List<TransferRecord> rows =
                book.records.values().stream()
                        .filter(TransferRecord.class::isInstance)
                        .map(TransferRecord.class::cast)
                        .toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().stage()).isEqualTo("policy");
        assertThat(rows.getFirst().status()).isEqualTo(403);
    }

    @TestFactory
    @DisplayName("F20: the permission ends before the other party calls: its call reaches nobody")
    Stream<DynamicTest> whatComesLaterReachesNobody() {
        return TransferPlaying.inOrder(
                PASSED
                        + FORBIDDEN
                        + """
                        b2> INVITE referred
                        c< INVITE
                        c< CANCEL
                        c> 487
                        c< ACK
                        b2< 480
                        """
                        + bobTells("480 Temporarily Unavailable")
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F20: the permission ends before the other party has answered the REFER: 603")
    Stream<DynamicTest> itEndsBeforeTheAnswer() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                b< REFER Refer-To:carol
                api> deny account=alice
                api< 200
                a1< 603 REFER
                b> 202
                """
                        + bobTells("603 Decline")
                        + """
                        a1> REFER Refer-To:carol
                        a1< 603 REFER
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F20: two that talk already go on talking, and the transferor is told 403")
    Stream<DynamicTest> whoTalksGoesOnTalking() {
        return TransferPlaying.inOrder(
                PASSED
                        + BOB_CALLS_CAROL
                        + """
                        c> 200
                        c< ACK
                        b2< 200
                        b2> ACK
                        """
                        + FORBIDDEN
                        + bobTells("200 OK")
                        + """
                        +3s
                        b2> BYE
                        b2< 200
                        c< BYE
                        c> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}

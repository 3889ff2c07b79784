package io.referee.server.cdr;

import static io.referee.server.cdr.Facts.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallFact;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

final class RecordKeeperTest {
    private final Facts.Book book = new Facts.Book();
    private final RecordKeeper keeper = new RecordKeeper(book);
    private final Facts facts = new Facts(keeper);

    private void callOfAliceIsAnsweredByBobAtFive() {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0.01, "b", "out", "a1@localhost", "dial")
                .rings(1, "b")
                .rings(1, "a1")
                .answers(5, "b")
                .answers(5, "a1")
                .bridged(5, "a1", "b", "dial");
    }

    /// The hang-up of bob and carol: neither leg outlives the other by anything.
    private void bothEnd(double seconds, String x, String y) {
        facts.ends(seconds, x, 200, "BYE")
                .ends(seconds, y, 200, "BYE")
                .fact(seconds, "", new CallFact.Ended(200, "BYE"));
    }

    private void blindTransferToCarolSucceeds() {
        callOfAliceIsAnsweredByBobAtFive();
        facts.asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(60.02, "", new TransferFact.Accepted("T1"))
                .leg(60.03, "c", "out", "a1@localhost", "transfer:T1")
                .parted(60.3, "a1", "b")
                .ends(60.3, "a1", 200, "BYE")
                .rings(62, "c")
                .fact(62, "", new TransferFact.Ringing("T1", 180))
                .answers(70, "c")
                .fact(70, "", new TransferFact.Answered("T1", "c"))
                .bridged(70, "b", "c", "T1")
                .fact(70.3, "", new TransferFact.Completed("T1", 200));
        bothEnd(130, "b", "c");
    }

    @Test
    void aBlindTransferIsBilledToTheTransferorFromAnswerToEnd() {
        blindTransferToCarolSucceeds();

        LegRecord a1 = book.leg("a1");
        assertThat(a1.answerAt()).isEqualTo(at(5));
        assertThat(a1.endAt()).isEqualTo(at(60.3));
        assertThat(a1.endCause()).isEqualTo("BYE");
        assertThat(a1.billable()).isFalse();
        LegRecord b = book.leg("b");
        assertThat(b.payer()).isEqualTo("a1@localhost");
        assertThat(b.talked()).hasSeconds(125);
        LegRecord c = book.leg("c");
        assertThat(c.payer()).isEqualTo("a1@localhost");
        assertThat(c.answerAt()).isEqualTo(at(70));
        assertThat(c.endAt()).isEqualTo(at(130));
        assertThat(c.talked()).hasSeconds(60);
        assertThat(c.createdBy()).isEqualTo("transfer:T1");
        assertThat(book.call("G").endAt()).isEqualTo(at(130));
    }

    @Test
    void theSegmentsOfABlindTransferShowWhoHeardWhom() {
        blindTransferToCarolSucceeds();

        assertThat(spans(book))
                .containsExactlyInAnyOrder(
                        "TALK a1 b 5000 60300 dial",
                        "NONE b  60300 70000 ",
                        "TALK b c 70000 130000 T1");
    }

    @Test
    void theTransferOfABlindTransferHasItsTimesAndItsCode() {
        blindTransferToCarolSucceeds();

        TransferRecord transfer = book.transfer("T1");
        assertThat(transfer.requestedAt()).isEqualTo(at(60));
        assertThat(transfer.acceptedAt()).isEqualTo(at(60.02));
        assertThat(transfer.answeredAt()).isEqualTo(at(70));
        assertThat(transfer.joinedAt()).isEqualTo(at(70.3));
        assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
        assertThat(transfer.status()).isEqualTo(200);
        assertThat(transfer.targetLeg()).isEqualTo("c");
        assertThat(transfer.depth()).isEqualTo(1);
    }

    @Test
    void aBlindTransferToABusyTargetCostsNothingAndLeavesTheCallWhole() {
        callOfAliceIsAnsweredByBobAtFive();
        facts.asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(60.02, "", new TransferFact.Accepted("T1"))
                .held(60.1, "a1", "b", true)
                .leg(60.2, "c", "out", "a1@localhost", "transfer:T1")
                .ends(63, "c", 486, "Busy Here")
                .fact(63, "", new TransferFact.Failed("T1", "target", 486, "Busy Here"))
                .held(63.2, "a1", "b", false)
                .fact(63.2, "", new TransferFact.Returned("T1", "restored"));
        bothEnd(200, "a1", "b");

        LegRecord c = book.leg("c");
        assertThat(c.answerAt()).isNull();
        assertThat(c.billable()).isFalse();
        assertThat(c.endStatus()).isEqualTo(486);
        assertThat(List.of(book.leg("a1").answerAt(), book.leg("b").answerAt()))
                .containsOnly(at(5));
        assertThat(List.of(book.leg("a1").endAt(), book.leg("b").endAt())).containsOnly(at(200));
        TransferRecord transfer = book.transfer("T1");
        assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
        assertThat(transfer.stage()).isEqualTo("target");
        assertThat(transfer.status()).isEqualTo(486);
        assertThat(transfer.recovery()).isEqualTo("restored");
        assertThat(spans(book))
                .containsExactlyInAnyOrder(
                        "TALK a1 b 5000 60100 dial",
                        "HOLD a1 b 60100 63200 dial",
                        "TALK a1 b 63200 200000 dial");
    }

    @Test
    void aBlockedTransferIsARecordOfItsOwn() {
        callOfAliceIsAnsweredByBobAtFive();
        facts.asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(
                        60,
                        "",
                        new TransferFact.Blocked(
                                "T1", 603, "Decline", "transfer: consume on a1@localhost"));
        bothEnd(61, "a1", "b");

        assertThat(book.transfer("T1").outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
        assertThat(book.transfer("T1").stage()).isEqualTo("admission");
        assertThat(book.transfer("T1").policy()).contains("consume");
    }

    @Test
    void whatComesAfterTheEndOfALegChangesNothing() {
        blindTransferToCarolSucceeds();
        LegRecord before = book.leg("b");

        facts.answers(140, "b")
                .ends(141, "b", 500, "again")
                .bridged(142, "b", "c", "dial")
                .rings(143, "nobody");

        assertThat(book.leg("b")).isEqualTo(before);
    }

    @Test
    void aSecondAnswerDoesNotMoveTheFirst() {
        callOfAliceIsAnsweredByBobAtFive();
        facts.answers(9, "b");
        bothEnd(10, "a1", "b");

        assertThat(book.leg("b").answerAt()).isEqualTo(at(5));
        assertThat(book.leg("b").talked()).hasSeconds(5);
    }

    @Test
    void theFlatRowsSayWhoPaidAndWhatPartEachLegHad() {
        blindTransferToCarolSucceeds();

        List<FlatRecord> rows = book.flat("aaron", 0, 10, at(0));
        assertThat(rows).extracting(FlatRecord::legId).containsExactly("a1", "b", "c");
        assertThat(rows)
                .extracting(FlatRecord::transferRole)
                .containsExactly("transferor", "transferee", "target");
        assertThat(rows)
                .extracting(FlatRecord::billSeconds)
                .containsExactly(
                        new BigDecimal("0.000"),
                        new BigDecimal("125.000"),
                        new BigDecimal("60.000"));
        assertThat(rows)
                .extracting(FlatRecord::finalParty)
                .containsExactly("b@localhost", "c@localhost", "b@localhost");
        assertThat(rows).extracting(FlatRecord::originalTo).containsOnly("sip:bob@localhost");
        assertThat(rows.getFirst().answeredBy()).isEqualTo("b@localhost");
    }

    @Test
    void theChainIsDrawnAsATree() {
        blindTransferToCarolSucceeds();

        assertThat(ChainText.of(book.chain("G").orElseThrow()))
                .isEqualTo(
                        """
                        sip:alice@localhost called sip:bob@localhost at 2026-11-21T04:00:00Z, over after 130.000 s
                        ├─ from a1@localhost (a1): answered 5.000, ended 60.300, 200 BYE by peer
                        │     5.000 – 60.300  talk with b@localhost (dial)
                        ├─ to b@localhost (b): answered 5.000, ended 130.000, 200 BYE by peer, 125.000 s paid by a1@localhost
                        │     5.000 – 60.300  talk with a1@localhost (dial)
                        │     60.300 – 70.000  alone
                        │     70.000 – 130.000  talk with c@localhost (T1)
                        └─ transfer T1: blind to sip:carol@localhost, asked 60.000 by a1@localhost over refer: completed 200, joined 70.300, audio gap 9.700 s
                           └─ to c@localhost (c): answered 70.000, ended 130.000, 200 BYE by peer, 60.000 s paid by a1@localhost
                                 70.000 – 130.000  talk with b@localhost (T1)
                        a1@localhost pays 185.000 s
                        """);
    }

    @Test
    @DisplayName("case 88: after a restart the records close with server-restart")
    void aRestartEndsWhatWasOpenWhenTheServerWasSeenLast() {
        callOfAliceIsAnsweredByBobAtFive();
        facts.asks(60, "T1", "a1", "b", "sip:carol@localhost");

        book.save(Restart.close(book.open(), at(61)));

        assertThat(book.leg("b").endAt()).isEqualTo(at(61));
        assertThat(book.leg("b").endBy()).isEqualTo("server-restart");
        assertThat(book.transfer("T1").outcome()).isEqualTo(TransferRecord.Outcome.UNKNOWN);
        assertThat(book.call("G").endAt()).isEqualTo(at(61));
        assertThat(spans(book)).containsExactly("TALK a1 b 5000 61000 dial");
    }

    @Test
    void aRestartCoversWhatWasNotStoredInTime() {
        callOfAliceIsAnsweredByBobAtFive();
        book.records.values().removeIf(SegmentRecord.class::isInstance);

        book.save(Restart.close(book.open(), at(61)));

        assertThat(spans(book))
                .containsExactlyInAnyOrder("NONE a1  5000 61000 ", "NONE b  5000 61000 ");
    }

    @Test
    void endedGroupsAreForgottenBeyondTheLimit() {
        for (int i = 0; i < RecordKeeper.RETIRED_AT_MOST + 100; i++) {
            String chain = "G" + i;
            facts.fact(i, chain, "x" + i, Facts.created("x" + i, "in", "", "inbound"));
            facts.fact(
                    i,
                    chain,
                    "x" + i,
                    new io.referee.server.event.LegFact.Ended(404, "server", "Not Found"));
        }

        assertThat(keeper.openLegs()).isZero();
        assertThat(keeper.remembered()).isEqualTo(RecordKeeper.RETIRED_AT_MOST);
    }

    static List<String> spans(Facts.Book book) {
        return book.segments().stream()
                .map(
                        s ->
                                s.kind()
                                        + " "
                                        + s.legX()
                                        + " "
                                        + s.legY()
                                        + " "
                                        + (s.startAt().toEpochMilli() - at(0).toEpochMilli())
                                        + " "
                                        + (s.endAt() == null
                                                ? "open"
                                                : s.endAt().toEpochMilli() - at(0).toEpochMilli())
                                        + " "
                                        + s.because())
                .toList();
    }
}

package io.referee.server.cdr;

import static io.referee.server.cdr.Facts.at;
import static io.referee.server.cdr.RecordKeeperTest.spans;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The examples of `transfers.md` G.4 as histories of facts: exactly these legs, segments, payers.
final class RecordExamplesTest {
    private static final String A = "a@localhost";
    private final Facts.Book book = new Facts.Book();
    private final Facts facts = new Facts(new RecordKeeper(book));

    private Chain chain() {
        return book.chain("G").orElseThrow();
    }

    private void asks(double seconds, String id, String kind, String transferor, String stays) {
        facts.fact(
                        seconds,
                        transferor,
                        new TransferFact.Requested(
                                id,
                                "refer",
                                kind,
                                transferor,
                                stays,
                                "sip:c@localhost",
                                A,
                                "",
                                Optional.empty(),
                                Optional.empty()))
                .fact(seconds + 0.02, "", new TransferFact.Accepted(id));
    }

    private void talkFromFive() {
        facts.call("sip:a@localhost", "sip:b@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "b", "out", A, "dial")
                .answers(5, "b")
                .answers(5, "a1")
                .bridged(5, "a1", "b", "dial");
    }

    @Test
    @DisplayName("case 84: the blind example, with music for the transferee while the target rings")
    void theBlindExample() {
        talkFromFive();
        asks(60, "T1", "blind", "a1", "b");
        facts.leg(60.02, "c", "out", A, "transfer:T1")
                .ends(60.3, "a1", 200, "BYE")
                .fact(60.3, "b", new LegFact.Hears("music"))
                .rings(62, "c")
                .answers(70, "c")
                .fact(70, "", new TransferFact.Answered("T1", "c"))
                .bridged(70.3, "b", "c", "T1")
                .fact(70.3, "", new TransferFact.Completed("T1", 200))
                .ends(130, "b", 200, "BYE")
                .ends(130, "c", 200, "BYE");

        assertThat(spans(book))
                .containsExactlyInAnyOrder(
                        "TALK a1 b 5000 60300 dial",
                        "MOH b  60300 70000 ",
                        "TALK b c 70000 130000 T1");
        assertThat(chain().totals()).isEqualTo(Map.of(A, new BigDecimal("185.000")));
        assertThat(chain().audioGap(book.transfer("T1"))).contains(Duration.ofMillis(9_700));
        assertThat(chain().consultLeg(book.transfer("T1"))).isEmpty();
    }

    @Test
    @DisplayName("case 87: a transferee that talks until it is joined talks with one at a time")
    void theTransferorWaitsForTheJoin() {
        talkFromFive();
        asks(60, "T1", "blind", "a1", "b");
        facts.leg(60.02, "c", "out", A, "transfer:T1")
                .answers(70, "c")
                .fact(70, "", new TransferFact.Answered("T1", "c"))
                .fact(70.3, "", new BridgeFact.Ended("a1", "b"))
                .bridged(70.3, "b", "c", "T1")
                .fact(70.3, "", new TransferFact.Completed("T1", 200))
                .ends(70.4, "a1", 200, "BYE")
                .ends(130, "b", 200, "BYE")
                .ends(130, "c", 200, "BYE");

        assertThat(spans(book))
                .containsExactlyInAnyOrder(
                        "TALK a1 b 5000 70300 dial",
                        "NONE c  70000 70300 ",
                        "NONE a1  70300 70400 ",
                        "TALK b c 70300 130000 T1");
    }

    @Test
    @DisplayName("case 84: of a failed blind transfer remain a row and a leg that costs nothing")
    void theFailedExample() {
        talkFromFive();
        asks(60, "T1", "blind", "a1", "b");
        facts.leg(60.02, "c", "out", A, "transfer:T1")
                .ends(63, "c", 486, "Busy Here")
                .fact(63, "", new TransferFact.Failed("T1", "target", 486, "Busy Here"))
                .fact(63, "", new TransferFact.Returned("T1", "restored"))
                .ends(200, "a1", 200, "BYE")
                .ends(200, "b", 200, "BYE");

        assertThat(spans(book)).containsExactly("TALK a1 b 5000 200000 dial");
        assertThat(chain().totals()).isEqualTo(Map.of(A, new BigDecimal("195.000")));
        assertThat(chain().audioGap(book.transfer("T1"))).isEmpty();
    }

    /// A fact of the consultation's group.
    private void second(double seconds, String leg, Fact fact) {
        facts.fact(seconds, "H", leg, fact);
    }

    private void attendedExample() {
        facts.call("sip:b@trunk.example", "sip:a@localhost")
                .leg(0, "b", "in", "did@localhost", "inbound")
                .leg(0, "a1", "out", "", "dial")
                .answers(4, "a1")
                .answers(4, "b")
                .bridged(4, "b", "a1", "dial")
                .held(28, "b", "a1", true);
        second(30, "", new CallFact.Created("sip:a@localhost", "sip:c@localhost"));
        second(30, "a2", Facts.created("a2", "in", "", "inbound"));
        second(30, "c", Facts.created("c", "out", A, "dial"));
        second(38, "c", new LegFact.Answered("x", "y"));
        second(38, "a2", new LegFact.Answered("x", "y"));
        second(38, "", new BridgeFact.Started("a2", "c", "dial"));
        second(49, "", new BridgeFact.Direction("a2", "c", true));
        asks(50, "T2", "attended", "a1", "b");
        facts.fact(50.1, "", new TransferFact.Answered("T2", "c"))
                .fact(50.4, "", new CallFact.Merged("H", "H", "c", "T2"))
                .bridged(50.4, "b", "c", "T2")
                .fact(50.4, "", new TransferFact.Completed("T2", 200))
                .ends(50.9, "a1", 200, "BYE");
        second(50.9, "a2", new LegFact.Ended(200, "server", "Attended transfer"));
        facts.ends(110, "b", 200, "BYE");
        second(110, "c", new LegFact.Ended(200, "server", "BYE"));
    }

    @Test
    @DisplayName(
            "case 85: in the attended example C's leg is one record, not restarted at the join")
    void theAttendedExample() {
        attendedExample();

        assertThat(book.leg("c").answerAt()).isEqualTo(at(38));
        assertThat(book.leg("c").endAt()).isEqualTo(at(110));
        assertThat(book.leg("c").payer()).isEqualTo(A);
        assertThat(book.leg("c").groupId()).as("nothing is renumbered").isEqualTo("H");
        assertThat(spans(book))
                .containsExactlyInAnyOrder(
                        "TALK b a1 4000 28000 dial",
                        "HOLD b a1 28000 50400 dial",
                        "TALK a2 c 38000 49000 dial",
                        "HOLD a2 c 49000 50400 dial",
                        "HOLD a1  50400 50900 ",
                        "HOLD a2  50400 50900 ",
                        "TALK b c 50400 110000 T2");
        assertThat(chain().legs())
                .extracting(LegRecord::legId)
                .containsExactlyInAnyOrder("b", "a1", "a2", "c");
        assertThat(chain().totals())
                .isEqualTo(
                        Map.of(
                                "did@localhost",
                                new BigDecimal("106.000"),
                                A,
                                new BigDecimal("72.000")));
        assertThat(book.chain("H")).as("the same chain by either id").contains(chain());
        assertThat(chain().consultLeg(book.transfer("T2"))).isEqualTo("a2");
        assertThat(chain().audioGap(book.transfer("T2"))).contains(Duration.ZERO);
    }

    @Test
    void theTreeShowsWhatWasMergedWhoPaysAndWhy() {
        attendedExample();

        assertThat(ChainText.of(chain()))
                .contains(
                        "transfer T2: attended to sip:c@localhost, asked 50.000 by a@localhost over"
                                + " refer: completed 200, joined 50.400, audio gap 0.000 s\n",
                        "group H -> G by transfer T2 at 50.400\n",
                        "did@localhost pays 106.000 s\n",
                        "a@localhost pays 72.000 s\n");
        assertThat(chain().data().get("merges").toString())
                .contains("absorbed=H, surviving=G, because=T2");
        assertThat(((java.util.List<?>) chain().data().get("transfers")).getFirst().toString())
                .contains("consultLeg=a2", "audioGap=0.000");
    }

    @Test
    void aSemiAttendedTransferBillsTheTargetFromItsAnswer() {
        talkFromFive();
        facts.leg(30, "a2", "in", "", "inbound").leg(30, "c", "out", A, "dial");
        asks(40, "T1", "semi-attended", "a1", "b");
        facts.ends(40.5, "a2", 487, "CANCEL")
                .answers(45, "c")
                .fact(45, "", new TransferFact.Answered("T1", "c"))
                .bridged(45.2, "b", "c", "T1")
                .fact(45.2, "", new TransferFact.Completed("T1", 200))
                .ends(45.5, "a1", 200, "BYE")
                .ends(100, "b", 200, "BYE")
                .ends(100, "c", 200, "BYE");

        assertThat(book.leg("c").talked()).hasSeconds(55);
        assertThat(book.leg("a2").billable()).isFalse();
        assertThat(book.leg("a2").endStatus()).isEqualTo(487);
        assertThat(chain().audioGap(book.transfer("T1"))).contains(Duration.ZERO);
    }

    @Test
    void anEndpointTransferIsTwoChainsThatAreRelated() {
        talkFromFive();
        asks(60, "T1", "blind", "a1", "b");
        facts.ends(61, "a1", 200, "BYE").ends(61, "b", 200, "BYE");
        second(60.5, "", new CallFact.Created("sip:b@localhost", "sip:c@localhost"));
        second(60.5, "", new CallFact.Related("T1", "G"));
        second(60.5, "b2", Facts.created("b2", "in", "", "inbound"));
        second(60.5, "c", Facts.created("c", "out", "b@localhost", "dial"));
        second(62, "c", new LegFact.Answered("x", "y"));
        second(62, "b2", new LegFact.Answered("x", "y"));
        second(80, "c", new LegFact.Ended(200, "peer", "BYE"));
        second(80, "b2", new LegFact.Ended(200, "server", "BYE"));

        assertThat(chain().legs()).extracting(LegRecord::legId).containsExactly("a1", "b");
        assertThat(chain().data().get("related").toString())
                .contains("group=H, relatedTo=G, because=T1");
        assertThat(book.chain("H").orElseThrow().totals())
                .isEqualTo(Map.of("b@localhost", new BigDecimal("18.000")));
        assertThat(ChainText.of(book.chain("H").orElseThrow()))
                .contains("group H related to G by transfer T1");
    }

    @Test
    void aDualTransferMakesNoLegAndEndsTwo() {
        talkFromFive();
        facts.leg(10, "x2", "in", "", "inbound")
                .leg(10, "k2", "out", A, "dial")
                .answers(12, "k2")
                .answers(12, "x2")
                .bridged(12, "x2", "k2", "dial");
        asks(20, "T3", "dual", "a1", "b");
        facts.fact(20.1, "", new TransferFact.Answered("T3", "k2"))
                .bridged(20.4, "b", "k2", "T3")
                .fact(20.4, "", new TransferFact.Completed("T3", 200))
                .ends(20.5, "a1", 200, "Attended transfer")
                .ends(20.5, "x2", 200, "Attended transfer")
                .ends(60, "b", 200, "BYE")
                .ends(60, "k2", 200, "BYE");

        assertThat(chain().legs()).hasSize(4);
        assertThat(chain().totals()).isEqualTo(Map.of(A, new BigDecimal("103.000")));
        assertThat(chain().consultLeg(book.transfer("T3"))).isEqualTo("x2");
    }

    @Test
    void aLegThatTookThePlaceOfAnotherIsTheTargetOfItsTransfer() {
        talkFromFive();
        asks(20, "T1", "replaces", "a1", "b");
        facts.leg(20.1, "n", "in", "n@localhost", "replaces:T1")
                .answers(20.2, "n")
                .fact(20.2, "", new TransferFact.Answered("T1", "n"))
                .bridged(20.3, "b", "n", "T1")
                .fact(20.3, "", new TransferFact.Completed("T1", 200))
                .ends(20.4, "a1", 200, "Replaced")
                .ends(50, "b", 200, "BYE")
                .ends(50, "n", 200, "BYE");

        assertThat(chain().flat(book.leg("n")).transferRole()).isEqualTo("target");
        assertThat(chain().totals())
                .isEqualTo(
                        Map.of(
                                A,
                                new BigDecimal("45.000"),
                                "n@localhost",
                                new BigDecimal("29.800")));
        assertThat(ChainText.of(chain()).lines().filter(line -> line.contains("(n)")))
                .allMatch(line -> line.startsWith("   └─"));
    }

    @Test
    void whatAPartyHearsWhileNobodyTalksIsASegmentOfItsOwn() {
        talkFromFive();
        facts.held(10, "a1", "b", true)
                .fact(11, "b", new LegFact.Hears("music"))
                .fact(20, "b", new LegFact.Hears("nothing"))
                .held(22, "a1", "b", false)
                .parted(30, "a1", "b")
                .fact(30, "b", new LegFact.Hears("ringback"))
                .fact(35, "b", new LegFact.Hears("app"))
                .ends(40, "a1", 200, "BYE")
                .ends(40, "b", 200, "BYE");

        assertThat(spans(book))
                .containsExactlyInAnyOrder(
                        "TALK a1 b 5000 10000 dial",
                        "HOLD a1 b 10000 11000 dial",
                        "MOH b a1 11000 20000 dial",
                        "HOLD b a1 20000 22000 dial",
                        "TALK a1 b 22000 30000 dial",
                        "NONE a1  30000 40000 ",
                        "RINGBACK b  30000 35000 ",
                        "APP b  35000 40000 ");
    }
}

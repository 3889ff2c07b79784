package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// What the plan `transfer` makes of a target is no way around `transfer.denied` and
/// `transfer.costly` (`transfers.md` F.6). The provider `blueface` is played by the phone `p`.
class DialledNumberLaddersTest {
    private static final String ACCEPTED =
            """
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static String refers(String user) {
        return "a1> REFER Refer-To:\"<sip:" + user + "@example.org>\"\n";
    }

    private static String busy(String peer, int told) {
        return """
        PEER< INVITE offer=b
        PEER> 486
        PEER< ACK
        a1< NOTIFY TOLD terminated
        a1> 200
        +1s
        """
                .replace("PEER", peer)
                .replace("TOLD", Integer.toString(told));
    }

    private static World blueface(World world) {
        return world.guest("p", "u").provider("blueface", "p", provider -> provider);
    }

    private static World denied() {
        return blueface(TransferRuleLaddersTest.limits(l -> l.denied(List.of("0900"))));
    }

    private static void refusedAtAdmission(Facts.Book book) {
        assertThat(book.records.values())
                .filteredOn(TransferRecord.class::isInstance)
                .singleElement()
                .satisfies(
                        record -> {
                            TransferRecord row = (TransferRecord) record;
                            assertThat(row.stage()).isEqualTo("admission");
                            assertThat(row.status()).isEqualTo(603);
                            assertThat(row.reason()).isEqualTo("The target is denied");
                        });
    }

    @TestFactory
    @DisplayName("F.6: a plan that writes a denied number for another one leads nowhere")
    Stream<DynamicTest> aMappedNumberIsDenied() {
        return TransferPlaying.everyWay(
                refers("77")
                        + "a1< 603 Warning:\"399 *The target is denied*\"\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                denied().transferPlan(rule("exact", "77", "0900123@blueface"))
                        .records(DialledNumberLaddersTest::refusedAtAdmission));
    }

    @TestFactory
    @DisplayName("F.6: nor does one that takes a prefix away")
    Stream<DynamicTest> aStrippedNumberIsDenied() {
        return TransferPlaying.inOrder(
                refers("80900123")
                        + "a1< 603 Warning:\"399 *The target is denied*\"\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                denied().transferPlan(rule("prefix", "8", "${EXTEN:1}@blueface"))
                        .records(DialledNumberLaddersTest::refusedAtAdmission));
    }

    @TestFactory
    @DisplayName("F.6: the denied leg is left out, the others are rung")
    Stream<DynamicTest> onlyTheDeniedLegIsLeftOut() {
        return Stream.of("0900123@blueface&carol", "0900123@blueface|carol")
                .flatMap(
                        dialled ->
                                TransferPlaying.inOrder(
                                        refers("77")
                                                + ACCEPTED
                                                + busy("c", 486)
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        denied().transferPlan(rule("exact", "77", dialled))));
    }

    @TestFactory
    @DisplayName("F.6: a denied leg that would come later does not come")
    Stream<DynamicTest> aLaterLegIsLeftOut() {
        return TransferPlaying.inOrder(
                refers("77") + ACCEPTED + busy("c", 603) + BOB_ENDS_IT_WITH_ALICE,
                denied().transferPlan(rule("exact", "77", "carol|0900123@blueface")));
    }

    @TestFactory
    @DisplayName("F.6: a redirection leads to no denied number either")
    Stream<DynamicTest> aRedirectionIsDenied() {
        return Playing.inOrder(
                """
                g> INVITE to:"sip:bob@example.org"
                b< INVITE offer=g
                b> 180
                g< 180
                api> redirect leg=g to=77
                api< 603
                b> 486
                b< ACK
                g< 486
                """,
                denied().guest("g", "guest")
                        .transferPlan(rule("exact", "77", "0900123@blueface"))
                        .records(DialledNumberLaddersTest::refusedAtAdmission));
    }

    @TestFactory
    @DisplayName("F.6: numbers that the plan writes count as if they had been asked for")
    Stream<DynamicTest> mappedNumbersAreCounted() {
        World one =
                blueface(TransferRuleLaddersTest.limits(l -> l.costly(List.of("0900"), 1)))
                        .transferPlan(
                                rule("exact", "77", "0900123@blueface"),
                                rule("exact", "78", "0900-124@blueface"),
                                rule("exact", "79", "carol|0900124@blueface"));
        return TransferPlaying.inOrder(
                (refers("77") + ACCEPTED + busy("p", 486)).repeat(2)
                        + refers("78")
                        + "a1< 603 Warning:\"399 *More than 1 premium*\"\n"
                        + refers("79")
                        + ACCEPTED
                        + busy("c", 603)
                        + BOB_ENDS_IT_WITH_ALICE,
                one);
    }

    @TestFactory
    @DisplayName("F.6: a later leg counts when it is rung")
    Stream<DynamicTest> aLaterLegIsCounted() {
        return TransferPlaying.inOrder(
                refers("79")
                        + ACCEPTED
                        + """
                        c< INVITE offer=b
                        c> 486
                        c< ACK
                        """
                        + busy("p", 486)
                        + refers("77")
                        + "a1< 603 Warning:\"399 *More than 1 premium*\"\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                blueface(TransferRuleLaddersTest.limits(l -> l.costly(List.of("0900"), 1)))
                        .transferPlan(
                                rule("exact", "77", "0900123@blueface"),
                                rule("exact", "79", "carol|0900124@blueface")));
    }
}

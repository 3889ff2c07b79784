package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.Core;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// What a script named `transfer` can do with the transfer that it decides about (`transfers.md`
/// A2.4, A2.6, A11).
class PlanTransferVerbsLaddersTest {
    private static final String ASKED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100
            a1> 200
            """;

    private static final String BOB_HEARS_MUSIC =
            """
            b< re-INVITE offer=none
            b> 200
            m< INVITE offer=b dir=recvonly
            m> 200
            m< ACK
            b< ACK answer=m dir=sendonly
            """;

    private static final String CAROL_IS_JOINED_AFTER_MUSIC =
            """
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
            """;

    private static final String CAROL_REFUSES_WHEN_ALICE_HAS_LEFT =
            CAROL_IS_CALLED
                    + """
                    +2s
                    a1> BYE
                    a1< 200 BYE
                    +3s
                    c> 486
                    c< ACK
                    a1< NOTIFY 486 terminated
                    a1> 200
                    """;

    private static World doing(String script) {
        return TransferPlaying.allowed().plans(book -> book.scriptNamed("transfer", script));
    }

    private static World withMusic(String script) {
        return doing(script).phone("m", "music");
    }

    private static String told(int status) {
        return "a1< NOTIFY " + status + " terminated\na1> 200\n";
    }

    // ---- reject

    @TestFactory
    @DisplayName("A2.4: reject, with a status or without one")
    Stream<DynamicTest> reject() {
        return Stream.concat(
                TransferPlaying.everyWay(
                        ASKED + told(603) + BOB_ENDS_IT_WITH_ALICE, doing("transfer.reject()")),
                TransferPlaying.inOrder(
                        ASKED + told(486) + BOB_ENDS_IT_WITH_ALICE,
                        doing("transfer.reject(486, In a meeting)")));
    }

    // ---- hold

    @TestFactory
    @DisplayName("A2.4: the transferee hears music of the plan's choice until it is joined")
    Stream<DynamicTest> holdUntilJoined() {
        return TransferPlaying.everyWay(
                ASKED
                        + BOB_HEARS_MUSIC
                        + CAROL_IS_JOINED_AFTER_MUSIC
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                withMusic("transfer.hold(music@local) is true\nDial(carol@local)")
                        .records(PlanTransferVerbsLaddersTest::aliceHasThePlansMusicPlayed));
    }

    /// The source is called at the cost of whoever asks, not of whoever hears it.
    private static void aliceHasThePlansMusicPlayed(Facts.Book book) {
        assertThat(
                        book.records.values().stream()
                                .filter(LegRecord.class::isInstance)
                                .map(LegRecord.class::cast)
                                .filter(leg -> leg.account().startsWith("music")))
                .singleElement()
                .satisfies(leg -> assertThat(leg.payer()).isEqualTo("alice@example.org"));
    }

    @TestFactory
    @DisplayName("A2.4: hold over HTTP")
    Stream<DynamicTest> holdOverHttp() {
        return TransferPlaying.everyWay(
                "api> transfer leg=a1 to=carol\napi< 202\n"
                        + BOB_HEARS_MUSIC
                        + CAROL_IS_JOINED_AFTER_MUSIC
                        + "a1< BYE\na1> 200\n"
                        + BOB_ENDS_IT_WITH_CAROL,
                withMusic("transfer.hold(music@local)\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("A2.4: the next target is called with the same music, and when none comes it ends")
    Stream<DynamicTest> holdUntilAllHaveFailed() {
        return TransferPlaying.everyWay(
                ASKED
                        + BOB_HEARS_MUSIC
                        + """
                        c< INVITE offer=b
                        c> 486
                        c< ACK
                        d< INVITE offer=b
                        d> 480
                        d< ACK
                        m< BYE
                        m> 200
                        """
                        + told(480)
                        + """
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                withMusic("transfer.hold(music@local)\nDial(carol@local)\nDial(dave@local)"));
    }

    @TestFactory
    @DisplayName("A2.4: hold without a place is the usual music; without that, nothing happens")
    Stream<DynamicTest> holdWithoutAPlace() {
        return Stream.concat(
                TransferPlaying.inOrder(
                        ASKED
                                + BOB_HEARS_MUSIC
                                + CAROL_IS_JOINED_AFTER_MUSIC
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        withMusic("transfer.hold() is true\nDial(carol@local)")
                                .settings(PlanTransferVerbsLaddersTest::usualMusic)),
                TransferPlaying.inOrder(
                        CAROL_IS_CALLED
                                + CAROL_AND_BOB_ARE_JOINED
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        doing("transfer.hold() is false\nDial(carol@local)")));
    }

    private static Core.Settings usualMusic(Core.Settings settings) {
        MediaRules rules =
                new MediaRules(Strategy.AUTO, false, Optional.of("sip:music@example.org"), false);
        return settings.transfer(settings.transfer().media(rules));
    }

    @TestFactory
    @DisplayName("A2.4: music that nobody can play: the transfer goes on in silence")
    Stream<DynamicTest> aSourceThatRefuses() {
        return TransferPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        m< INVITE offer=b dir=recvonly
                        m> 486
                        m< ACK
                        b< ACK dir=inactive
                        """
                        + CAROL_IS_JOINED_AFTER_MUSIC.replace("m< BYE\nm> 200\n", "")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                withMusic("transfer.hold(music@local) is false\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("A2.4: music that leads to nobody moves nobody")
    Stream<DynamicTest> aSourceThatIsNone() {
        String straight =
                CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL;
        return TransferPlaying.inOrder(
                straight, doing("transfer.hold(nobody@local) is false\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("F5, F6: the transferor, then the transferee leaves while the music plays")
    Stream<DynamicTest> bothLeaveDuringTheMusic() {
        return TransferPlaying.inOrder(
                ASKED
                        + BOB_HEARS_MUSIC
                        + """
                        c< INVITE offer=b
                        +1s
                        a1> BYE
                        a1< 200
                        +1s
                        b> BYE
                        b< 200
                        c<* CANCEL
                        m<* BYE
                        a1<~ NOTIFY 487 terminated
                        c> 487
                        c< ACK
                        m> 200 BYE
                        """,
                withMusic("transfer.hold(music@local)\nDial(carol@local)"));
    }

    // ---- recall

    @TestFactory
    @DisplayName("A2.4, A11: recall brings the transferee back to a transferor that has left")
    Stream<DynamicTest> recall() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b from:bob From:"\\"Recall: bob\\" *" Alert-Info:"*recall*"
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=a2
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        a2< BYE Reason:none
                        a2> 200
                        """,
                doing("Dial(carol@local) is Failed\ntransfer.recall()"));
    }

    @TestFactory
    @DisplayName("A11: two who still talk are not recalled; the plan may say what the asker hears")
    Stream<DynamicTest> recallOfTwoWhoTalk() {
        return Stream.concat(
                TransferPlaying.everyWay(
                        ASKED + told(603) + BOB_ENDS_IT_WITH_ALICE, doing("transfer.recall()")),
                TransferPlaying.inOrder(
                        ASKED + told(480) + BOB_ENDS_IT_WITH_ALICE, doing("transfer.recall(480)")));
    }

    // ---- hangup

    @TestFactory
    @DisplayName("A2.4, A11: hangup ends the transferee with the reason, and then the transferor")
    Stream<DynamicTest> hangup() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        b< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        b> 200
                        a1< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        a1> 200
                        """,
                doing("Dial(carol@local)\ntransfer.hangup()"));
    }

    @TestFactory
    @DisplayName("A11: hangup in the plan's own words, when the transferor has left")
    Stream<DynamicTest> hangupOfOneWhoIsAlone() {
        return TransferPlaying.inOrder(
                ASKED
                        + """
                        +500ms
                        a1> BYE
                        a1< 200
                        +1s
                        a1<~ NOTIFY 410 terminated
                        b< BYE Reason:"SIP;cause=410;text=\\"Closed\\""
                        b> 200
                        """,
                doing("wait 1\ntransfer.hangup(410, Closed)"));
    }

    // ---- what the asker hears

    @TestFactory
    @DisplayName(
            "case 7, A2.6: a target that does not answer is 408, and one that is elsewhere 302")
    Stream<DynamicTest> whatTheAskerHears() {
        String rings = CAROL_IS_CALLED + "+5s\nc< CANCEL\nc> 487\nc< ACK\n";
        String script = "Dial(carol@local, 5)";
        World rules =
                TransferPlaying.allowed()
                        .plans(
                                book ->
                                        book.named(
                                                "transfer",
                                                PlanBook.rule("out", "carol@local", "5", "")));
        return Stream.of(
                        TransferPlaying.everyWay(
                                rings + told(408) + BOB_ENDS_IT_WITH_ALICE, doing(script)),
                        TransferPlaying.inOrder(rings + told(408) + BOB_ENDS_IT_WITH_ALICE, rules),
                        TransferPlaying.inOrder(
                                CAROL_IS_CALLED
                                        + "c> 302 Contact:<sip:x@far.example>\nc< ACK\n"
                                        + told(302)
                                        + BOB_ENDS_IT_WITH_ALICE,
                                TransferPlaying.allowed()
                                        .transferPlan(rule("exact", "carol", "carol"))))
                .flatMap(tests -> tests);
    }
}

package io.referee.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RunnerTest {
    private static final Conditions PLAIN = Conditions.ordered("plain", Medium.faithful());

    private static Played play(String text) {
        return Ladders.play(Ladder.parse(text), PostOffice::new, PLAIN);
    }

    private static LadderFailure failureOf(String text) {
        return catchThrowableOfType(LadderFailure.class, () -> play(text));
    }

    @Test
    void aLadderThatHoldsIsPlayedToItsEnd() {
        Played played =
                play(
                        """
                        a> CALL to=b
                        a< TRYING
                        b< CALL from=a
                        b> YES              # goes to the one who called
                        a< YES from=b
                        """);
        assertThat(played.datagrams()).hasSize(9);
        assertThat(played.drawing()).contains("CALL to=b", "YES from=b");
    }

    @Test
    void legsAreNotOrderedAmongEachOther() {
        play("a> CALL to=b\nb< CALL\na< TRYING");
        play("a> CALL to=b\na< TRYING\nb< CALL");
    }

    @Test
    void aMissingMessageFailsItsLineWithLadderAndHistory() {
        LadderFailure failure =
                failureOf("a> CALL to=b\na< TRYING\nb< CALL\nc< CALL from=a\na> BYE");
        assertThat(failure.line()).isEqualTo(4);
        assertThat(failure)
                .hasMessageStartingWith(
                        """
                        line 4: nothing arrived at c within 200 ms
                          wanted: CALL from=a

                        The ladder (plain):
                              1 | a> CALL to=b
                              2 | a< TRYING
                              3 | b< CALL
                        >>    4 | c< CALL from=a
                              5 | a> BYE

                        What really happened:
                          seconds   #\
                        """);
        assertThat(failure.getMessage()).contains("CALL to=b-", "ack 0", "CALL from=a");
    }

    @Test
    void aMismatchSaysWhatArrivedAndWhyItDoesNotFit() {
        assertThat(failureOf("a> CALL to=b\na< TRYING\nb< CALL from=c"))
                .hasMessageStartingWith(
                        """
                        line 3: another message arrived at b
                          wanted:  CALL from=c
                          arrived: CALL from=a
                          because: from is a, not c
                        """);
    }

    @Test
    void anUnexpectedMessageFailsAndMarksTheLineDuringWhichItArrived() {
        LadderFailure failure = failureOf("a> CALL to=b\na< TRYING\n+1s");
        assertThat(failure.line()).isEqualTo(3);
        assertThat(failure)
                .hasMessageStartingWith(
                        """
                        line 3: no line takes what arrived
                          unexpected: CALL from=a at b after 2 ms, while line 3 was played
                        """);
    }

    @Test
    void aMessageRightBehindTheLastLineIsUnexpectedToo() {
        assertThat(failureOf("a> CALL to=b\nb< CALL"))
                .hasMessageContaining("unexpected: TRYING at a");
    }

    @Test
    void silenceIsAnAssertion() {
        play("a> REMIND after=5\n+4s");
        assertThat(failureOf("a> REMIND after=5\n+6s").line()).isEqualTo(2);
    }

    @Test
    void whatArrivesDuringAPauseMayBeTakenByALaterLine() {
        play("a> REMIND after=5\n+6s\na< REMINDER\n+10s");
    }

    @Test
    void aMessageWithinALegMustBeTheNextUnlessMarkedAnywhere() {
        String both = "a> REMIND after=1\na> REMIND after=1\na> CALL to=b\n+2s\nb< CALL\n";
        play(both + "a<* REMINDER\na< TRYING\na< REMINDER");
        assertThat(failureOf(both + "a< REMINDER").line()).isEqualTo(6);
    }

    @Test
    void anywhereFailsWithAllThatWaitsThere() {
        assertThat(failureOf("a> CALL to=b\nb< CALL\na<* YES"))
                .hasMessageStartingWith(
                        """
                        line 3: nothing that fits arrived at a within 200 ms
                          wanted: YES
                          waits there: TRYING — it is TRYING, not YES
                        """);
    }

    @Test
    void anOptionalMessageMayArriveOnceOrNot() {
        play("a<~ TRYING\na> CALL to=b\nb< CALL");
        play("a<~ TRYING\nb<~ YES\na> CALL to=b\nb< CALL\nb> YES\na< YES");
        assertThat(failureOf("a<~ TRYING\na> CALL to=b\na> CALL to=b\nb< CALL\nb< CALL"))
                .hasMessageContaining("unexpected: TRYING at a");
    }

    @Test
    void aLosableMessageMustArriveWhereNothingIsLost() {
        play("a> CALL to=b\na<? TRYING\nb< CALL");
        assertThat(failureOf("a<? TRYING").line()).isEqualTo(1);
    }

    @Test
    void aLegThatTheStageDoesNotHaveFailsBeforePlaying() {
        LadderFailure failure = failureOf("a> CALL to=b\nbb< CALL");
        assertThat(failure).hasMessageStartingWith("line 2: the stage has no leg 'bb'");
        assertThat(failure.getMessage()).doesNotContain("ack");
    }

    @Test
    void wordsThatTheStageCannotSendFailTheirLine() {
        LadderFailure failure = failureOf("\na> NONSENSE");
        assertThat(failure).hasMessageContaining("a letter cannot say NONSENSE");
        assertThat(failure.line()).isEqualTo(2);
    }

    @Test
    void aSystemThatBreaksFailsTheLineWithItsCause() {
        LadderFailure failure = failureOf("a> BREAK\n+1s");
        assertThat(failure.line()).isEqualTo(2);
        assertThat(failure)
                .hasMessageContaining("the office is broken")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void theStageIsClosedWhetherTheLadderHoldsOrNot() {
        List<PostOffice> offices = new ArrayList<>();
        StageFactory<Words> factory =
                scene -> {
                    offices.add(new PostOffice(scene));
                    return offices.getLast();
                };
        Ladders.play(Ladder.parse("+1s"), factory, PLAIN);
        assertThatThrownBy(() -> Ladders.play(Ladder.parse("a< X"), factory, PLAIN))
                .isInstanceOf(LadderFailure.class);
        assertThat(offices).hasSize(2).allMatch(PostOffice::closed);
    }

    @Test
    void theDrawingHasAColumnPerPartyAndAnArrowPerMessage() {
        Ladder ladder = Ladder.parse("a> CALL to=b\nb< CALL\na<? TRYING\n+1s");
        Conditions lossy = Conditions.lossy("lossy", Medium.losing(1));
        assertThat(Ladders.play(ladder, PostOffice::new, lossy).drawing())
                .isEqualTo(
                        """
                          seconds   #       a            office             b
                            0.000   0       |---CALL to=b-->|               |
                            0.001   1       |x----ack 0-----|               |  lost
                            0.001   2       |<---TRYING-----|               |
                            0.001   3       |               |--CALL from=a->|
                            0.002   4       |               |<----ack 2-----|
                            0.002      · +1s
                            0.500   5       |---CALL to=b-->|               |
                            0.501   6       |<----ack 0-----|               |
                        """);
    }

    @Test
    void theDrawingShortensLongLabelsAndLeadsArrowsAcrossColumns() {
        Scene<Words> scene = Scene.with(Medium.faithful());
        scene.network().stream(new Route("a", "b", "x"), () -> {});
        scene.network().stream(new Route("b", "c", "L".repeat(60)), () -> {});
        scene.network().stream(new Route("c", "a", "back"), () -> {});
        scene.network().stream(new Route("c", "c", "self"), () -> {});
        scene.history().note("TimerB");
        assertThat(scene.history().drawing().lines().skip(1))
                .containsExactly(
                        "    0.000           |" + arrow("x", 43) + "|" + " ".repeat(43) + "|",
                        "    0.000           |" + " ".repeat(43) + "|--" + "L".repeat(38) + "…->|",
                        "    0.000           |<" + "-".repeat(40) + "back" + "-".repeat(42) + "|",
                        "    0.000      · c → c: self",
                        "    0.000      · TimerB");
    }

    private static String arrow(String letter, int width) {
        return "-".repeat(width / 2) + letter + "-".repeat(width / 2 - 1) + ">";
    }
}

package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What dial strings of plans ring, and when: stages, legs that ring together, delays and limits.
class PlanStageLaddersTest {
    private static final String CALL = "a1> INVITE to:5\n";

    private static final String ENDS =
            """
            +1s
            a1> BYE
            a1< 200
            %1$s< BYE
            %1$s> 200
            """;

    private static World dialling(String dialString) {
        return World.usual().plans(book -> book.dial("alice", dialString));
    }

    private static World scripted(String script) {
        return World.usual().plans(book -> book.script("alice", script));
    }

    private static String answered(String leg) {
        return """
                %1$s> 200
                %1$s< ACK
                a1< 200 answer=%1$s
                a1> ACK
                """
                .formatted(leg);
    }

    @TestFactory
    @DisplayName("the next stage rings when all legs of the one before have failed")
    Stream<DynamicTest> theNextStageRings() {
        return everyWay(
                CALL
                        + """
                        b< INVITE offer=a1
                        c< INVITE offer=a1
                        b> 486
                        b< ACK
                        +5s
                        c> 480
                        c< ACK
                        d< INVITE offer=a1
                        """
                        + answered("d")
                        + ENDS.formatted("d"),
                dialling("bob@local&carol@local|dave@local"));
    }

    @TestFactory
    @DisplayName("of legs that ring together the first that answers wins")
    Stream<DynamicTest> theFirstOneWins() {
        return everyWay(
                CALL
                        + """
                        b< INVITE offer=a1
                        c< INVITE offer=a1
                        """
                        + answered("c")
                        + """
                        b< CANCEL
                        b> 487
                        b< ACK
                        """
                        + ENDS.formatted("c"),
                dialling("bob@local&carol@local|dave@local"));
    }

    @TestFactory
    @DisplayName("a delayed leg rings later than the others")
    Stream<DynamicTest> aDelayedLegRingsLater() {
        return inOrder(
                CALL
                        + """
                        b< INVITE offer=a1
                        +4900ms
                        +200ms
                        c< INVITE offer=a1
                        """
                        + answered("c")
                        + """
                        b< CANCEL
                        b> 487
                        b< ACK
                        """
                        + ENDS.formatted("c"),
                dialling("bob@local&carol@local[dt=5]"));
    }

    @TestFactory
    @DisplayName("when all others have failed, the leg with the shortest delay rings at once")
    Stream<DynamicTest> theDelayedLegRingsAtOnce() {
        return inOrder(
                CALL
                        + """
                        b< INVITE offer=a1
                        +1s
                        b> 486
                        b< ACK
                        d< INVITE offer=a1
                        d> 480
                        d< ACK
                        c< INVITE offer=a1
                        """
                        + answered("c")
                        + ENDS.formatted("c"),
                dialling("bob@local&carol@local[dt=20]&dave@local[dt=10]"));
    }

    @TestFactory
    @DisplayName("a script is told how its dial failed, and goes on")
    Stream<DynamicTest> aScriptGoesOn() {
        return everyWay(
                CALL
                        + """
                        b< INVITE offer=a1
                        b> 486
                        b< ACK
                        c< INVITE offer=a1
                        """
                        + answered("c")
                        + ENDS.formatted("c"),
                scripted("Dial(bob@local) is Failed\nDial(carol@local)\nforever"));
    }
}

package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Calls with somebody who is a conference (RFC 5589 §9), and what we do not do: mix.
class ConferenceLaddersTest {
    private static final String SUBSCRIBED =
            """
            a1> SUBSCRIBE Event:conference Expires:600 Accept:application/conference-info+xml
            b< SUBSCRIBE Event:conference Expires:600 Accept:application/conference-info+xml
            """;

    @TestFactory
    @DisplayName("A15: a SUBSCRIBE for the conference event, and its NOTIFYs, cross the call")
    Stream<DynamicTest> subscriptionsToAConferenceCross() {
        return TransferPlaying.everyWay(
                SUBSCRIBED
                        + """
                        b> 200 Expires:300
                        a1< 200 SUBSCRIBE Expires:300
                        b> NOTIFY Event:conference Subscription-State:"active;expires=300" body="<conference-info/>" type=application/conference-info+xml
                        a1< NOTIFY Event:conference Subscription-State:"active;expires=300" body="<conference-info/>"
                        a1> 200
                        b< 200 NOTIFY
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A15: who serves no such event says so itself, and the call goes on")
    Stream<DynamicTest> whoServesNoSuchEventSaysSo() {
        return TransferPlaying.inOrder(
                SUBSCRIBED
                        + """
                        b> 489
                        a1< 489 SUBSCRIBE
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A15: a status that would end the call does not cross")
    Stream<DynamicTest> noStatusEndsTheCall() {
        return TransferPlaying.inOrder(
                SUBSCRIBED
                        + """
                        b> 404
                        a1< 500 SUBSCRIBE
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A14: an INVITE with Join is refused: 488 for a dialog of ours, else 481")
    Stream<DynamicTest> nobodyJoinsACall() {
        return TransferPlaying.everyWay(
                """
                d> INVITE to:bob Join:[a1]
                d< 488
                d2> INVITE to:bob Join:"nobody;to-tag=1;from-tag=2"
                d2< 481
                d3> INVITE to:bob Join:nonsense
                d3< 400
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A14: a stranger's INVITE with Join is refused in the same way")
    Stream<DynamicTest> noStrangerJoinsACall() {
        return TransferPlaying.inOrder(
                """
                g> INVITE to:bob Join:[a1]
                g< 488
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }
}

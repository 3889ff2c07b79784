package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.event.Event;
import io.referee.server.event.SecurityFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// Who is refused when somebody floods with REFER (`transfers.md` F.6): nobody else, though many
/// phones may stand behind one address.
class ReferFloodLaddersTest {
    private static final String MANY = "a1> REFER Refer-To:\"<http://x>\"\na1< 603\n".repeat(20);

    private static final String TOO_MANY =
            """
            a1> REFER Refer-To:carol
            a1< 603 reason="Too many REFERs"
            """;

    private static final String FORGED = "api> forge leg=a1 sender=g1\napi< 200\n";

    /// Which accounts floods were reported of.
    private static List<String> floods(List<Event> events) {
        return events.stream()
                .map(Event::fact)
                .filter(SecurityFact.class::isInstance)
                .map(SecurityFact.class::cast)
                .filter(fact -> fact.type().equals("security.refer_flood"))
                .map(fact -> fact.data().get("account").toString())
                .toList();
    }

    @TestFactory
    @DisplayName("S10: an account that floods is refused, its neighbour behind one address is not")
    Stream<DynamicTest> theNeighbourMayStillTransfer() {
        return TransferPlaying.inOrder(
                MANY
                        + TOO_MANY
                        + """
                        d> INVITE to:carol
                        c< INVITE
                        c> 200
                        c< ACK
                        d< 200
                        d> ACK
                        +1s
                        d> REFER Refer-To:bob
                        d< 202
                        d< NOTIFY 100 active
                        d> 200
                        b2< INVITE offer=c
                        b2> 200
                        b2< ACK
                        c< re-INVITE offer=b2
                        c> 200
                        c< ACK
                        d< NOTIFY 200 terminated
                        d> 200
                        d> BYE
                        d< 200
                        c> BYE
                        c< 200
                        b2< BYE
                        b2> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .transfer("dave", TransferMode.CONSUME)
                        .behind("d", "a")
                        .events(
                                events ->
                                        assertThat(floods(events))
                                                .containsExactly("alice@example.org")));
    }

    @TestFactory
    @DisplayName("S7, S10: a stranger that floods with somebody's dialog does not keep him out")
    Stream<DynamicTest> theStrangerIsRefusedAlone() {
        return Playing.inOrder(
                ALICE_CALLED
                        + "g1> OPTIONS to:bob\ng1< 200\n"
                        + (FORGED + "a1< 401 REFER\n").repeat(20)
                        + FORGED
                        + "a1< 603 REFER reason=\"Too many REFERs\"\n"
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().behind("g", "a"));
    }
}

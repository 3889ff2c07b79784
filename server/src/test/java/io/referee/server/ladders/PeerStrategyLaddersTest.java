package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import io.referee.server.account.Endpoint;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// In what order one party is asked for its media, whatever the others are (`transfers.md` 0.8,
/// H56): a gateway whose keys do not outlive a re-INVITE without an offer is never sent one.
class PeerStrategyLaddersTest {
    private static TransferHabits habits(String strategy) {
        return new TransferHabits(new Endpoint(false, strategy), "", "", "");
    }

    private static World with(Strategy strategy) {
        MediaRules rules = new MediaRules(strategy, false, Optional.empty(), false);
        return TransferPlaying.allowed().media(rules);
    }

    @TestFactory
    @DisplayName("H56: a transferee with keys that is known is offered the target's media at once")
    Stream<DynamicTest> aTransfereeWithKeys() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob keys=A1
                b< INVITE offer=a1
                b> 200 keys=B1 setup=active
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b body="*sha-256 B1*setup:actpass*"
                c> 200 keys=C1 setup=active
                c< ACK
                b< re-INVITE offer=c body="*sha-256 C1*"
                b> 200 keys=B1 setup=active
                b< ACK
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                TransferPlaying.allowed().habits("bob", habits("known")));
    }

    @TestFactory
    @DisplayName("0.8: the word of the transferee's account goes before the setting, either way")
    Stream<DynamicTest> theWordGoesBeforeTheSetting() {
        String known =
                TransferPlaying.CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        String lateX =
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                b< re-INVITE offer=none
                b> 200 port=4444
                c< INVITE offer=b port=4444
                c> 200
                c< ACK
                b< ACK answer=c
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        return Stream.of(
                        TransferPlaying.inOrder(
                                known, with(Strategy.LATE_X).habits("bob", habits("known"))),
                        TransferPlaying.inOrder(
                                known, with(Strategy.LATE_X).habits("bob", habits("auto"))),
                        TransferPlaying.inOrder(
                                lateX, with(Strategy.KNOWN).habits("bob", habits("late-x"))))
                .flatMap(tests -> tests);
    }

    @TestFactory
    @DisplayName("0.8: a target that is known is never asked for an offer, one that is late-y is")
    Stream<DynamicTest> theWordOfTheTarget() {
        String known =
                TransferPlaying.CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        String lateY =
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=none
                c> 200
                b< re-INVITE offer=c
                b> 200
                b< ACK
                c< ACK answer=b
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        return Stream.concat(
                TransferPlaying.inOrder(
                        known, with(Strategy.LATE_Y).habits("carol", habits("known"))),
                TransferPlaying.inOrder(
                        lateY, with(Strategy.AUTO).habits("carol", habits("late-y"))));
    }

    @TestFactory
    @DisplayName("H56: a provider that is known, as the transferee")
    Stream<DynamicTest> aProvider() {
        Provider.Transfers known =
                new Provider.Transfers(TransferMode.DENY, "", new Endpoint(false, "known"));
        return Playing.everyWay(
                """
                a1> INVITE to:085
                p< INVITE offer=a1
                p> 200
                p< ACK
                a1< 200 answer=p
                a1> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=p
                c> 200
                c< ACK
                p< re-INVITE offer=c
                p> 200
                p< ACK
                """
                        + ALICE_LEAVES
                        + """
                        +8s
                        p> BYE
                        p< 200
                        c< BYE
                        c> 200
                        """,
                with(Strategy.LATE_X)
                        .guest("p", "u")
                        .plans(book -> book.dial("alice", "085@blueface"))
                        .provider("blueface", "p", old -> Providers.transferring(old, known)));
    }

    // ---- attended

    @TestFactory
    @DisplayName("H56: of two calls that are joined the other party is asked for the offer")
    Stream<DynamicTest> theOtherIsAsked() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + """
                        c< re-INVITE offer=none
                        c> 200
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        c< ACK answer=b dir=sendrecv
                        """
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                AttendedPlaying.allowed().habits("bob", habits("known")));
    }

    @TestFactory
    @DisplayName("H56: when both parties are known, neither is asked for an offer")
    Stream<DynamicTest> neitherIsAsked() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        """
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                AttendedPlaying.allowed()
                        .habits("bob", habits("known"))
                        .habits("carol", habits("known")));
    }

    @TestFactory
    @DisplayName(
            "H56: a target that still rang: its answer is offered to a transferee that is known")
    Stream<DynamicTest> aTargetThatRang() {
        return TransferPlaying.everyWay(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                +1s
                a1> REFER Refer-To:carol?Replaces=[a2]
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                a2> CANCEL
                a2< 487
                +3s
                c> 200
                c< ACK
                b< re-INVITE offer=c dir=sendrecv
                b> 200
                b< ACK
                c< re-INVITE offer=b dir=sendrecv
                c> 200
                c< ACK
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                AttendedPlaying.allowed().habits("bob", habits("known")));
    }
}

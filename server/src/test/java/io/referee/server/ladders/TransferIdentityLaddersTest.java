package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.ChallengeOffer;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Set;
import java.util.stream.Stream;

/// Who sees whom when a call has been transferred (`transfers.md` 0.9).
class TransferIdentityLaddersTest {
    private static World trusting(World world, String... hosts) {
        Set<String> trusted = Set.of(hosts);
        return world.settings(
                s ->
                        s.identity(
                                new Core.Identity(
                                        hop -> trusted.contains(hop.host()),
                                        ChallengeOffer.DEFAULT)));
    }

    @TestFactory
    @DisplayName(
            "0.9: the target is called in the name of the transferee, who then sees the target")
    Stream<DynamicTest> bothSeeEachOther() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace(
                                "c< INVITE offer=b",
                                "c< INVITE from:bob P-Asserted-Identity:none Referred-By:none"
                                        + " offer=b")
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c P-Asserted-Identity:"<sip:carol@example.org>" From:!*carol*
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.9: by configuration the target is called in the name of the transferor")
    Stream<DynamicTest> theTargetMayBeCalledInTheNameOfTheTransferor() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace("c< INVITE offer=b", "c< INVITE from:alice offer=b")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().recovery("restore", World.Recovering.AS_TRANSFEROR));
    }

    @TestFactory
    @DisplayName("0.9: a trusted neighbour is told who the transferee is")
    Stream<DynamicTest> aTrustedNeighbourIsToldWhoTheTransfereeIs() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace(
                                "c< INVITE offer=b",
                                "c< INVITE P-Asserted-Identity:\"<sip:bob@example.org>\" offer=b")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                trusting(allowed(), "198.51.100.3"));
    }

    @TestFactory
    @DisplayName(
            "RFC 4916: a transferee that follows From is told there who it talks to, tags as ever")
    Stream<DynamicTest> aTransfereeThatFollowsFromIsToldThere() {
        return Stream.concat(
                Playing.everyWay(
                        ALICE_CALLED.replace("b> 200", "b> 200 Supported:\"timer, from-change\"")
                                + FROM_CHANGES,
                        allowed()),
                Playing.everyWay(
                        BOB_CALLED.replace(
                                        "b> INVITE to:alice",
                                        "b> INVITE to:alice Supported:from-change")
                                + FROM_CHANGES,
                        allowed()));
    }

    private static final String FROM_CHANGES =
            CAROL_IS_CALLED
                    + """
                    c> 200
                    c< ACK
                    b< re-INVITE offer=c from:carol From:"*;tag=*"
                    b> 200
                    b< ACK
                    """
                    + ALICE_LEAVES
                    + """
                    +1s
                    c> BYE
                    c< 200
                    b< BYE from:carol
                    b> 200
                    """;

    @TestFactory
    @DisplayName("RFC 4916: when the join fails it sees the transferor again")
    Stream<DynamicTest> whenTheJoinFailsItSeesTheTransferorAgain() {
        return Playing.inOrder(
                ALICE_CALLED.replace("b> 200", "b> 200 Supported:from-change")
                        + CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c from:carol
                        b> 200
                        b< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        +1s
                        c> REFER Refer-To:dave
                        c< 202
                        c< NOTIFY 100
                        c> 200
                        d< INVITE offer=b from:bob
                        d> 200
                        d< ACK
                        d> BYE
                        d< 200
                        b< re-INVITE offer=d from:dave
                        b> 200
                        b< ACK
                        c< NOTIFY 480 terminated
                        c> 200
                        +4s
                        b<* re-INVITE offer=c from:carol
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transfer("carol", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("RFC 3323: a transferee that hides stays hidden")
    Stream<DynamicTest> aTransfereeThatHidesStaysHidden() {
        return Playing.everyWay(
                BOB_CALLED.replace("b> INVITE to:alice", "b> INVITE to:alice Privacy:\"user;id\"")
                        + CAROL_IS_CALLED.replace(
                                "c< INVITE offer=b",
                                "c< INVITE P-Asserted-Identity:none From:!*bob* offer=b")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.9: Referred-By crosses as it is, and is made up for requests over HTTP")
    Stream<DynamicTest> referredByCrossesAsItIs() {
        Stream<DynamicTest> phone =
                TransferPlaying.everyWay(
                        CAROL_IS_CALLED
                                        .replace(
                                                "Refer-To:carol",
                                                "Refer-To:carol Referred-By:\"\\\"Ali\\\""
                                                        + " <sip:a@x.example>;q=1\"")
                                        .replace(
                                                "c< INVITE offer=b",
                                                "c< INVITE Referred-By:\"\\\"Ali\\\""
                                                        + " <sip:a@x.example>;q=1\" offer=b")
                                + CAROL_AND_BOB_ARE_JOINED
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        allowed());
        Stream<DynamicTest> http =
                TransferPlaying.inOrder(
                        """
                        api> transfer leg=a1 to=carol
                        api< 202
                        c< INVITE Referred-By:alice offer=b
                        c> 486
                        c< ACK
                        """
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed());
        return Stream.concat(phone, http);
    }

    @TestFactory
    @DisplayName(
            "case 94: in a chain each INVITE names only the latest referrer, and the depth counts")
    Stream<DynamicTest> eachInviteOfAChainNamesItsOwnReferrer() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                                .replace("Refer-To:carol", "Refer-To:carol Referred-By:alice")
                                .replace(
                                        "c< INVITE offer=b",
                                        "c< INVITE Referred-By:alice Max-Forwards:69 offer=b")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        +1s
                        c> REFER Refer-To:dave Referred-By:carol
                        c< 202
                        c< NOTIFY 100
                        c> 200
                        d< INVITE offer=b Referred-By:carol Referred-By:!*alice* Max-Forwards:64
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        c< NOTIFY 200 terminated
                        c> 200
                        c> BYE
                        c< 200
                        +1s
                        b> REFER Refer-To:erin
                        b< 202
                        b< NOTIFY 100
                        b> 200
                        e< INVITE offer=d Referred-By:none Max-Forwards:59
                        e> 200
                        e< ACK
                        d< re-INVITE offer=e
                        d> 200
                        d< ACK
                        b< NOTIFY 200 terminated
                        b> 200
                        b> BYE
                        b< 200
                        +1s
                        d> BYE
                        d< 200
                        e< BYE
                        e> 200
                        """,
                allowed()
                        .phone("e", "erin")
                        .transfer("bob", TransferMode.CONSUME)
                        .transfer("carol", TransferMode.CONSUME));
    }
}

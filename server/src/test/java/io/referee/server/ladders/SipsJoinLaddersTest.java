package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.CAROL_CALLED;
import static io.referee.server.ladders.AttendedPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.AttendedPlaying.JOINED;
import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A call that was made with `sips` is joined with no plain one, whoever asks and through whatever
/// door (`transfers.md` A10.7, S15).
class SipsJoinLaddersTest {
    private static final String REFUSED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 603 Warning:"399 *sips*"
            """;

    private static final String JOIN_REFUSED =
            """
            api> join leg=a1 other=a2
            api< 603
            api> join leg=a2 other=a1
            api< 603
            """;

    private static final String BOTH_CALLS_LIVE =
            """
            +8s
            c> BYE
            c< 200
            a2< BYE
            a2> 200
            b> BYE
            b< 200
            a1< BYE
            a1> 200
            """;

    private static final String CAROL_IS_RUNG =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 180
            a2< 180
            +1s
            """;

    /// The INVITE of this peer names it with `sips`.
    private static String secure(String peer, String ladder) {
        return ladder.replaceFirst(
                "(> INVITE to:\\w+)", "$1 from:\"<sips:" + peer + "@example.org>\"");
    }

    /// The other phone of alice does not ring.
    private static World two() {
        return World.usual().phone("n", "alice").offline("n");
    }

    private static World attended() {
        return AttendedPlaying.allowed().records(SipsJoinLaddersTest::refusedOnly);
    }

    /// Somebody was refused, and the records say it as of any transfer that is not admitted.
    private static void refusedOnly(Facts.Book book) {
        assertThat(book.records.values())
                .filteredOn(TransferRecord.class::isInstance)
                .isNotEmpty()
                .allSatisfy(
                        record -> {
                            TransferRecord row = (TransferRecord) record;
                            assertThat(row.outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
                            assertThat(row.stage()).isEqualTo("admission");
                            assertThat(row.status()).isEqualTo(603);
                        });
    }

    private static Stream<DynamicTest> named(String name, Stream<DynamicTest> tests) {
        return tests.map(
                test ->
                        DynamicTest.dynamicTest(
                                name + ", " + test.getDisplayName(), test.getExecutable()));
    }

    @TestFactory
    @DisplayName("an attended REFER joins no secure call with a plain one, whichever of the two")
    Stream<DynamicTest> anAttendedReferKeepsACallSecure() {
        return Stream.of(
                        named(
                                "the first call",
                                inOrder(secure("alice", ALICE_CALLED) + CAROL_IS_CALLED)),
                        named(
                                "the second call",
                                inOrder(ALICE_CALLED + secure("alice", CAROL_IS_CALLED))),
                        named(
                                "a plain target in a secure name",
                                inOrder(
                                        secure("bob", BOB_CALLED)
                                                + secure("alice", CAROL_IS_CALLED))))
                .flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> inOrder(String begun) {
        return Playing.inOrder(begun + REFUSED + BOTH_CALLS_LIVE, attended());
    }

    @TestFactory
    @DisplayName("two secure parties are joined; with `sipsDowngrade: on` any two are")
    Stream<DynamicTest> whatIsAllowedIsJoined() {
        String joined = ASKED + JOINED + ALICE_LEAVES + BOB_ENDS_IT;
        return Stream.concat(
                Playing.everyWay(
                        secure("bob", BOB_CALLED) + secure("carol", CAROL_CALLED) + joined,
                        AttendedPlaying.allowed()),
                Playing.everyWay(
                        secure("bob", BOB_CALLED) + CAROL_CALLED + joined,
                        AttendedPlaying.allowed()
                                .recovery("restore", World.Recovering.SIPS_DOWNGRADE)));
    }

    @TestFactory
    @DisplayName("a target that still rings is asked for no secure call either")
    Stream<DynamicTest> whatRingsIsNotJoined() {
        String ends =
                """
                a2> CANCEL
                a2< 487
                c< CANCEL
                c> 487
                c< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE;
        return Playing.inOrder(
                secure("bob", BOB_CALLED)
                        + CAROL_IS_RUNG
                        + REFUSED
                        + "api> join leg=a1 other=a2\napi< 603\n"
                        + ends,
                attended());
    }

    @TestFactory
    @DisplayName("HTTP joins no secure call with a plain one")
    Stream<DynamicTest> aDualTransferKeepsACallSecure() {
        return Playing.inOrder(
                secure("bob", BOB_CALLED) + CAROL_IS_CALLED + JOIN_REFUSED + BOTH_CALLS_LIVE,
                World.usual().records(SipsJoinLaddersTest::refusedOnly));
    }

    @TestFactory
    @DisplayName("an INVITE with Replaces takes over a secure call from a secure phone only")
    Stream<DynamicTest> aNewcomerHasToBeSecure() {
        String takes =
                """
                b< re-INVITE offer=n
                b> 200
                b< ACK
                n< 200 answer=b
                n> ACK
                a1< BYE
                a1> 200
                +8s
                b> BYE
                b< 200
                n< BYE
                n> 200
                """;
        Stream<DynamicTest> plain =
                Playing.everyWay(
                        secure("bob", BOB_CALLED)
                                + "n> INVITE to:bob Replaces:[a1]\nn< 603 Warning:\"399 *sips*\"\n"
                                + BOB_ENDS_IT_WITH_ALICE,
                        two().records(SipsJoinLaddersTest::refusedOnly));
        Stream<DynamicTest> safe =
                Playing.everyWay(
                        secure("bob", BOB_CALLED)
                                + secure("alice", "n> INVITE to:bob Replaces:[a1]\n")
                                + takes,
                        two());
        return Stream.concat(plain, safe);
    }

    @TestFactory
    @DisplayName("a call that rings is picked up from a plain phone only when it is not secure")
    Stream<DynamicTest> aSecureCallIsNotPickedUp() {
        return Playing.inOrder(
                secure("alice", "a1> INVITE to:bob\n")
                        + """
                        b< INVITE offer=a1
                        b> 180
                        a1< 180
                        d> INVITE to:bob Replaces:[b];early-only
                        d< 603 Warning:"399 *sips*"
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual().records(SipsJoinLaddersTest::refusedOnly));
    }

    @TestFactory
    @DisplayName("a secure call that is parked waits for a secure phone")
    Stream<DynamicTest> aParkedCallStaysSecure() {
        return Playing.inOrder(
                secure("bob", BOB_CALLED)
                        + ParkLaddersTest.BOB_IS_PARKED
                        + ParkLaddersTest.ALICE_LEAVES
                        + "+1s\nc> INVITE to:700\nc< 603 Warning:\"399 *sips*\"\n"
                        + "c> INVITE to:bob Replaces:[b]\nc< 603 Warning:\"399 *sips*\"\n"
                        + secure("carol", ParkLaddersTest.CAROL_GETS_BOB)
                        + ParkLaddersTest.BOB_ENDS_IT_WITH_CAROL,
                ParkLaddersTest.slots()
                        .records(
                                book ->
                                        assertThat(book.records.values())
                                                .filteredOn(TransferRecord.class::isInstance)
                                                .extracting(row -> ((TransferRecord) row).status())
                                                .containsExactlyInAnyOrder(200, 603, 603, 200)));
    }
}

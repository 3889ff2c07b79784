package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A call that still rings goes elsewhere by request, while its caller waits in the same INVITE
/// (`transfers.md` A17), or its caller is told to call elsewhere (A3.9).
class RedirectLaddersTest {
    static final String BOB_RINGS =
            """
            a1> INVITE to:bob
            b< INVITE offer=a1
            b> 180
            a1<? 180
            +1s
            """;

    private static final String CAROL_RINGS_INSTEAD =
            """
            api> redirect leg=a1 to=carol
            api< 202
            b<* CANCEL Reason:"SIP;cause=302*"
            c<* INVITE offer=a1
            b> 487
            b< ACK
            """;

    static final String CAROL_ANSWERS =
            """
            c> 200
            c< ACK
            a1< 200 answer=c
            a1> ACK
            +1s
            a1> BYE
            a1< 200
            c< BYE
            c> 200
            """;

    private static World world() {
        return World.usual();
    }

    @TestFactory
    @DisplayName("A17: whoever rings is cancelled, the new target rings, the caller waits on")
    Stream<DynamicTest> theNewTargetRings() {
        return everyWay(
                BOB_RINGS
                        + CAROL_RINGS_INSTEAD
                        + "+1s\n"
                        + CAROL_ANSWERS
                        + "api> outcome completed code=200 linked=1\napi< 200\n",
                world().records(RedirectLaddersTest::once));
    }

    private static void once(Facts.Book book) {
        assertThat(
                        book.records.values().stream()
                                .filter(TransferRecord.class::isInstance)
                                .map(TransferRecord.class::cast))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.kind()).isEqualTo("redirect");
                            assertThat(row.account()).isEqualTo("alice@example.org");
                            assertThat(row.outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
                        });
    }

    @TestFactory
    @DisplayName("A17: after early media the new target's answer comes in a dialog of its own")
    Stream<DynamicTest> afterEarlyMedia() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 183 answer=b
                a1<? 183
                +1s
                """
                        + CAROL_RINGS_INSTEAD
                        + CAROL_ANSWERS,
                world());
    }

    @TestFactory
    @DisplayName("A17: the phone answers while it is cancelled: acknowledged and hung up")
    Stream<DynamicTest> theAnswerCrossesTheCancel() {
        return inOrder(
                BOB_RINGS
                        + """
                        api> redirect leg=a1 to=carol
                        api< 202
                        b> 200
                        c<* INVITE offer=a1
                        b<~ CANCEL
                        b<* ACK
                        b<* BYE
                        b> 200 BYE
                        """
                        + CAROL_ANSWERS,
                world());
    }

    @TestFactory
    @DisplayName("A17: a new target that refuses: the caller hears that")
    Stream<DynamicTest> theNewTargetRefuses() {
        return everyWay(
                BOB_RINGS
                        + CAROL_RINGS_INSTEAD
                        + """
                        c> 486
                        c< ACK
                        a1< 486
                        api> outcome failed code=486
                        api< 200
                        """,
                world());
    }

    @TestFactory
    @DisplayName("A17: a caller that gives up while the new target rings")
    Stream<DynamicTest> theCallerGivesUp() {
        return everyWay(
                BOB_RINGS
                        + CAROL_RINGS_INSTEAD
                        + """
                        +1s
                        a1> CANCEL
                        a1<* 487
                        c<* CANCEL
                        c> 487
                        c< ACK
                        api> outcome aborted code=487
                        api< 200
                        """,
                world());
    }

    @TestFactory
    @DisplayName("A17: redirected twice; the account's own plan says where to")
    Stream<DynamicTest> redirectedTwice() {
        return inOrder(
                "a1> INVITE to:1\nb< INVITE offer=a1\nb> 180\na1<? 180\n"
                        + """
                        api> redirect leg=a1 to=2
                        api< 202
                        b<* CANCEL
                        d<* INVITE offer=a1
                        b> 487
                        b< ACK
                        api> redirect leg=a1 to=3
                        api< 202
                        d<* CANCEL
                        c<* INVITE offer=a1
                        d> 487
                        d< ACK
                        """
                        + CAROL_ANSWERS,
                world().plan(
                                "alice",
                                rule("exact", "1", "bob"),
                                rule("exact", "2", "dave"),
                                rule("exact", "3", "carol")));
    }

    @TestFactory
    @DisplayName("A17: a script that still thinks is not waited for")
    Stream<DynamicTest> aScriptIsNotWaitedFor() {
        return inOrder(
                """
                a1> INVITE to:5
                +500ms
                api> redirect leg=a1 to=carol
                api< 202
                +2s
                c< INVITE offer=a1
                """
                        + CAROL_ANSWERS,
                world().plans(book -> book.script("alice", "wait 1\nDial(carol@local)")));
    }

    @TestFactory
    @DisplayName("A17: what a transfer may not reach, a redirection does not")
    Stream<DynamicTest> whatIsNotAllowed() {
        String end =
                """
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                api> redirect leg=a1 to=carol
                api< 481
                +1s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """;
        return inOrder(
                BOB_RINGS
                        + """
                        api> redirect leg=a1 to=1900123456@far.example
                        api< 403
                        api> redirect leg=a1 to=alice
                        api< 603
                        api> redirect leg=a1 to=nobody
                        api< 404
                        """
                        + end,
                world());
    }

    @TestFactory
    @DisplayName("A17: a call from elsewhere goes where the owner lets transfers go")
    Stream<DynamicTest> aCallFromElsewhere() {
        return inOrder(
                """
                g> INVITE to:bob
                b< INVITE offer=g
                b> 180
                g<? 180
                api> redirect leg=g to=0851234567@far.example
                api< 603
                api> redirect leg=g to=carol
                api< 202
                b<* CANCEL
                c<* INVITE offer=g
                b> 487
                b< ACK
                c> 200
                c< ACK
                g< 200 answer=c
                g> ACK
                +1s
                g> BYE
                g< 200
                c< BYE
                c> 200
                """,
                world().guest("g", "joe"));
    }

    @TestFactory
    @DisplayName("A3.9: a caller that waits takes no REFER: it is answered 302")
    Stream<DynamicTest> aCallerThatWaitsIsTurnedAway() {
        return everyWay(
                BOB_RINGS
                        + """
                        api> refer leg=a1 to=carol
                        api< 202
                        b<* CANCEL Reason:"SIP;cause=302*"
                        a1<* 302 Contact:"<sip:carol@example.org>"
                        b> 487
                        b< ACK
                        api> outcome unknown code=302
                        api< 200
                        """,
                world());
    }
}

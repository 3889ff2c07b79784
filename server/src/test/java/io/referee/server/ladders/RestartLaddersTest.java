package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.event.picture.CallSentence;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The server dies and comes back in the middle of calls.
class RestartLaddersTest {
    private static final String TALKING =
            """
            {one} = a1
            {other} = b
            a1> INVITE to:bob
            b< INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            """;

    private static final String KILLED =
            """
            api> kill
            api< 200
            """;

    private static final String ONE_HANGS_UP =
            """
            +1s
            {one}> BYE
            {one}< 200
            {other}< BYE
            {other}> 200
            """;

    private static final Map<String, String> SWAPPED = Map.of("one", "b", "other", "a1");

    private static Stream<DynamicTest> talking(String ladder) {
        return everyWay(TALKING + ladder + ONE_HANGS_UP, World.usual(), SWAPPED);
    }

    @TestFactory
    Stream<DynamicTest> eitherSideHangsUpAfterARestart() {
        return talking(KILLED);
    }

    @TestFactory
    Stream<DynamicTest> theLadderOfACallFromBeforeHasItsSentence() {
        return everyWay(
                TALKING + KILLED + "+10s\n" + ONE_HANGS_UP,
                World.usual()
                        .records(
                                book ->
                                        assertThat(sentence(book))
                                                .matches(
                                                        "alice called bob, \\d+ s;"
                                                                + " ended by (alice|bob)")),
                SWAPPED);
    }

    private static String sentence(Facts.Book book) {
        String call =
                book.records.values().stream()
                        .filter(LegRecord.class::isInstance)
                        .map(LegRecord.class::cast)
                        .findFirst()
                        .orElseThrow()
                        .callId();
        return CallSentence.of(book.traces.together(call));
    }

    @TestFactory
    Stream<DynamicTest> aSecondRestartChangesNothing() {
        return talking(KILLED + "+1s\n" + KILLED + "+5s\n" + KILLED);
    }

    @TestFactory
    Stream<DynamicTest> anOrderlyRestartLosesNothingThatIsFresh() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +200ms
                api> restart
                api< 200
                """
                        + ONE_HANGS_UP,
                World.usual(),
                SWAPPED);
    }

    @TestFactory
    Stream<DynamicTest> aPhoneHoldsAndResumesAfterARestart() {
        return talking(
                KILLED
                        + """
                        {one}> re-INVITE dir=sendonly
                        {other}< re-INVITE offer={one} dir=sendonly
                        {other}> 200
                        {other}< ACK
                        {one}< 200 answer={other}
                        {one}> ACK
                        +1s
                        """
                        + KILLED
                        + """
                        {one}> re-INVITE
                        {other}< re-INVITE offer={one} dir=sendrecv
                        {other}> 200
                        {other}< ACK
                        {one}< 200 answer={other} dir=sendrecv
                        {one}> ACK
                        """);
    }

    @TestFactory
    Stream<DynamicTest> theServerHoldsAndReleasesAfterARestart() {
        return talking(
                KILLED
                        + """
                        api> hold of=a1 leg=both
                        api< 202
                        a1< re-INVITE offer=b dir=inactive
                        a1> 200
                        a1< ACK
                        b< re-INVITE offer=a1 dir=inactive
                        b> 200
                        b< ACK
                        +1s
                        """
                        + KILLED
                        + """
                        api> held of=a1 legs=a1,b
                        api< 200
                        api> hold of=a1 leg=both
                        api< 409 already-held
                        api> unhold of=a1 leg=both
                        api< 202
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 200
                        a1< ACK
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        +1s
                        """);
    }

    /// Who rings is cancelled, the caller may try again, and the records are closed as long as the
    /// server is known to have lived.
    @TestFactory
    Stream<DynamicTest> aCallThatRingsIsGivenUp() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                +1s
                api> kill
                api< 200
                a1< 503 Retry-After:10
                b< CANCEL Reason:"SIP;cause=503*"
                b> 487
                b< ACK
                """,
                World.usual().records(RestartLaddersTest::endedByTheRestart));
    }

    @TestFactory
    Stream<DynamicTest> anAnswerThatCrossesTheRestartIsHungUp() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                +1s
                api> kill
                b> 200
                api< 200
                a1< 503
                b<* ACK
                b<* BYE
                b> 200
                """,
                World.usual());
    }

    private static void endedByTheRestart(Facts.Book book) {
        assertThat(
                        book.records.values().stream()
                                .filter(LegRecord.class::isInstance)
                                .map(LegRecord.class::cast)
                                .map(LegRecord::endBy))
                .containsExactly(LegRecord.SERVER_RESTART, LegRecord.SERVER_RESTART);
    }

    /// Nobody notices in the records that the server was away.
    @TestFactory
    Stream<DynamicTest> theRecordsOfACallGoOn() {
        return everyWay(
                TALKING + KILLED + "+3s\n" + KILLED + ONE_HANGS_UP,
                World.usual().records(RestartLaddersTest::oneTalkEndedByAPeer),
                SWAPPED);
    }

    private static void oneTalkEndedByAPeer(Facts.Book book) {
        assertThat(book.segments()).hasSize(1);
        List<String> ends =
                book.records.values().stream()
                        .filter(LegRecord.class::isInstance)
                        .map(LegRecord.class::cast)
                        .map(LegRecord::endBy)
                        .sorted()
                        .toList();
        assertThat(ends).containsExactly("peer", "server");
    }

    /// A phone that hung up while the server was away says so when it is asked.
    @TestFactory
    Stream<DynamicTest> aPartyThatIsGoneIsNoticed() {
        return Playing.plainly(
                TALKING
                        + """
                        api> kill
                        api< 200
                        +30s
                        b< OPTIONS
                        b> 200
                        a1< OPTIONS
                        a1> 481
                        a1< BYE
                        a1> 481
                        b< BYE
                        b> 200
                        """,
                World.usual().probing(Duration.ofSeconds(30)));
    }

    /// An UPDATE without a body changes nothing but the target.
    @TestFactory
    Stream<DynamicTest> aPhoneThatHasMovedIsReachedWhereItIs() {
        return Playing.inOrder(
                TALKING
                        + """
                        b> UPDATE Contact:"<sip:bob@203.0.113.9:5066>"
                        b< 200
                        +1s
                        api> kill
                        api< 200
                        a1> BYE
                        a1< 200
                        b< BYE uri="sip:bob@203.0.113.9:5066"
                        b> 200
                        """,
                World.usual());
    }

    /// The party that called wants the server to refresh, which it does soon.
    @TestFactory
    Stream<DynamicTest> sessionTimersGoOn() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob Supported:timer Session-Expires:"160;refresher=uas"
                b< INVITE
                b> 200
                b< ACK
                a1< 200 Session-Expires:"160;refresher=uas"
                a1> ACK
                +1s
                api> kill
                api< 200
                +20s
                a1< UPDATE Session-Expires:"160;refresher=uac"
                a1> 200 Session-Expires:"160;refresher=uac"
                +81s
                a1< UPDATE
                a1> 200 Session-Expires:"160;refresher=uac"
                """
                        + "a1> BYE\na1< 200\nb< BYE\nb> 200\n",
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anOrderlyEndRefusesWhatRings() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                api> leave
                api< 200
                a1< 503 Retry-After:10
                b< CANCEL
                b> 487
                b< ACK
                """,
                World.usual());
    }
}

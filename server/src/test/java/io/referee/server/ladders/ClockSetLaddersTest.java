package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.plainly;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Somebody sets the clock of the machine by an hour while calls and registrations run.
class ClockSetLaddersTest {
    private static final String CALL =
            """
            a1> INVITE to:bob
            b< INVITE
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +10s
            api> clock by=HOUR
            api< 200
            +20s
            a1> BYE
            a1< 200
            b< BYE
            b> 200
            """;

    /// A minute and more after the clock was set, the phones are rung as before.
    private static final String REGISTERED =
            """
            b> REGISTER to:bob Contact:"<sip:bob@198.51.100.2:5060>" Expires:600
            b< 200
            api> clock by=HOUR
            api< 200
            +590s
            a1> INVITE to:bob
            b< INVITE
            b> 486
            b< ACK
            a1< 486
            +20s
            +60s
            a2> INVITE to:bob
            a2< 480
            """;

    private static final String PROVIDER =
            """
            p< REGISTER Expires:600
            p> 200 Expires:600
            api> clock by=HOUR
            api< 200
            +539s
            +2s
            p< REGISTER Expires:600
            p> 200 Expires:600
            api> provider blueface remove
            api< 200
            p< REGISTER Expires:0
            p> 200
            """;

    private static String by(String ladder, String by) {
        return ladder.replace("HOUR", by);
    }

    private static void lastedThirtySeconds(Facts.Book book) {
        assertThat(book.records.values())
                .filteredOn(LegRecord.class::isInstance)
                .map(LegRecord.class::cast)
                .hasSize(2)
                .allSatisfy(leg -> aboutThirtySeconds(leg.talked()));
        assertThat(book.segments())
                .filteredOn(segment -> segment.kind() == SegmentRecord.Kind.TALK)
                .singleElement()
                .satisfies(
                        talk -> aboutThirtySeconds(Duration.between(talk.startAt(), talk.endAt())));
    }

    /// The time of the server follows by a thousandth.
    private static void aboutThirtySeconds(Duration talked) {
        assertThat(talked).isBetween(Duration.ofMillis(29_900), Duration.ofMillis(30_500));
    }

    @TestFactory
    Stream<DynamicTest> aCallLastsAsLongAsItLastedWhenTheClockIsSetForward() {
        return plainly(
                by(CALL, "1h"), World.usual().records(ClockSetLaddersTest::lastedThirtySeconds));
    }

    @TestFactory
    Stream<DynamicTest> aCallLastsAsLongAsItLastedWhenTheClockIsSetBack() {
        return plainly(
                by(CALL, "-1h"), World.usual().records(ClockSetLaddersTest::lastedThirtySeconds));
    }

    @TestFactory
    Stream<DynamicTest> aRegistrationEndsWhenItsTimeHasPassedAndNotBefore() {
        return plainly(by(REGISTERED, "1h"), World.usual().offline("b"));
    }

    @TestFactory
    Stream<DynamicTest> aRegistrationDoesNotLastLongerWhenTheClockIsSetBack() {
        return plainly(by(REGISTERED, "-1h"), World.usual().offline("b"));
    }

    @TestFactory
    Stream<DynamicTest> ourRegistrationAtAProviderIsRefreshedInTime() {
        World world =
                World.usual().guest("p", "u").provider("blueface", "p", Providers::registering);
        return Stream.of("1h", "-1h").flatMap(by -> plainly(by(PROVIDER, by), world));
    }

    @TestFactory
    Stream<DynamicTest> aTransferThatIsUnderWayComesToItsEnd() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        api> clock by=1h
                        api< 200
                        +3s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}

package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.plainly;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.Event;
import io.referee.server.event.ProviderFact;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A provider that is there and not there, again and again.
class ProviderFlappingLaddersTest {
    private static final int TIMES = 10;

    private static final String UP =
            """
            p< REGISTER Expires:600
            p> 200 Expires:600
            """;

    private static final String REMOVED =
            """
            api> provider blueface remove
            api< 200
            p< REGISTER Expires:0
            p> 200
            """;

    private static World world() {
        return World.usual().guest("p", "u").provider("blueface", "p", Providers::registering);
    }

    private static String call(String ladder) {
        return """
        p2> INVITE uri="sip:bob@example.org" to:"sip:bob@example.org"
        b< INVITE
        b> 200
        b< ACK
        p2< 200
        p2> ACK
        """
                + ladder
                + """
                p2> BYE
                p2< 200
                b< BYE
                b> 200
                """;
    }

    /// Refused at every second refresh: five minutes later, and half a minute of chance, it is
    /// tried again.
    @TestFactory
    Stream<DynamicTest> refusalsAreFiveMinutesApartAndNoCallIsLost() {
        String down = "+541s\np< REGISTER\np> 503\n+299s\n+32s\n";
        return plainly(
                UP + call((down + UP).repeat(TIMES)) + REMOVED,
                world().events(events -> toldOnceEach(events, Duration.ofSeconds(300))));
    }

    /// Up and down in turn, and not more often than the setback allows.
    private static void toldOnceEach(List<Event> events, Duration least) {
        List<Event> told =
                events.stream().filter(event -> event.fact() instanceof ProviderFact).toList();
        assertThat(told).hasSize(2 * TIMES + 1);
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).fact().type())
                    .isEqualTo(i % 2 == 0 ? "provider.registered" : "provider.failed");
        }
        for (int i = 1; i + 1 < told.size(); i += 2) {
            Instant down = told.get(i).at();
            assertThat(Duration.between(down, told.get(i + 1).at())).isGreaterThanOrEqualTo(least);
        }
    }

    /// A connection that breaks each time it has been made is not made again and again without a
    /// pause.
    @TestFactory
    Stream<DynamicTest> aConnectionThatBreaksAgainAndAgainIsMadeOnceAMinuteAndCallsStay() {
        String again =
                """
                +1s
                api> provider p dropped
                api< 200
                +45s
                +5s
                """
                        + UP;
        return plainly(
                """
                p< REGISTER Expires:600
                p> 200
                +100s
                api> provider p dropped
                api< 200
                +400ms
                +3s
                """
                        + UP
                        + again.repeat(TIMES)
                        + REMOVED,
                world().overTcp());
    }
}

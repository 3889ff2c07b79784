package io.referee.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.VirtualOutside;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// A flood is counted, and hides nobody.
class ReportsTest {
    private static final String FLOOD = "198.51.100.66";
    private static final String QUIET = "198.51.100.7";

    private final VirtualOutside outside = new VirtualOutside();
    private final EventLog events = new EventLog();
    private final Reports reports = new Reports(outside, events);

    private void refused(String owner, String source) {
        reports.tell(Reports.Kind.REFUSED, owner, source, "", "REFER outside of a call: 403");
    }

    private void flood(int times) {
        for (int i = 0; i < times; i++) {
            refused("", FLOOD);
        }
    }

    @Test
    void whoIsLoudDoesNotHideWhoIsQuiet() {
        flood(1_000);
        refused("", QUIET);
        flood(1_000);
        refused("", QUIET);

        List<String> told = events.take();
        assertThat(told.stream().filter(line -> line.contains("source=" + QUIET))).hasSize(2);
        assertThat(told.stream().filter(line -> line.contains("source=" + FLOOD)))
                .as("with what was held back, each time before somebody else is told of")
                .hasSize(Reports.MAX_OF_SOURCE + 2);
        assertThat(told).anyMatch(line -> line.contains("count=995]"));
        assertThat(reports.total(Reports.Kind.REFUSED)).isEqualTo(2_002);
    }

    @Test
    void whatIsHeldBackIsSummedUp() {
        flood(12);
        events.take();

        outside.pass(Reports.SUMMED_UP);

        assertThat(events.take()).singleElement().asString().contains("among others", "count=7]");
    }

    @Test
    void whatSeveralDidIsSaidOfNone() {
        for (int i = 0; i < Reports.MAX_AT_ONCE; i++) {
            refused("", "192.0.2." + i);
        }
        refused("", FLOOD);
        refused("", QUIET);
        events.take();

        outside.pass(Duration.ofSeconds(2));
        refused("", QUIET);

        assertThat(events.take())
                .satisfiesExactly(
                        line -> assertThat(line).contains("source=,", "count=2]"),
                        line -> assertThat(line).contains("source=" + QUIET, "count=1]"));
    }

    @Test
    void whoWasLoudIsToldOfAgainLater() {
        flood(100);
        outside.pass(Reports.SUMMED_UP);
        events.take();

        refused("", FLOOD);
        refused("", FLOOD);

        assertThat(events.take()).singleElement().asString().contains("count=1]");
    }

    @Test
    void oneSourceIsToldToEachOwnerWhomItConcerns() {
        for (int i = 0; i < 10; i++) {
            refused("aaron", FLOOD);
        }
        refused("berta", FLOOD);

        List<String> told = events.take();
        assertThat(told.stream().filter(line -> line.startsWith("aaron: "))).hasSize(5);
        assertThat(told.stream().filter(line -> line.startsWith("berta: ")))
                .singleElement()
                .asString()
                .contains("count=1]");
    }

    @Test
    void theServerItselfIsNoSource() {
        for (int i = 0; i < Reports.MAX_AT_ONCE; i++) {
            reports.tell(Reports.Kind.OVERLOAD, "", "", "", i % 2 == 0 ? "began" : "ended");
        }

        assertThat(events.take()).hasSize(Reports.MAX_AT_ONCE);
    }

    @Test
    void manySourcesTogetherAreStillNoFlood() {
        for (int i = 0; i < 2_000; i++) {
            refused("", "192.0.2." + i % 250 + i);
        }
        outside.pass(Duration.ofSeconds(60));

        assertThat(events.take()).hasSize(Reports.MAX_AT_ONCE + 1);
    }
}

package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.CallRecord;
import io.referee.server.cdr.Facts;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

final class WriteBehindTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final List<Write> written = Collections.synchronizedList(new ArrayList<>());

    private static Write.Save open(String id) {
        return new Write.Save(new CallRecord(id, "aaron", "a", "b", Facts.at(0), null));
    }

    private static Write.Save over(String id) {
        return new Write.Save(new CallRecord(id, "aaron", "a", "b", Facts.at(0), Facts.at(9)));
    }

    private List<Write> saves() {
        return List.copyOf(written).stream()
                .map(write -> write instanceof Write.First(var cdr) ? new Write.Save(cdr) : write)
                .filter(Write.Save.class::isInstance)
                .toList();
    }

    private WriteBehind started(WriteBehind.Sink sink) {
        var writer = new WriteBehind(sink, Clock.systemUTC());
        writer.start();
        return writer;
    }

    @Test
    void aCallThatIsShortIsWrittenOnce() throws Exception {
        try (WriteBehind writer = started(written::addAll)) {
            writer.add(List.of(open("1")));
            writer.add(List.of(open("1")));
            writer.add(List.of(over("1")));
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(saves()).containsExactly(over("1"));
        }
    }

    @Test
    void aCallThatIsOverBeforeItWasWrittenCostsNothing() throws Exception {
        try (WriteBehind writer = started(written::addAll)) {
            writer.add(List.of(new Write.Keep(KeptCalls.call("1")), new Write.Forget("1")));
            writer.add(List.of(new Write.Keep(KeptCalls.call("2"))));
            assertThat(writer.settled(LONG)).isTrue();
            writer.add(List.of(new Write.Keep(KeptCalls.call("2"))));
            assertThat(writer.settled(LONG)).isTrue();
            writer.add(List.of(new Write.Forget("2")));
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(written.stream().filter(write -> write.key() instanceof Write.CallKey))
                    .containsExactly(
                            new Write.KeepFirst(KeptCalls.call("2")),
                            new Write.Keep(KeptCalls.call("2")),
                            new Write.Forget("2"));
        }
    }

    @Test
    void onlyARecordThatWasNotWrittenBeforeIsInserted() throws Exception {
        try (WriteBehind writer = started(written::addAll)) {
            writer.add(List.of(open("1")));
            assertThat(writer.settled(LONG)).isTrue();
            writer.add(List.of(over("1"), over("2")));
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(written).contains(open("1"), over("1"), new Write.First(over("2").cdr()));
        }
    }

    @Test
    void progressIsWrittenWhenNothingNewerComes() throws Exception {
        try (WriteBehind writer = started(written::addAll)) {
            writer.add(List.of(open("1")));
            org.awaitility.Awaitility.await().atMost(LONG).until(() -> saves().contains(open("1")));
        }
    }

    @Test
    void nothingIsLostWhileTheDatabaseIsAway() throws Exception {
        var refusals = new AtomicInteger(3);
        try (WriteBehind writer =
                started(
                        batch -> {
                            if (refusals.getAndDecrement() > 0) {
                                throw new IllegalStateException("away");
                            }
                            written.addAll(batch);
                        })) {
            IntStream.range(0, 100).forEach(i -> writer.add(List.of(over("" + i))));
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(saves()).hasSize(100).doesNotHaveDuplicates();
            assertThat(writer.lost()).isZero();
        }
    }

    @Test
    void aRowThatIsRefusedDoesNotHoldUpTheOthers() throws Exception {
        try (WriteBehind writer =
                started(
                        batch -> {
                            if (batch.contains(new Write.First(over("bad").cdr()))) {
                                throw new WriteBehind.Refused(new IllegalArgumentException("bad"));
                            }
                            written.addAll(batch);
                        })) {
            List<Write> batch = new ArrayList<>();
            IntStream.range(0, 50).forEach(i -> batch.add(over("" + i)));
            batch.add(20, over("bad"));
            writer.add(batch);
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(saves()).hasSize(50);
            assertThat(writer.lost()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeKeptIsCounted() throws Exception {
        int tooMany = WriteBehind.PRESSING_AT_MOST + 1_000;
        var away = new java.util.concurrent.atomic.AtomicBoolean(true);
        try (WriteBehind writer =
                started(
                        batch -> {
                            if (away.get()) {
                                throw new IllegalStateException("away");
                            }
                            written.addAll(batch);
                        })) {
            for (int i = 0; i < tooMany; i++) {
                writer.add(List.of(over("" + i)));
            }
            away.set(false);
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(saves().size() + writer.lost())
                    .isBetween((long) tooMany, tooMany + 5L); // the signs of life count too
        }
    }

    @Test
    void closingWritesWhatWaits() {
        WriteBehind writer = started(written::addAll);
        writer.add(List.of(open("1"), over("2")));
        writer.close();
        assertThat(saves()).containsExactlyInAnyOrder(open("1"), over("2"));
    }
}

package io.referee.server.store;

import static io.referee.server.cdr.Facts.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.call.Legs;
import io.referee.server.cdr.TransferRecord;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The transfers of before a restart that count for limits.
final class AcceptedTransfersTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final double HOUR = 3_600;

    @TempDir Path folder;

    private static TransferRecord transfer(String id, Instant at, @Nullable Instant accepted) {
        return new TransferRecord(
                id,
                Legs.firstId('g', at) + "x",
                "aaron",
                "refer",
                "blind",
                "a1",
                "b",
                "sip:carol@localhost",
                "",
                "alice@localhost",
                "",
                1,
                "",
                at,
                accepted,
                null,
                null,
                at,
                TransferRecord.Outcome.FAILED,
                486,
                "target",
                "Busy Here",
                "allowed",
                "restored");
    }

    @ParameterizedTest
    @EnumSource
    void thoseOfTheLastDayThatWereAcceptedInTheirOrder(Databases kind) throws Exception {
        try (Store store = Store.open(kind.url(folder), folder, Clock.systemUTC())) {
            store.records()
                    .save(
                            List.of(
                                    transfer("late", at(20 * HOUR), at(20 * HOUR)),
                                    transfer("old", at(-5 * HOUR), at(-5 * HOUR)),
                                    transfer("early", at(HOUR), at(HOUR)),
                                    transfer("blocked", at(2 * HOUR), null)));
            assertThat(store.settled(LONG)).isTrue();

            List<TransferRecord> found = new ArrayList<>();
            store.acceptedTransfers(at(0), found::add);

            assertThat(found)
                    .extracting(TransferRecord::transferId)
                    .containsExactly("early", "late");
            assertThat(found).allMatch(TransferRecord::counts);
        }
    }
}

package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.AuditEntry;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

final class AuditStoreTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

    @TempDir Path folder;

    private Store open(String url) {
        return Store.open(url, folder, Clock.systemUTC());
    }

    private static AuditEntry entry(long seq, String owner) {
        return new AuditEntry(
                seq,
                START.plusSeconds(seq),
                owner,
                "security.refused",
                "g1",
                "192.0.2.1",
                "alice@localhost",
                "REFER outside of a call: 403",
                seq);
    }

    @ParameterizedTest
    @EnumSource
    void rowsOutliveTheServerAndComeLatestFirst(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url)) {
            for (int seq = 1; seq <= 4; seq++) {
                store.audit().save(entry(seq, seq % 2 == 0 ? "aaron" : ""));
            }
            assertThat(store.settled(LONG)).isTrue();
        }
        try (Store store = open(url)) {
            assertThat(store.audit().newest("", 0, 9, Instant.EPOCH))
                    .containsExactly(
                            entry(4, "aaron"), entry(3, ""), entry(2, "aaron"), entry(1, ""));
            assertThat(store.audit().newest("aaron", 0, 9, Instant.EPOCH))
                    .containsExactly(entry(4, "aaron"), entry(2, "aaron"));
            assertThat(store.audit().newest("", 1, 2, Instant.EPOCH))
                    .containsExactly(entry(3, ""), entry(2, "aaron"));
            assertThat(store.audit().newest("", 0, 9, START.plusSeconds(3)))
                    .containsExactly(entry(4, "aaron"), entry(3, ""));
            assertThat(store.audit().newest("berta", 0, 9, Instant.EPOCH)).isEmpty();
            assertThat(store.lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsWrittenTwiceIsOne(Databases kind) throws Exception {
        try (Store store = open(kind.url(folder))) {
            store.audit().save(entry(1, "aaron"));
            assertThat(store.settled(LONG)).isTrue();
            store.audit().save(entry(1, "aaron"));
            assertThat(store.settled(LONG)).isTrue();

            assertThat(store.audit().newest("", 0, 9, Instant.EPOCH)).hasSize(1);
            assertThat(store.lost()).isZero();
        }
    }
}

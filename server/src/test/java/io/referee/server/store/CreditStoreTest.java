package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.CreditStore.Used;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class CreditStoreTest {
    private static final String ALICE = "alice@localhost";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Used FIRST =
            new Used(Duration.ofSeconds(10), Instant.parse("2026-11-21T04:00:00.123Z"));
    private static final Used LAST =
            new Used(Duration.ofMillis(12_345), Instant.parse("2026-11-21T04:00:02.468Z"));

    @TempDir Path folder;

    private Store open(String url) {
        return Store.open(url, folder, Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource
    void whatAccountsHaveUsedOfTheirCreditOutlivesARestartWithItsMoment(Databases kind)
            throws InterruptedException {
        String url = kind.url(folder);
        try (Store store = open(url)) {
            assertThat(store.credits().loadAll()).isEmpty();
            store.credits().used(ALICE, FIRST);
            store.credits().used(ALICE, LAST);
            assertThat(store.settled(LONG)).isTrue();
        }
        try (Store store = open(url)) {
            assertThat(store.credits().loadAll()).containsExactly(Map.entry(ALICE, LAST));
        }
    }
}

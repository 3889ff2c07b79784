package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.PlanVersion;
import io.referee.server.account.PlanVersionStore;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

class PlanVersionStoreTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void theLastVersionsOfAPlanAreKeptAndGoWithTheirOwner(Databases kind) {
        try (Store store = Store.open(kind.url(folder), folder, Clock.systemUTC())) {
            for (int i = 1; i <= PlanVersionStore.MAX_VERSIONS + 2; i++) {
                store.planVersions()
                        .add("aaron", "main", Instant.ofEpochSecond(i), "aaron", "text " + i);
            }
            store.planVersions().add("berta", "main", Instant.EPOCH, "", "hers");

            List<PlanVersion> kept = store.planVersions().of("aaron", "main");
            assertThat(kept).hasSize(PlanVersionStore.MAX_VERSIONS);
            assertThat(kept.getFirst())
                    .isEqualTo(new PlanVersion(52, Instant.ofEpochSecond(52), "aaron", "text 52"));
            assertThat(kept.getLast().number()).isEqualTo(3);

            store.directory().remove("aaron");
            assertThat(store.planVersions().of("aaron", "main")).isEmpty();
            assertThat(store.planVersions().of("berta", "main")).hasSize(1);
        }
    }
}

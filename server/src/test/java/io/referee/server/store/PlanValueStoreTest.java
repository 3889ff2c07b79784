package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.PlanValueStore;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What dial plans keep, on each database.
final class PlanValueStoreTest {
    @TempDir private Path folder;

    private Store open(String url) {
        return Store.open(url, folder, Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void whatIsWrittenIsReadByItsOwnerAndStaysAfterARestart(Databases databases) {
        String url = databases.url(folder);
        String longest =
                "\u00fc\u20ac'\"\\%".repeat(2_000).substring(0, PlanValueStore.MAX_CONTENT);
        String key = "k".repeat(PlanValueStore.MAX_KEY);
        try (Store store = open(url)) {
            PlanValueStore values = store.planValues();
            assertThat(values.apply("aaron", Map.of(key, Optional.of(longest)))).isTrue();
            assertThat(values.apply("berta", Map.of(key, Optional.of("hers")))).isTrue();
            assertThat(values.apply("aaron", Map.of("empty", Optional.of("")))).isTrue();
        }
        try (Store store = open(url)) {
            PlanValueStore values = store.planValues();
            assertThat(values.read("aaron", key)).contains(longest);
            assertThat(values.read("aaron", "empty")).contains("");
            assertThat(values.read("berta", key)).contains("hers");
            assertThat(values.read("carla", key)).isEmpty();
            assertThat(values.keys("aaron")).containsExactly("empty", key);
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void changesAreAllMadeOrNone(Databases databases) {
        try (Store store = open(databases.url(folder))) {
            PlanValueStore values = store.planValues();
            values.apply("aaron", Map.of("a", Optional.of("1"), "b", Optional.of("2")));
            assertThat(values.apply("aaron", Map.of("a", Optional.empty(), "c", Optional.of("3"))))
                    .isTrue();
            assertThat(values.keys("aaron")).containsExactly("b", "c");

            Map<String, Optional<String>> tooMany = new HashMap<>();
            for (int i = 0; i < PlanValueStore.MAX_KEYS; i++) {
                tooMany.put("k" + i, Optional.of("x"));
            }
            tooMany.put("b", Optional.of("other"));
            assertThat(values.apply("aaron", tooMany)).isFalse();
            assertThat(values.keys("aaron")).containsExactly("b", "c");
            assertThat(values.read("aaron", "b")).contains("2");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void whoeverGetsTheNameOfAnOwnerThatIsGoneFindsNothing(Databases databases) {
        try (Store store = open(databases.url(folder))) {
            store.planValues().apply("aaron", Map.of("pin", Optional.of("1234")));
            store.planValues().apply("berta", Map.of("pin", Optional.of("5678")));
            store.directory().remove("aaron");

            assertThat(store.planValues().keys("aaron")).isEmpty();
            assertThat(store.planValues().read("berta", "pin")).contains("5678");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void ownersWhoWriteAtOnceDoNotDisturbEachOther(Databases databases) throws Exception {
        try (Store store = open(databases.url(folder));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            PlanValueStore values = store.planValues();
            List<Callable<Boolean>> writers =
                    java.util.stream.IntStream.range(0, 8)
                            .<Callable<Boolean>>mapToObj(i -> () -> counts(values, "owner" + i))
                            .toList();
            for (Future<Boolean> done : threads.invokeAll(writers)) {
                assertThat(done.get()).isTrue();
            }
            for (int i = 0; i < writers.size(); i++) {
                assertThat(values.read("owner" + i, "n")).contains("20");
            }
        }
    }

    private static boolean counts(PlanValueStore values, String owner) {
        for (int i = 1; i <= 20; i++) {
            values.apply(owner, Map.of("n", Optional.of(Integer.toString(i))));
        }
        return true;
    }
}

package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// A key file that has gone is not replaced by another one, which would open nothing.
class MissingKeyTest {
    private static final Account ALICE =
            new Account(
                    "aaron",
                    "alice",
                    "localhost",
                    new Ha1("0a1b-md5", "2c3d-sha", ""),
                    "",
                    "",
                    TransferMode.DENY,
                    Optional.empty(),
                    "",
                    Access.USUAL);

    @TempDir Path folder = Path.of("");

    private Store open(String url) {
        return Store.open(url, folder, Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource
    void itIsMissedOnceThereAreCredentials(Databases kind) throws IOException {
        String url = kind.url(folder);
        Path key = folder.resolve("store.key");
        open(url).close();
        Files.delete(key);
        try (Store store = open(url)) { // nothing was sealed with it
            Owner aaron = new Owner("aaron", "", List.of());
            store.directory().replace(aaron, List.of(ALICE), List.of(), List.of());
        }
        Files.delete(key);

        assertThatThrownBy(() -> open(url))
                .isInstanceOf(StoreUnusable.class)
                .hasMessage(
                        "The key file "
                                + key
                                + " is missing: only it opens what is sealed in the database; put"
                                + " it back.");
        assertThat(key).doesNotExist();
    }
}

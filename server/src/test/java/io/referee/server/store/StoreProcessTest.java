package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The store and other processes: one that dies, one that has the file, one that spoilt it.
@Isolated("what is written behind must not wait for a busy machine")
final class StoreProcessTest {
    private static final long RUN_MILLIS = 3_000;
    private static final long PROMISE_MILLIS = 1_000;

    @TempDir Path folder;

    private Process writer(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CallWriter.class.getName(),
                        url,
                        folder.toString())
                .redirectError(folder.resolve("writer.log").toFile())
                .start();
    }

    private record Ended(String call, long atMillis) {}

    @ParameterizedTest
    @EnumSource
    void aCallThatEndedASecondBeforeAKillIsThere(Databases kind) throws Exception {
        String url = kind.url(folder);
        Process process = writer(url);
        List<Ended> ended = new ArrayList<>();
        long killedAt;
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            do {
                String[] words = out.readLine().split(" ");
                ended.add(new Ended("c" + words[0], Long.parseLong(words[1])));
            } while (ended.getLast().atMillis() - ended.getFirst().atMillis() < RUN_MILLIS);
            killedAt = System.currentTimeMillis();
        } finally {
            process.destroyForcibly().waitFor();
        }

        List<String> promised =
                ended.stream()
                        .filter(call -> call.atMillis() < killedAt - PROMISE_MILLIS)
                        .map(Ended::call)
                        .toList();
        assertThat(promised).hasSizeGreaterThan(100);
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            List<String> missing =
                    promised.stream()
                            .filter(
                                    call ->
                                            store.records()
                                                    .chain(call)
                                                    .filter(
                                                            c ->
                                                                    c.call().complete()
                                                                            && c.legs().size() == 2)
                                                    .isEmpty())
                            .toList();
            assertThat(missing).as("of %d promised calls", promised.size()).isEmpty();
        }
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsSaidSo() throws Exception {
        Process process = writer("");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            assertThatThrownBy(() -> Store.open("", folder, Clock.systemUTC()))
                    .isInstanceOf(StoreUnusable.class)
                    .hasMessage(
                            "Unusable database jdbc:h2:file:"
                                    + folder.toAbsolutePath().resolve("referee")
                                    + ": another process has it open; stop that one or use another"
                                    + " data folder.");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDamagedFileIsSaidSo() throws Exception {
        Store.open("", folder, Clock.systemUTC()).close();
        Path file = folder.resolve("referee.mv.db");
        byte[] octets = Files.readAllBytes(file);
        java.util.Arrays.fill(octets, (byte) 'x');
        Files.write(file, octets);

        assertThatThrownBy(() -> Store.open("", folder, Clock.systemUTC()))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("Unusable database jdbc:h2:file:")
                .hasMessageContaining("damaged")
                .hasMessageEndingWith("restore a backup, or move it away to start empty.");
    }

    /// The head of the file is whole, what it points to is not.
    @Test
    void aFileThatIsDamagedInsideIsSaidSo() throws Exception {
        Store.open("", folder, Clock.systemUTC()).close();
        Path file = folder.resolve("referee.mv.db");
        byte[] octets = Files.readAllBytes(file);
        java.util.Arrays.fill(octets, 8_192, octets.length, (byte) 'x');
        Files.write(file, octets);

        assertThatThrownBy(() -> Store.open("", folder, Clock.systemUTC()))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aDatabaseServerThatDoesNotAnswerIsSaidSo() {
        assertThatThrownBy(
                        () ->
                                Store.open(
                                        "jdbc:postgresql://referee:secret@127.0.0.1:1/referee?password=secret",
                                        folder,
                                        Clock.systemUTC()))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/referee")
                .hasMessageContaining("the server does not answer")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aKindOfDatabaseThatIsNotKnownIsSaidSo() {
        assertThatThrownBy(() -> Store.open("jdbc:mysql://x/y", folder, Clock.systemUTC()))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("only jdbc:h2: and jdbc:postgresql: are known");
    }
}

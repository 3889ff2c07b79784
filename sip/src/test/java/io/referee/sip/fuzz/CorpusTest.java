package io.referee.sip.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Replays the corpus of each fuzz target: the seeds, and what fuzzing found.
class CorpusTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    enum Target {
        MESSAGE(MessageFuzz::fuzzerTestOneInput, "fuzz/message", "vectors"),
        STREAM(StreamFuzz::fuzzerTestOneInput, "fuzz/stream", "fuzz/message", "vectors"),
        URI(UriFuzz::fuzzerTestOneInput, "fuzz/uri"),
        SDP(SdpFuzz::fuzzerTestOneInput, "fuzz/sdp"),
        DIGEST(DigestFuzz::fuzzerTestOneInput, "fuzz/digest");

        private final Consumer<byte[]> entry;
        private final List<String> folders;

        Target(Consumer<byte[]> entry, String... folders) {
            this.entry = entry;
            this.folders = List.of(folders);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noInputBreaksAnInvariant(Target target) throws IOException {
        int replayed = 0;
        for (String folder : target.folders) {
            for (Path file : files(RESOURCES.resolve(folder))) {
                replay(target, file);
                replayed++;
            }
        }
        assertThat(replayed).isGreaterThan(5);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void replay(Target target, Path file) throws IOException {
        try {
            target.entry.accept(Files.readAllBytes(file));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(target + " with " + file, e);
        }
    }
}

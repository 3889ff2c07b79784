package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.script.WorkerSettings.Walling;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A worker that cannot give up what it should says so, and runs scripts only where that is
/// allowed.
class MissingWallsTest {
    @TempDir private Path folder;

    /// CRuby, where this machine has it.
    static List<Engines> native_() {
        return Engines.here().stream().filter(engine -> engine == Engines.CRUBY).toList();
    }

    /// A Ruby that takes itself for root's, and whose kernel lets nobody change the root folder.
    private WorkerSettings helpless(Engines engine) throws IOException {
        Path patch =
                Files.writeString(
                        folder.resolve("patch.rb"),
                        """
                        class Dir
                          def self.chroot(*) = raise(Errno::EPERM)
                        end
                        module Process
                          def self.uid = 0
                          def self.groups=(list)
                          end
                          module Sys
                            def self.setgid(*) = nil
                            def self.setuid(*) = nil
                          end
                        end
                        """);
        Path ruby =
                Files.writeString(
                        folder.resolve("ruby"),
                        "#!/bin/sh\nexec %s -r %s \"$@\"\n"
                                .formatted(engine.settings().ruby(), patch));
        Files.setPosixFilePermissions(ruby, PosixFilePermissions.fromString("rwxr-xr-x"));
        return WorkerSettings.cruby(ruby, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("native_")
    void itIsToldAndScriptsRunAllTheSame(Engines engine) throws Exception {
        try (ScriptWorkers workers = new ScriptWorkers(helpless(engine))) {
            assertThat(workers.awaitReady(60)).isTrue();

            Played played = Played.start(workers, Played.run("sys.Log 1"), Map.of());

            assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(workers.state().unwalled())
                    .containsExactly("files can be seen (Operation not permitted)");
        }
    }

    @ParameterizedTest
    @MethodSource("native_")
    void whereWallsAreRequiredNoScriptRuns(Engines engine) throws Exception {
        try (ScriptWorkers workers = new ScriptWorkers(helpless(engine).walled(Walling.REQUIRED))) {
            assertThat(workers.awaitReady(60)).isFalse();

            Played played = Played.start(workers, Played.run("sys.Log 1"), Map.of());

            assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.WORKER_LOST);
            assertThat(played.end().message()).contains("files can be seen");
            assertThat(played.logs()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("native_")
    void aWorkerWithAllItsWallsHasNothingToTell(Engines engine) {
        Played.play(engine, "sys.Log 1");

        assertThat(engine.scripts().state().unwalled()).isEmpty();
    }
}

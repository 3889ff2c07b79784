package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class WorkerProcessTest {

    /// A folder that is not there; no other process names it.
    private static final String MARK = "/no-program-" + System.nanoTime();

    /// Bubblewrap starts the process behind its walls, and tells it to go on a moment later.
    @Test
    void oneThatIsKilledWhileItStartsLeavesNothingBehind() throws Exception {
        Optional<Engines> engine =
                Engines.hereWithWalls().stream()
                        .filter(it -> it.settings().bubblewrap().isPresent())
                        .reduce((_, last) -> last);
        Assumptions.assumeTrue(engine.isPresent(), "no bubblewrap here");
        List<String> command =
                WorkerCommand.of(engine.orElseThrow().settings(), 64, false, Path.of(MARK));

        for (int i = 0; i < 40; i++) {
            Ended ended = new Ended();
            WorkerProcess made = WorkerProcess.start(command, "UTC", ended, List.of());
            lookAtAllProcesses(i % 10);
            made.kill();
            assertThat(ended.latch.await(10, TimeUnit.SECONDS)).isTrue();
        }

        await().until(() -> orphans().isEmpty());
    }

    /// Takes a millisecond or two each time, so that it is killed earlier and later.
    private static void lookAtAllProcesses(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(ProcessHandle.allProcesses()).isNotEmpty();
        }
    }

    private static List<ProcessHandle> orphans() {
        long ours = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(it -> it.info().command().orElse("").endsWith("bwrap"))
                .filter(it -> it.info().commandLine().orElse("").contains(MARK))
                .filter(it -> ancestors(it).noneMatch(above -> above == ours))
                .toList();
    }

    private static LongStream ancestors(ProcessHandle process) {
        return Stream.iterate(
                        process.parent(),
                        Optional::isPresent,
                        it -> it.flatMap(ProcessHandle::parent))
                .mapToLong(it -> it.orElseThrow().pid());
    }

    private static final class Ended implements WorkerProcess.Listener {
        private final CountDownLatch latch = new CountDownLatch(1);

        @Override
        public void said(WorkerProcess from, Map<String, Object> frame) {}

        @Override
        public boolean accepts(List<String> unwalled) {
            return true;
        }

        @Override
        public void ready(WorkerProcess worker) {}

        @Override
        public void gone(WorkerProcess worker) {
            latch.countDown();
        }
    }
}

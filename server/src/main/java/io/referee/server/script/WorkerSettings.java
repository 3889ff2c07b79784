package io.referee.server.script;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.management.UnixOperatingSystemMXBean;

import io.referee.server.script.wire.Frames;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How scripts are run on this machine. *Immutable.*
///
/// @param engine which Ruby
/// @param java the JDK's folder, for JRuby
/// @param classPath jars and folders of the worker on JRuby: JRuby, this server, Jackson
/// @param ruby the program, for CRuby
/// @param bubblewrap the program that walls a process in; empty for no walls but the process' own
/// @param atOnce scripts that run at once and neither wait for their host nor sleep; more wait
/// @param queue scripts that wait for their turn; more are refused
/// @param waiting scripts that wait for their hosts or sleep; with so many, no more begin
/// @param heapMegabytes of a worker on JRuby that serves many owners
/// @param grace how long a script may take to stop before its process is killed
/// @param zone the time zone that scripts see
/// @param walls whether a worker runs scripts that could not put up a wall
public record WorkerSettings(
        Engine engine,
        Path java,
        List<Path> classPath,
        Path ruby,
        Optional<Path> bubblewrap,
        int atOnce,
        int queue,
        int waiting,
        int heapMegabytes,
        Duration grace,
        ZoneId zone,
        Walling walls) {

    /// What becomes of a worker that cannot put up all its walls.
    public enum Walling {
        /// It runs scripts, and the log says so.
        WANTED,
        /// It runs none.
        REQUIRED
    }

    private static final int MOST_WAITING = 10_000;
    private static final int FEWEST_WAITING = 100;

    /// Measured: what a child does not share with its parent while it waits (ADR 0006).
    private static final long OCTETS_OF_A_PROCESS = 3_300 * 1024;

    private static final int DESCRIPTORS_OF_A_PROCESS = 2;

    /// Which Ruby runs the scripts.
    public enum Engine {
        JRUBY,
        CRUBY
    }

    /// The class path of a worker on JRuby: this server's classes, those of Jackson, and JRuby.
    ///
    /// @param jruby the jar of jruby-complete, which lies beside the server's own, in the folder
    ///   `ruby`
    public static List<Path> classPath(Path jruby) {
        return Stream.concat(
                        Stream.of(jruby),
                        Stream.of(
                                        Frames.class,
                                        JsonMapper.class,
                                        JsonParser.class,
                                        JsonProperty.class)
                                .map(WorkerSettings::home))
                .toList();
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no folder of " + type, e);
        }
    }

    /// Scripts on JRuby with the usual numbers.
    public static WorkerSettings jruby(Path java, List<Path> classPath, Optional<Path> bubblewrap) {
        return new WorkerSettings(
                Engine.JRUBY,
                java,
                List.copyOf(classPath),
                Path.of("ruby"),
                bubblewrap,
                50,
                500,
                MOST_WAITING,
                1_024,
                Duration.ofSeconds(2),
                ZoneOffset.UTC,
                Walling.WANTED);
    }

    /// How many plans may wait on CRuby, where each is a process: as many as fit into half of this
    /// machine's memory and of the descriptors that a process may have.
    private static int waitingProcesses() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system)) {
            return MOST_WAITING;
        }
        long byMemory = system.getTotalMemorySize() / 2 / OCTETS_OF_A_PROCESS;
        long byDescriptors = system.getMaxFileDescriptorCount() / 2 / DESCRIPTORS_OF_A_PROCESS;
        return Math.clamp(Math.min(byMemory, byDescriptors), FEWEST_WAITING, MOST_WAITING);
    }

    /// Scripts on CRuby with the usual numbers, but that fewer may wait on a small machine. What
    /// does not stop there is ended by its parent within two seconds, which costs nobody else his
    /// process.
    public static WorkerSettings cruby(Path ruby, Optional<Path> bubblewrap) {
        return new WorkerSettings(
                Engine.CRUBY,
                Path.of("java"),
                List.of(),
                ruby,
                bubblewrap,
                50,
                500,
                waitingProcesses(),
                1_024,
                Duration.ofSeconds(6),
                ZoneOffset.UTC,
                Walling.WANTED);
    }

    /// The same with other numbers of scripts.
    public WorkerSettings admitting(int otherAtOnce, int otherQueue, int otherWaiting) {
        return new WorkerSettings(
                engine,
                java,
                classPath,
                ruby,
                bubblewrap,
                otherAtOnce,
                otherQueue,
                otherWaiting,
                heapMegabytes,
                grace,
                zone,
                walls);
    }

    /// The same in another time zone.
    public WorkerSettings in(ZoneId other) {
        return new WorkerSettings(
                engine,
                java,
                classPath,
                ruby,
                bubblewrap,
                atOnce,
                queue,
                waiting,
                heapMegabytes,
                grace,
                other,
                walls);
    }

    /// The same with another answer to walls that are missing.
    public WorkerSettings walled(Walling other) {
        return new WorkerSettings(
                engine,
                java,
                classPath,
                ruby,
                bubblewrap,
                atOnce,
                queue,
                waiting,
                heapMegabytes,
                grace,
                zone,
                other);
    }

    /// The same with another time to stop.
    public WorkerSettings stoppingWithin(Duration otherGrace) {
        return new WorkerSettings(
                engine,
                java,
                classPath,
                ruby,
                bubblewrap,
                atOnce,
                queue,
                waiting,
                heapMegabytes,
                otherGrace,
                zone,
                walls);
    }
}

package io.referee.server.script;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command line of a worker process.
final class WorkerCommand {

    private static final String NOBODY = "65534";

    private static final String UNSHARED = "--unshare-all";

    private WorkerCommand() {}

    /// @param heapMegabytes of a worker on JRuby
    /// @param traced it can tell lines, which makes JRuby slow
    /// @param program the folder with the Ruby program, for CRuby
    static List<String> of(
            WorkerSettings settings, int heapMegabytes, boolean traced, Path program) {
        List<String> command = new ArrayList<>();
        settings.bubblewrap().ifPresent(it -> command.addAll(walls(it, settings, program)));
        if (settings.engine() == WorkerSettings.Engine.JRUBY) {
            command.addAll(jruby(settings, heapMegabytes, traced));
        } else {
            command.add(settings.ruby().toString());
            command.addAll(List.of("--disable=gems,did_you_mean,error_highlight", "-W0"));
            // Under a name that tells a script nothing about where it lies.
            command.addAll(List.of("-e", "eval(File.read(ARGV[0]), TOPLEVEL_BINDING, 'parent')"));
            command.add(program.resolve("parent.rb").toString());
        }
        return command;
    }

    /// Whether bubblewrap begins the process of a command.
    static boolean isWalled(List<String> command) {
        return command.contains(UNSHARED);
    }

    /// The same for a process that lets all others go first. The kernel weighs threads, not
    /// processes, and a worker may have 64 that run: as idle ones (`SCHED_IDLE`) they weigh less
    /// together than one of anybody else's; as nice as can be, about as much.
    static List<String> yielding(List<String> command) {
        List<String> whole = new ArrayList<>();
        program("chrt")
                .map(chrt -> List.of(chrt, "--idle", "0"))
                .filter(WorkerCommand::works)
                .or(() -> program("nice").map(nice -> List.of(nice, "-n", "19")))
                .ifPresent(whole::addAll);
        whole.addAll(command);
        return whole;
    }

    private static Optional<String> program(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /// Whether a program can be started that way; containers may forbid it.
    private static boolean works(List<String> before) {
        List<String> attempt = new ArrayList<>(before);
        attempt.add("true");
        try {
            return new ProcessBuilder(attempt).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A time zone as the C library wants it, which counts offsets from the other side.
    static String zone(ZoneId zone) {
        if (!(zone.normalized() instanceof ZoneOffset offset)) {
            return zone.getId();
        }
        int minutes = -offset.getTotalSeconds() / 60;
        return "UTC%+d:%02d".formatted(minutes / 60, Math.abs(minutes % 60));
    }

    private static List<String> jruby(WorkerSettings settings, int heapMegabytes, boolean traced) {
        List<String> command = new ArrayList<>();
        command.add(settings.java().resolve("bin/java").toString());
        command.addAll(
                List.of(
                        "-Xmx" + heapMegabytes + "m",
                        // What waits is old: it shall have the room.
                        "-XX:MaxNewSize=128m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+DisableAttachMechanism",
                        "-XX:-HeapDumpOnOutOfMemoryError",
                        "-XX:ErrorFile=/dev/null",
                        "-Xshare:auto",
                        // Each script that runs has a carrier of its own, so one that never waits
                        // keeps nobody else waiting.
                        "-Djdk.virtualThreadScheduler.parallelism=64",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=64",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djruby.native.enabled=false",
                        "-Djruby.debug.fullTrace=" + traced,
                        "-Dfile.encoding=UTF-8",
                        "-Duser.timezone=" + TimeZone.getTimeZone(settings.zone()).getID(),
                        "-cp",
                        settings.classPath().stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)),
                        "io.referee.server.script.worker.JRubyWorker"));
        return command;
    }

    /// No network, no processes but its own, no files but what it needs to run, and those to read
    /// only. A session of its own keeps it from the server's terminal, into which it could type,
    /// and from its process group, which it could signal. CRuby leaves the group by itself, so
    /// where there is no terminal it stays in the session: a kernel that groups processes by
    /// session (`sched_autogroup_enabled`) gives two sessions as much of the processor each,
    /// however nice the processes of one of them are.
    private static List<String> walls(Path bubblewrap, WorkerSettings settings, Path program) {
        List<String> command = new ArrayList<>();
        command.add(bubblewrap.toString());
        command.addAll(List.of(UNSHARED, "--die-with-parent", "--clearenv"));
        if (settings.engine() == WorkerSettings.Engine.JRUBY || hasTerminal()) {
            command.add("--new-session");
        }
        command.addAll(List.of("--cap-drop", "ALL", "--uid", NOBODY, "--gid", NOBODY));
        command.addAll(List.of("--setenv", "TZ", zone(settings.zone())));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--chdir", "/"));
        for (String folder : List.of("/usr", "/lib", "/lib64", "/bin")) {
            shown(command, Path.of(folder));
        }
        shown(command, Path.of("/etc/ld.so.cache"));
        if (settings.engine() == WorkerSettings.Engine.JRUBY) {
            shown(command, settings.java());
            settings.classPath().forEach(it -> shown(command, it));
        } else {
            shown(command, program);
        }
        return command;
    }

    /// Whether the server was started from a terminal that its children would share (`tty_nr` of
    /// proc(5), the fifth field behind the name in parentheses). Where nobody can tell, it was.
    private static boolean hasTerminal() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).split(" ")[4].equals("0");
        } catch (IOException _) {
            return true;
        }
    }

    private static void shown(List<String> command, Path path) {
        if (Files.isSymbolicLink(path) && path.getNameCount() == 1) {
            try {
                String target = Files.readSymbolicLink(path).toString();
                command.addAll(List.of("--symlink", target, path.toString()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        } else if (Files.exists(path)) {
            command.addAll(List.of("--ro-bind", path.toString(), path.toString()));
        }
    }
}

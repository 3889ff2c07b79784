package io.referee.server.script;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// Whether this machine, or the part of it that the server may use, has been short of processors
/// since that was last asked. *Any thread.*
final class Machine implements BooleanSupplier {
    /// Above this share of all processors something waits for one most of the time.
    private static final double BUSY = 0.9;

    private final java.lang.management.OperatingSystemMXBean system =
            ManagementFactory.getOperatingSystemMXBean();

    /// Where nobody can tell, it has not.
    @Override
    public boolean getAsBoolean() {
        return system instanceof com.sun.management.OperatingSystemMXBean known
                && known.getCpuLoad() > BUSY;
    }

    /// Whether the server was started from a terminal that its children would share (`tty_nr` of
    /// proc(5), the fifth field behind the name in parentheses). Where nobody can tell, it was.
    static boolean hasTerminal() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).split(" ")[4].equals("0");
        } catch (IOException _) {
            return true;
        }
    }
}

package io.referee.server.script;

import java.lang.management.ManagementFactory;
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
}

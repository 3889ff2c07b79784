package io.referee.bench;

import org.jspecify.annotations.Nullable;

/// What the calls go through.
///
/// @param name as in the table
/// @param process the server; null when caller and callee speak directly
/// @param port where the caller sends its INVITE
/// @param calleePort where the callee waits
record Subject(String name, @Nullable Process process, int port, int calleePort) {
    /// CPU used so far by all of the server's processes, in microseconds.
    long cpuMicros() {
        return process == null ? 0 : Processes.cpuMicros(process);
    }
}

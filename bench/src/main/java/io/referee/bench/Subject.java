package io.referee.bench;

import org.jspecify.annotations.Nullable;

/// What the calls go through.
///
/// @param name as in the table
/// @param process the server; null when caller and callee speak directly
/// @param port where the caller sends its INVITE
/// @param calleePort where the callee waits
/// @param targetPort where the target of transfers waits; 0 when the callee asks for none
/// @param timed what the caller measures
record Subject(
        String name,
        @Nullable Process process,
        int port,
        int calleePort,
        int targetPort,
        Timed timed) {

    /// From when to when.
    enum Timed {
        /// From INVITE to 180.
        SET_UP,
        /// From INVITE to 200.
        ANSWER,
        /// From REFER to the NOTIFY that says 200, at the transferor.
        TRANSFER
    }

    /// One whose calls are not transferred.
    Subject(String name, @Nullable Process process, int port, int calleePort) {
        this(name, process, port, calleePort, 0, Timed.SET_UP);
    }

    /// The same with another measure.
    Subject timing(Timed other) {
        return new Subject(name, process, port, calleePort, targetPort, other);
    }

    boolean transfers() {
        return targetPort > 0;
    }

    /// CPU used so far by all of the server's processes, in microseconds.
    long cpuMicros() {
        return process == null ? 0 : Processes.cpuMicros(process);
    }
}

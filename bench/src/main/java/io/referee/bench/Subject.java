package io.referee.bench;

import org.jspecify.annotations.Nullable;

/// What the calls go through.
///
/// @param name as in the table
/// @param process the server; null when caller and callee speak directly
/// @param played what caller and callee do
/// @param accounts how many accounts, `user0` and so on, take turns; 0 where it is always the same
record Subject(String name, @Nullable Process process, Ports ports, Played played, int accounts) {

    /// One with the same callee each time.
    Subject(String name, @Nullable Process process, Ports ports, Played played) {
        this(name, process, ports, played, 0);
    }

    /// Where they wait, on 127.0.0.1; 0 where nobody does.
    ///
    /// @param server where the caller sends its INVITE
    /// @param callee where the callee waits
    /// @param target where the target of transfers waits
    /// @param http of the server
    record Ports(int server, int callee, int target, int http) {}

    /// What caller and callee do, and from when to when time is taken.
    enum Played {
        /// A call; from INVITE to 180.
        CALL("uac.xml", "INVITE to 180"),
        /// A call; from INVITE to 200.
        ANSWERED("uac.xml", "INVITE to 200"),
        /// A call of an account whose INVITE is challenged; from the first INVITE to 180.
        DIGEST("uac-digest.xml", "INVITE to 180"),
        /// A call to one account after another.
        ANY_ACCOUNT("uac.xml", "INVITE to 180"),
        /// REGISTER, 401, REGISTER, 200, without any call.
        REGISTRATION("register-many.xml", "REGISTER to 200"),
        /// A call that the callee has transferred by REFER; from that to the NOTIFY that says 200.
        TRANSFER("uac-transferred.xml", "REFER to success"),
        /// A call that the callee has joined with a second one of its own, timed likewise.
        ATTENDED("", "REFER to success"),
        /// A call that is transferred over HTTP; from the request to the BYE at the callee.
        BY_HTTP("", "request to BYE");

        private final String scenario;
        private final String timed;

        Played(String scenario, String timed) {
            this.scenario = scenario;
            this.timed = timed;
        }

        /// That of SIPp's caller; empty when our own phones play.
        String scenario() {
            return scenario;
        }

        /// What is timed, as in the table.
        String timed() {
            return timed;
        }
    }

    /// The same server, played otherwise.
    Subject playing(Played other) {
        return new Subject(name, process, ports, other, accounts);
    }

    /// The same with so many accounts that take turns.
    Subject among(int many) {
        return new Subject(name, process, ports, played, many);
    }

    int port() {
        return ports.server();
    }

    int calleePort() {
        return ports.callee();
    }

    int targetPort() {
        return ports.target();
    }

    /// Whether the callee, played by SIPp, asks for a transfer.
    boolean refers() {
        return played == Played.TRANSFER;
    }

    /// CPU used so far by all of the server's processes, in microseconds.
    long cpuMicros() {
        return process == null ? 0 : Processes.cpuMicros(process);
    }

    /// The server, where there must be one.
    Process server() {
        if (process == null) {
            throw new IllegalStateException(name + " has no server");
        }
        return process;
    }
}

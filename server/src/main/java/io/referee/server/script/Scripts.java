package io.referee.server.script;

import java.util.List;

/// Runs scripts. *Any thread.*
public interface Scripts extends AutoCloseable {

    /// Starts a script, or lets it wait for its turn. Returns at once; all else is told to the
    /// host, also that it cannot be run.
    Running start(ScriptRun run, ScriptHost host);

    /// Reads a text without running it. Waits for a worker, for 10 s at most; not for the engine
    /// thread.
    Syntax check(String text);

    /// What is going on.
    State state();

    /// Ends all workers and, as lost, all runs.
    @Override
    void close();

    /// @param engine which Ruby, in words; empty before the first worker spoke
    /// @param sandboxed the operating system stands around the workers
    /// @param workers processes
    /// @param running runs that neither wait for their host nor sleep
    /// @param waiting runs that wait for their host or sleep
    /// @param queued runs that wait for their turn
    /// @param lost worker processes that ended before they should
    /// @param unwalled what the workers could not give up, in words; empty when they stand as
    ///   promised
    record State(
            String engine,
            boolean sandboxed,
            int workers,
            int running,
            int waiting,
            int queued,
            long lost,
            List<String> unwalled) {}
}

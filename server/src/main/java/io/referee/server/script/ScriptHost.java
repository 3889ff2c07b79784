package io.referee.server.script;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Who runs a script: it gets what the script asks for, in order, one at a time for each run.
/// *Called on the thread that reads from the worker: it must neither wait nor throw.*
public interface ScriptHost {

    /// The script asks for something and waits for the answer.
    ///
    /// @param name as in the list of verbs, `Dial`, or `lookup.GetSettings`
    /// @param line of the script; 0 when unknown
    void called(String name, List<@Nullable Object> arguments, int line, Reply reply);

    /// The script writes into its owner's log.
    void logged(int line, String text);

    /// A line is about to run; only for runs that are traced.
    default void traced(int line) {}

    /// The run is over; nothing more is said about it.
    void ended(ScriptEnd end);
}

package io.referee.net;

/// What the engine has done so far and what it holds now. *Immutable.* The fields are read one
/// after the other, so they may differ by the events of a moment.
///
/// @param received messages that came and could be read
/// @param sent messages handed to the kernel or to the queue of a connection
/// @param malformed messages that came and could not be read
/// @param dropped messages, connections and commands that were refused or failed
/// @param uncaught events whose handler threw
/// @param queued commands that wait for the engine
/// @param timers timers that are running
/// @param connections connections that are open or opening
public record EngineCounts(
        long received,
        long sent,
        long malformed,
        long dropped,
        long uncaught,
        long queued,
        long timers,
        long connections) {}

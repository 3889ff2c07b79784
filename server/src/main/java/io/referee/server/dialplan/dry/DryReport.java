package io.referee.server.dialplan.dry;

import java.time.Duration;
import java.util.List;

/// What a plan would do with a call when nobody answers. *Immutable.*
///
/// @param decisions the path taken, one line each
/// @param dials in their order
/// @param warnings what an owner should look at, one sentence each
/// @param errors why a plan of the owner could not go on, one sentence each
/// @param status what the caller hears at the end
public record DryReport(
        List<String> decisions,
        List<Dial> dials,
        List<String> warnings,
        List<String> errors,
        int status,
        String reason) {

    /// One dial.
    ///
    /// @param ring how long it may ring
    /// @param talk how long the answered call may last; zero for as long as it likes
    public record Dial(String plan, String text, Duration ring, Duration talk, List<Leg> legs) {}

    /// One leg that it would make.
    ///
    /// @param stage number of its stage, from 1
    /// @param words whom it means
    /// @param uri the Request-URI; of an account its address
    /// @param provider whose credentials it has; empty for none
    /// @param bindings of an account: the contacts that would ring
    /// @param from what stands in From; empty for the caller's own
    /// @param options what its brackets say, and what is not as usual
    /// @param headers that it adds
    public record Leg(
            int stage,
            String words,
            String uri,
            String provider,
            List<String> bindings,
            String from,
            List<String> options,
            List<String> headers) {}
}

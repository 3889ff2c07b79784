package io.referee.server.dialplan.dial;

import io.referee.sip.message.Header;

import java.util.List;

/// The legs of a dial string and whom they mean. *Immutable.*
///
/// @param stages as in the dial string, with the legs that vanished
/// @param notes what an owner should know, one line each
public record Resolution(List<List<ResolvedLeg>> stages, List<String> notes) {

    /// One leg.
    ///
    /// @param headers to be added to its INVITE
    public record ResolvedLeg(
            DialLeg leg, Destination destination, LegFrom from, List<Header> headers) {}

    /// Legs that lead somewhere: all that count against the limit of a plan.
    public int size() {
        return (int)
                stages.stream()
                        .flatMap(List::stream)
                        .filter(leg -> !(leg.destination() instanceof Destination.Vanished))
                        .count();
    }
}

package io.referee.server.dialplan.dial;

/// The From of a leg. Its tag is always new. *Immutable.*
///
/// @param parts all of them; the name may be empty
/// @param asReceived whether it is the caller's own From, so that it can be copied as it came
public record LegFrom(FromParts parts, boolean asReceived) {}

package io.referee.server.call;

/// The ids that a leg carries into every event. *Immutable.*
///
/// @param owner whose call it is
/// @param call id of the call
/// @param chain id of the chain of calls that belong together (the record group)
public record Ids(String owner, String call, String chain) {}

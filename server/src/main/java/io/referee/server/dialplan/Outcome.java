package io.referee.server.dialplan;

import java.util.List;

/// A decision with its reasons. *Immutable.*
///
/// @param steps one line for each rule that was looked at, in order, for `dialplan.step` events and
///   dry runs
public record Outcome(Decision decision, List<String> steps) {}

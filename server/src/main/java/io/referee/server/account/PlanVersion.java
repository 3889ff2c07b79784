package io.referee.server.account;

import java.time.Instant;

/// A text that a dial plan had. *Immutable.*
///
/// @param number from 1, in the order in which they were saved
/// @param who saved it, in words
/// @param text as it can be put back
public record PlanVersion(int number, Instant at, String who, String text) {}

package io.referee.ladder;

import java.time.Duration;

/// A message in the inbox of a leg. Immutable.
///
/// @param number counts all arrivals of a run from 0, over all legs
/// @param leg where it arrived
/// @param at when, since the start of the run
/// @param message what arrived, of the stage's own type
public record Arrival<M>(int number, String leg, Duration at, M message) {}

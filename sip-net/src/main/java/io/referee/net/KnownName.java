package io.referee.net;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;

import java.time.Duration;

/// An answer that is remembered, for people to see. *Immutable.*
///
/// @param left how long it still holds
public record KnownName(Question question, Answer answer, Duration left) {}

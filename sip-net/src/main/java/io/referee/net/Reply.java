package io.referee.net;

import io.referee.sip.routing.Answer;

import java.time.Duration;

/// An answer, and how long it may be remembered by whoever gave it. *Immutable.*
///
/// @param life zero or less: not longer than our own least
record Reply(Answer answer, Duration life) {}

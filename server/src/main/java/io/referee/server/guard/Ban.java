package io.referee.server.guard;

import java.time.Instant;

/// A source that is banned now. *Immutable.*
///
/// @param source as in `192.0.2.1` or `2001:db8:0:0:0:0:0:0/64`
/// @param reason `scanner`, `nuisance` or `password guessing`; with `(HTTP)` behind it, it is the
///   API alone that is closed
/// @param repeats how many bans of this source are remembered, this one included
/// @param dropped what came from there since and was not looked at
public record Ban(
        String source, String reason, Instant since, Instant until, int repeats, long dropped) {}

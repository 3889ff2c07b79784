package io.referee.ladder;

import java.time.Duration;

/// What one line of a ladder asks for. Immutable.
public sealed interface Step {

    /// `leg> WORDS`: the party of the leg sends to the system under test.
    record Send(String leg, Words words) implements Step {}

    /// `leg< WORDS` and its marked forms: something should arrive at the leg.
    record Expect(String leg, Arriving arriving, Words words) implements Step {}

    /// `+5s`: virtual time passes.
    record Advance(Duration duration) implements Step {}

    /// `== Title` or `---`: structure for the reader; an empty title for a bare rule.
    record Heading(String title) implements Step {}

    /// A blank line, a comment or the casting of a role: nothing to play.
    record Remark() implements Step {}
}

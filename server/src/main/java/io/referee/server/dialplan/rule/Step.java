package io.referee.server.dialplan.rule;

import io.referee.server.dialplan.dial.DialString;
import io.referee.server.transfer.ReferPlans;

import java.time.Duration;
import java.util.List;

/// What a rule list wants next. Rules count from 1, in the order in which they were written.
/// *Immutable.*
public sealed interface Step {

    /// Dial. When nobody answers, the list is asked again with [RuleList#next].
    ///
    /// @param ringLimit after which the dial is given up, at most 180 s
    /// @param answeredLimit after which the answered call is hung up; zero is never
    record Dial(int rule, DialString string, Duration ringLimit, Duration answeredLimit)
            implements Step {
        /// The longest a dial rings, and how long it rings when nothing is said.
        public static final Duration MAX_RING = Duration.ofSeconds(180);
    }

    /// Refuse the call; the run is over.
    ///
    /// @param status 400 to 699
    record Reject(int rule, int status, String reason) implements Step {}

    /// What becomes of a REFER that the list is asked about; the run is over.
    record Refer(int rule, ReferPlans.Word word) implements Step {}

    /// No rule is left. The caller hears how the last dial failed, or 480.
    record End() implements Step {}

    /// A step with its reasons.
    ///
    /// @param lines one for each rule that was looked at, in order
    record Reasoned(Step step, List<String> lines) {}
}

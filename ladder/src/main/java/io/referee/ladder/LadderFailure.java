package io.referee.ladder;

import org.jspecify.annotations.Nullable;

/// A ladder did not hold. The message says what went wrong, shows the ladder with a mark at the
/// line, and draws what really happened.
public final class LadderFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final int line;

    LadderFailure(int line, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.line = line;
    }

    /// The number of the failed line, from 1; 0 when no single line is at fault.
    public int line() {
        return line;
    }
}

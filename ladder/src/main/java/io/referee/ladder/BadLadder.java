package io.referee.ladder;

/// A ladder text that cannot be read. The message names the line, shows it, and says what is wrong.
public final class BadLadder extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;

    BadLadder(int line, String text, String why) {
        super("line " + line + ": " + why + "\n    " + text.strip());
        this.line = line;
    }

    /// The number of the bad line, from 1; 0 when the ladder as a whole is at fault.
    public int line() {
        return line;
    }
}

package io.referee.server.app.cli;

/// How a command ends.
public final class ExitCode {
    /// It did what it was asked.
    public static final int DONE = 0;

    /// The server said no, or a demo scenario went wrong.
    public static final int REFUSED = 1;

    /// Wrong usage, a file that cannot be used, a port in use, no server.
    public static final int WRONG_USE = 2;

    private ExitCode() {}
}

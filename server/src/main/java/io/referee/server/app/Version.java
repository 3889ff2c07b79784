package io.referee.server.app;

/// Which Referee this is.
public final class Version {
    /// The version number; a test holds it against the build file.
    public static final String NUMBER = "0.1.0";

    /// As in `Server` and `User-Agent`.
    public static final String PRODUCT = "Referee/" + NUMBER;

    private Version() {}
}

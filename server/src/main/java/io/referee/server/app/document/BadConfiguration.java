package io.referee.server.app.document;

/// A configuration, an apply file or a request body that cannot be used. The message is one
/// sentence that names the source, the line and the key; nothing has been changed when it is
/// thrown. The command line prints it and exits with 2, the HTTP API answers it with 400.
public final class BadConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadConfiguration(String sentence) {
        super(sentence, null, false, false);
    }

    /// The sentence for the user.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}

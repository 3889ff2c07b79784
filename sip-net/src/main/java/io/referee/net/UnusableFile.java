package io.referee.net;

import java.nio.file.Path;

/// A file of TLS cannot be used. The message is one sentence that names the file.
public final class UnusableFile extends Exception {
    private static final long serialVersionUID = 1;

    UnusableFile(String what, Path file, String why) {
        super("The " + what + " in " + file + " cannot be used: " + why + '.');
    }
}

package io.referee.acceptance;

/// How a client reaches the server, with SIPp's name of it.
enum Transport {
    UDP("u1"),
    TCP("t1"),
    /// SIPp of Debian has no TLS.
    TLS("");

    private final String mode;

    Transport(String mode) {
        this.mode = mode;
    }

    String sippMode() {
        return mode;
    }
}

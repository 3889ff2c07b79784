package io.referee.server.api;

import java.net.InetSocketAddress;

/// The API cannot listen. The message is one sentence that names the address and the cause.
public final class ListenFailed extends Exception {
    private static final long serialVersionUID = 1;

    /// @param scheme `http` or `https`
    ListenFailed(String scheme, InetSocketAddress address, String cause) {
        super(
                "Cannot listen on "
                        + scheme
                        + ':'
                        + address.getHostString()
                        + ':'
                        + address.getPort()
                        + ": "
                        + cause);
    }
}

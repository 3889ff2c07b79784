package io.referee.net;

import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/// The engine cannot listen. The message is one sentence that names the address or the file, and
/// the cause.
public final class BindFailed extends Exception {
    private static final long serialVersionUID = 1;

    BindFailed(Transport transport, InetSocketAddress address, IOException cause) {
        super(
                "Cannot listen on "
                        + transport.text().toLowerCase(Locale.ROOT)
                        + ':'
                        + Hosts.text(address)
                        + ':'
                        + address.getPort()
                        + ": "
                        + cause.getMessage(),
                cause);
    }

    BindFailed(UnusableFile cause) {
        super(cause.getMessage(), cause);
    }
}

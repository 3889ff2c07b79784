package io.referee.server.transfer;

import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// A destination as people write it.
final class Written {
    private static final int MAX_LENGTH = 255;

    private Written() {}

    /// A URI, `user@host`, or a user or number of the default domain; empty when it cannot be read.
    static Optional<Uri> target(String to, String domain) {
        boolean odd = to.chars().anyMatch(c -> c < ' ' || c == 127);
        if (to.isBlank() || to.length() > MAX_LENGTH || odd) {
            return Optional.empty();
        }
        if (to.startsWith("sip:") || to.startsWith("sips:") || to.startsWith("tel:")) {
            return Uri.parse(to);
        }
        int at = to.indexOf('@');
        String user = Escapes.escapeUser(at < 0 ? to : to.substring(0, at));
        String host = at < 0 ? domain : to.substring(at + 1);
        return Uri.parse("sip:" + user + '@' + host);
    }
}

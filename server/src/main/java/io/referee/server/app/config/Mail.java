package io.referee.server.app.config;

import java.net.URI;
import java.util.Optional;

/// The server that takes the mail of scripts. *Immutable.* It does not print its password.
///
/// @param secure TLS from the first octet on; otherwise as soon as the server offers it
/// @param user empty for no login
/// @param from who sends
public record Mail(
        String host, int port, boolean secure, String user, String password, String from) {
    private static final int SUBMISSION = 25;
    private static final int SUBMISSION_OVER_TLS = 465;

    /// Reads `smtp://user:password@host:25` or `smtps://…`; empty when it is neither.
    public static Optional<Mail> parse(String url, String from) {
        try {
            URI uri = URI.create(url);
            boolean secure = "smtps".equalsIgnoreCase(uri.getScheme());
            if (uri.getHost() == null || !secure && !"smtp".equalsIgnoreCase(uri.getScheme())) {
                return Optional.empty();
            }
            String login = uri.getUserInfo() == null ? "" : uri.getUserInfo();
            int colon = login.indexOf(':');
            int usual = secure ? SUBMISSION_OVER_TLS : SUBMISSION;
            return Optional.of(
                    new Mail(
                            uri.getHost(),
                            uri.getPort() < 0 ? usual : uri.getPort(),
                            secure,
                            colon < 0 ? login : login.substring(0, colon),
                            colon < 0 ? "" : login.substring(colon + 1),
                            from));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Mail[" + host + ':' + port + ", from " + from + ']';
    }
}

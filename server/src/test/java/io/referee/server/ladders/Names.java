package io.referee.server.ladders;

/// How short names in ladders become addresses.
final class Names {
    static final String DOMAIN = "example.org";

    /// Another domain of the server, without accounts.
    static final String SECOND = "second.example";

    /// Another name of the server, which stands for the first domain.
    static final String ALIAS = "pbx.example.net";

    private Names() {}

    /// Whether a value is a user name alone: `carol`, `100`.
    static boolean shortName(String value) {
        return !value.isEmpty()
                && value.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || "_.+-".indexOf(c) >= 0);
    }

    /// `carol` as `sip:carol@example.org`, and anything else as it is.
    static String uri(String value) {
        return shortName(value) ? "sip:" + value + "@" + DOMAIN : value;
    }

    /// The value of a header whose value is an address.
    static String header(String name, String value) {
        boolean address =
                switch (name.toLowerCase(java.util.Locale.ROOT)) {
                    case "refer-to", "referred-by", "from", "to", "contact" -> true;
                    default -> false;
                };
        return address && shortName(value) && !value.equals("none")
                ? "<" + uri(value) + ">"
                : value;
    }
}

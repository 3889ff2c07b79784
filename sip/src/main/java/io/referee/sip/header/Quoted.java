package io.referee.sip.header;

/// Quoted strings (RFC 3261 §25.1).
final class Quoted {
    private Quoted() {}

    /// The text within the quotes with its quoted pairs resolved; a text without quotes as it is.
    static String plain(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        if (!quoted) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i < value.length() - 2) {
                i++;
            }
            plain.append(value.charAt(i));
        }
        return plain.toString();
    }

    /// The text in quotes; control characters, which could break out of the field, become blanks.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' || c == 127 ? ' ' : c);
        }
        return quoted.append('"').toString();
    }
}

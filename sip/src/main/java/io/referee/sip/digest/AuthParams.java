package io.referee.sip.digest;

import io.referee.sip.digest.AuthParam.Quoting;
import io.referee.sip.message.Bounds;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads and writes the value of an authentication header: a scheme and a comma-separated list of
/// parameters (RFC 3261 §25.1).
final class AuthParams {
    private static final String SCHEME = "Digest";

    private final List<AuthParam> params;

    private AuthParams(List<AuthParam> params) {
        this.params = params;
    }

    /// Whether the value speaks of another scheme than digest, such as `Basic`.
    static boolean isOtherScheme(String value) {
        int start = skipBlanks(value, 0);
        int end = tokenEnd(value, start);
        return end > start
                && !(end - start == SCHEME.length()
                        && value.regionMatches(true, start, SCHEME, 0, SCHEME.length()));
    }

    /// The parameters; null if the value breaks the grammar or a limit, or names a parameter twice.
    static @Nullable AuthParams read(String value) {
        int start = skipBlanks(value, 0);
        int at = start + SCHEME.length();
        if (value.length() > Bounds.CREDENTIALS_CHARS
                || !value.regionMatches(true, start, SCHEME, 0, SCHEME.length())
                || at >= value.length()
                || !isBlank(value.charAt(at))) {
            return null;
        }
        return list(value, at);
    }

    /// The parameters of a value without a scheme; null as in [#read].
    static @Nullable AuthParams readBare(String value) {
        return value.length() > Bounds.CREDENTIALS_CHARS ? null : list(value, 0);
    }

    private static @Nullable AuthParams list(String value, int from) {
        List<AuthParam> params = new ArrayList<>(12);
        Cursor cursor = new Cursor(value, from);
        while (cursor.hasMore()) {
            AuthParam param = cursor.param();
            if (param == null
                    || params.size() == Bounds.CREDENTIALS_PARAMETERS
                    || holds(params, param.name())) {
                return null;
            }
            params.add(param);
        }
        return params.isEmpty() ? null : new AuthParams(params);
    }

    /// Value of a parameter, taken out so that what is left at the end is unknown; null if absent.
    @Nullable String take(String name) {
        for (int i = 0; i < params.size(); i++) {
            if (params.get(i).name().equalsIgnoreCase(name)) {
                return params.remove(i).value();
            }
        }
        return null;
    }

    /// Value of a parameter, left in its place; null if absent.
    @Nullable String peek(String name) {
        for (AuthParam param : params) {
            if (param.name().equalsIgnoreCase(name)) {
                return param.value();
            }
        }
        return null;
    }

    /// What nobody took.
    List<AuthParam> rest() {
        return List.copyOf(params);
    }

    /// Writes into a buffer.
    static final class Writer {
        private final StringBuilder text;
        private String separator;

        private Writer(String scheme, String separator) {
            this.text = new StringBuilder(256).append(scheme);
            this.separator = separator;
        }

        /// Starts with the scheme.
        static Writer digest() {
            return new Writer(SCHEME, " ");
        }

        /// Starts without a scheme.
        static Writer bare() {
            return new Writer("", "");
        }

        Writer quoted(String name, @Nullable String value) {
            if (value != null) {
                start(name).append('"');
                escape(value);
                text.append('"');
            }
            return this;
        }

        Writer token(String name, String value) {
            start(name).append(value);
            return this;
        }

        Writer all(List<AuthParam> params) {
            for (AuthParam param : params) {
                switch (param.quoting()) {
                    case TOKEN -> token(param.name(), param.value());
                    case QUOTED -> quoted(param.name(), param.value());
                }
            }
            return this;
        }

        private StringBuilder start(String name) {
            text.append(separator).append(name).append('=');
            separator = ", ";
            return text;
        }

        private void escape(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.append(c);
            }
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /// Whether text would break out of its header.
    static boolean holdsControl(String value) {
        return firstControl(value) >= 0;
    }

    /// Refuses text that would break out of its header.
    static void requirePrintable(@Nullable String value) {
        if (value != null && firstControl(value) >= 0) {
            throw new IllegalArgumentException("control character in '" + value + "'");
        }
    }

    /// Refuses text that may not stand without quotes.
    static void requireBare(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> isBare((char) c))) {
            throw new IllegalArgumentException("needs quotes: '" + value + "'");
        }
    }

    /// Refuses text that is no name of a parameter.
    static void requireToken(String name) {
        if (name.isEmpty() || tokenEnd(name, 0) < name.length()) {
            throw new IllegalArgumentException("not a name: '" + name + "'");
        }
    }

    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /// Moves over blanks and commas: some phones send an empty list element.
        boolean hasMore() {
            at = skipBlanks(text, at);
            while (at < text.length() && text.charAt(at) == ',') {
                at = skipBlanks(text, at + 1);
            }
            return at < text.length();
        }

        @Nullable AuthParam param() {
            int nameEnd = tokenEnd(text, at);
            String name = text.substring(at, nameEnd);
            at = skipBlanks(text, nameEnd);
            if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
                return null;
            }
            at = skipBlanks(text, at + 1);
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            String value = quoted ? quoted() : token();
            if (value == null || !atSeparator()) {
                return null;
            }
            return new AuthParam(name, value, quoted ? Quoting.QUOTED : Quoting.TOKEN);
        }

        /// Unquoted values may hold more than a token may: phones send bare URIs.
        private @Nullable String token() {
            int start = at;
            while (at < text.length() && isBare(text.charAt(at))) {
                at++;
            }
            return at == start ? null : text.substring(start, at);
        }

        private @Nullable String quoted() {
            int end = closingQuote();
            if (end < 0) {
                return null;
            }
            String inside = text.substring(at + 1, end);
            at = end + 1;
            if (firstControl(inside) >= 0) {
                return null;
            }
            return inside.indexOf('\\') < 0 ? inside : unescaped(inside);
        }

        private int closingQuote() {
            for (int i = at + 1; i < text.length(); i++) {
                if (text.charAt(i) == '\\') {
                    i++;
                } else if (text.charAt(i) == '"') {
                    return i;
                }
            }
            return -1;
        }

        private boolean atSeparator() {
            at = skipBlanks(text, at);
            return at == text.length() || text.charAt(at) == ',';
        }
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static boolean holds(List<AuthParam> params, String name) {
        for (AuthParam param : params) {
            if (param.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static int firstControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return i;
            }
        }
        return -1;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int tokenEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isBare(char c) {
        return c > ' ' && c < 0x7f && c != ',' && c != '"';
    }

    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-.!%*_+`'~".indexOf(c) >= 0;
    }
}

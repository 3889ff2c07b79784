package io.referee.sip.message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One header field. A received value stays where it came in as octets and is copied through
/// untouched; text is made only when somebody reads it. *Immutable; any thread.*
public final class Header {
    private final HeaderName name;
    private final byte[] octets;
    private final int from;
    private final int to;
    private @Nullable String value;

    Header(HeaderName name, byte[] octets, int from, int to) {
        this.name = name;
        this.octets = octets;
        this.from = from;
        this.to = to;
    }

    /// A header field with this value.
    ///
    /// @throws IllegalArgumentException when the value holds CR or LF: it would become another
    ///   header
    public static Header of(HeaderName name, String value) {
        if (lineBreak(value)) {
            throw new IllegalArgumentException("line break in value of " + name + ": " + value);
        }
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        Header header = new Header(name, octets, 0, octets.length);
        header.value = value;
        return header;
    }

    /// A header field with this name, long or compact, and value.
    ///
    /// @throws IllegalArgumentException when the name is no token or the value holds CR or LF
    public static Header of(String name, String value) {
        return of(HeaderName.of(name), value);
    }

    /// A field from somebody else's text, such as the headers of a URI; empty when [#of] would
    /// throw.
    public static Optional<Header> parse(String name, String value) {
        return Tokens.token(name) && !lineBreak(value)
                ? Optional.of(of(name, value))
                : Optional.empty();
    }

    static boolean lineBreak(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }

    /// The name.
    public HeaderName name() {
        return name;
    }

    /// The value as text, with folded lines joined by one space.
    public String value() {
        String text = value;
        if (text == null) {
            text = Octets.text(octets, from, to);
            if (text.indexOf('\n') >= 0) {
                text = unfold(text);
            }
            value = text;
        }
        return text;
    }

    private static String unfold(String text) {
        StringBuilder flat = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int runTo = at;
            boolean folded = false;
            while (runTo < text.length() && Octets.white(text.charAt(runTo))) {
                folded |= text.charAt(runTo) == '\n';
                runTo++;
            }
            if (folded) {
                flat.append(' ');
            } else {
                runTo = Math.max(runTo, at + 1);
                flat.append(text, at, runTo);
            }
            at = runTo;
        }
        return flat.toString();
    }

    int commas() {
        int found = 0;
        for (int i = from; i < to; i++) {
            found += octets[i] == ',' ? 1 : 0;
        }
        return found;
    }

    int length() {
        return to - from;
    }

    int copyTo(byte[] target, int at) {
        System.arraycopy(octets, from, target, at, to - from);
        return at + to - from;
    }

    @Override
    public String toString() {
        return name + ": " + value();
    }
}

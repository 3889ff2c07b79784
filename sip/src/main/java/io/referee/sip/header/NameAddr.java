package io.referee.sip.header;

import io.referee.sip.message.SharedText;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// A URI with a display name and header parameters: From, To, Contact, Route, Refer-To, Referred-By
/// (RFC 3261 §20.10). *Immutable.*
///
/// @param displayName without quotes and escapes; empty when there is none
public record NameAddr(String displayName, Uri uri, Parameters parameters) {

    /// The URI alone.
    public static NameAddr of(Uri uri) {
        return new NameAddr("", uri, Parameters.NONE);
    }

    /// Reads one value. Without angle brackets everything behind a semicolon is a header parameter
    /// (§20.10), but from a question mark on all belongs to the URI, as many phones write Refer-To.
    public static Optional<NameAddr> parse(String text) {
        String value = text.strip();
        int nameTo = value.startsWith("\"") ? closingQuote(value) + 1 : 0;
        int open = value.indexOf('<', nameTo);
        if (open < 0) {
            return bare(value);
        }
        if (nameTo == 0) {
            boolean unclosed = value.startsWith("\"");
            return unclosed
                    ? Optional.empty()
                    : bracketed(value.substring(0, open).strip(), value, open);
        }
        String name = unquote(value.substring(1, nameTo - 1));
        return value.substring(nameTo, open).isBlank()
                ? bracketed(name, value, open)
                : Optional.empty();
    }

    private static Optional<NameAddr> bracketed(String name, String value, int open) {
        int close = value.indexOf('>', open);
        String rest = close < 0 ? "" : value.substring(close + 1).strip();
        if (close < 0 || !rest.isEmpty() && rest.charAt(0) != ';') {
            return Optional.empty();
        }
        return read(name, value.substring(open + 1, close), Parameters.parse(rest));
    }

    private static Optional<NameAddr> bare(String value) {
        int semicolon = value.indexOf(';');
        int question = value.indexOf('?');
        boolean all = semicolon < 0 || question >= 0 && question < semicolon;
        int end = all ? value.length() : semicolon;
        Parameters parameters = Parameters.parse(value.substring(end));
        return read("", value.substring(0, end), parameters);
    }

    private static Optional<NameAddr> read(String name, String uri, Parameters parameters) {
        return parameters.broken()
                ? Optional.empty()
                : Uri.parse(uri.strip())
                        .map(read -> new NameAddr(SharedText.of(name), read, parameters));
    }

    /// Where the quote that opens the value ends, or -1.
    private static int closingQuote(String value) {
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) == '\\') {
                i++;
            } else if (value.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String unquote(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted;
        }
        StringBuilder out = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length()) {
                i++;
                c = quoted.charAt(i);
            }
            out.append(c);
        }
        return out.toString();
    }

    /// The tag, or the empty string.
    public String tag() {
        return parameters.value("tag").orElse("");
    }

    /// With this tag.
    public NameAddr withTag(String tag) {
        return new NameAddr(displayName, uri, parameters.with("tag", tag));
    }

    /// With this header parameter set; an empty value makes a flag.
    public NameAddr withParameter(String name, String value) {
        return new NameAddr(displayName, uri, parameters.with(name, value));
    }

    /// Without a tag.
    public NameAddr withoutTag() {
        return new NameAddr(displayName, uri, parameters.without("tag"));
    }

    /// The URI when it is a SIP URI.
    public Optional<SipUri> sipUri() {
        return uri instanceof SipUri sip ? Optional.of(sip) : Optional.empty();
    }

    /// The user part of a SIP URI, unescaped, or the number of a telephone URI; otherwise the text
    /// behind the scheme.
    public String user() {
        return switch (uri) {
            case SipUri sip -> sip.plainUser();
            case TelUri tel -> tel.number();
            case OtherUri other -> other.rest();
        };
    }

    /// As in a message: the name quoted, the URI in angle brackets.
    public String text() {
        StringBuilder out = new StringBuilder(64);
        if (!displayName.isEmpty()) {
            quote(displayName, out);
            out.append(' ');
        }
        out.append('<');
        if (uri instanceof SipUri sip) {
            sip.text(out);
        } else {
            out.append(uri.text());
        }
        parameters.text(out.append('>'));
        return out.toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c == 127) {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return text();
    }
}

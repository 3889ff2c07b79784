package io.referee.sip.header;

import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;
import java.util.Optional;

/// A URI with a display name and header parameters: From, To, Contact, Route, Refer-To, Referred-By (RFC 3261 §20.10).
/// *Immutable.*
///
/// @param displayName without quotes and escapes; empty when there is none
public record NameAddr(String displayName, Uri uri, Parameters parameters) {

    public static NameAddr of(Uri uri) {
        return new NameAddr("", uri, Parameters.NONE);
    }

    /// Reads one value. Without angle brackets everything behind a semicolon is a header parameter (§20.10), and a
    /// question mark belongs to the URI, as many phones write it in Refer-To.
    public static Optional<NameAddr> parse(String text) {
        String value = text.strip();
        int at = 0;
        String displayName = "";
        if (value.startsWith("\"")) {
            at = closingQuote(value);
            if (at < 0) {
                return Optional.empty();
            }
            displayName = unquote(value.substring(1, at));
            at++;
        }
        int open = value.indexOf('<', at);
        if (open < 0) {
            return at > 0 ? Optional.empty() : bare(value);
        }
        int close = value.indexOf('>', open);
        if (close < 0) {
            return Optional.empty();
        }
        String name = at > 0 ? displayName : value.substring(0, open).strip();
        String rest = value.substring(close + 1).strip();
        if (!rest.isEmpty() && rest.charAt(0) != ';') {
            return Optional.empty();
        }
        return Uri.parse(value.substring(open + 1, close).strip())
                .map(uri -> new NameAddr(name, uri, Parameters.parse(rest)));
    }

    private static Optional<NameAddr> bare(String value) {
        int semicolon = value.indexOf(';');
        int end = semicolon < 0 ? value.length() : semicolon;
        int question = value.indexOf('?');
        if (question >= 0 && question < end) {
            end = value.length();
        }
        String parameters = value.substring(end);
        return Uri.parse(value.substring(0, end).strip())
                .map(uri -> new NameAddr("", uri, Parameters.parse(parameters)));
    }

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

    public NameAddr withTag(String tag) {
        return new NameAddr(displayName, uri, parameters.with("tag", tag));
    }

    public NameAddr withParameter(String name, String value) {
        return new NameAddr(displayName, uri, parameters.with(name, value));
    }

    public NameAddr withoutTag() {
        return new NameAddr(displayName, uri, parameters.without("tag"));
    }

    /// The URI when it is a SIP URI.
    public Optional<SipUri> sipUri() {
        return uri instanceof SipUri sip ? Optional.of(sip) : Optional.empty();
    }

    /// The user part of a SIP URI, unescaped; otherwise the text behind the scheme.
    public String user() {
        return switch (uri) {
            case SipUri sip -> sip.plainUser();
            case io.referee.sip.uri.OtherUri other -> other.rest();
        };
    }

    public String text() {
        StringBuilder out = new StringBuilder(64);
        if (!displayName.isEmpty()) {
            out.append('"');
            for (int i = 0; i < displayName.length(); i++) {
                char c = displayName.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\');
                }
                out.append(c);
            }
            out.append("\" ");
        }
        return out.append('<').append(uri.text()).append('>').append(parameters.text()).toString();
    }

    @Override
    public String toString() {
        return text();
    }
}

package io.referee.server.dialplan.dial;

import io.referee.server.dialplan.Dialled;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Escapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Header fields that a plan or a provider adds to the INVITEs of its legs, as text with variables.
/// *Immutable.*
public final class CustomHeaders {
    /// No headers.
    public static final CustomHeaders NONE = new CustomHeaders(List.of());

    /// The most headers of one leg.
    public static final int MAX_HEADERS = 50;

    /// The longest value, in characters.
    public static final int MAX_VALUE = 2048;

    /// What the stack itself writes or acts on. A plan that could write Replaces could take over
    /// calls of others.
    private static final Set<HeaderName> STACK =
            Set.of(
                    HeaderName.VIA,
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CONTACT,
                    HeaderName.CSEQ,
                    HeaderName.CALL_ID,
                    HeaderName.MAX_FORWARDS,
                    HeaderName.CONTENT_LENGTH,
                    HeaderName.CONTENT_TYPE,
                    HeaderName.CONTENT_ENCODING,
                    HeaderName.CONTENT_DISPOSITION,
                    HeaderName.ROUTE,
                    HeaderName.RECORD_ROUTE,
                    HeaderName.REPLACES,
                    HeaderName.REQUIRE,
                    HeaderName.PROXY_REQUIRE,
                    HeaderName.SUPPORTED,
                    HeaderName.AUTHORIZATION,
                    HeaderName.PROXY_AUTHORIZATION,
                    HeaderName.SESSION_EXPIRES,
                    HeaderName.MIN_SE,
                    HeaderName.RSEQ,
                    HeaderName.RACK);

    /// What claims an identity, which is not a plan's to claim.
    private static final Set<HeaderName> IDENTITY =
            Set.of(
                    HeaderName.P_ASSERTED_IDENTITY,
                    HeaderName.P_PREFERRED_IDENTITY,
                    HeaderName.REMOTE_PARTY_ID,
                    HeaderName.IDENTITY,
                    HeaderName.IDENTITY_INFO);

    private record Line(HeaderName name, String value) {}

    private final List<Line> lines;

    private CustomHeaders(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /// Reads `Name: value`, several separated by `|`. What is not allowed is left out and noted.
    public static CustomHeaders parse(String text, List<String> notes) {
        return parse(text, IDENTITY, notes);
    }

    /// The same as a provider's owner has set them for it: some providers want to be told so who
    /// calls.
    static CustomHeaders ofProvider(String text, List<String> notes) {
        return parse(text, Set.of(), notes);
    }

    private static CustomHeaders parse(String text, Set<HeaderName> barred, List<String> notes) {
        CustomHeaders headers = NONE;
        int from = 0;
        while (from <= text.length()) {
            int bar = Variables.find(text, '|', from, text.length());
            int to = bar < 0 ? text.length() : bar;
            String line = text.substring(from, to).strip();
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                String value = line.substring(colon + 1).strip();
                headers = headers.with(name, value, barred, notes);
            } else if (!line.isEmpty()) {
                notes.add("\"" + line + "\" is no header; it is left out");
            }
            from = to + 1;
        }
        return headers;
    }

    /// With one more header, unless it is not allowed, which is noted.
    public CustomHeaders with(String name, String value, List<String> notes) {
        return with(name, value, IDENTITY, notes);
    }

    private CustomHeaders with(
            String name, String value, Set<HeaderName> barred, List<String> notes) {
        Optional<Header> header = Header.parse(name, value);
        if (header.isEmpty() || value.length() > MAX_VALUE) {
            notes.add("\"" + name + "\" is no header that can be sent; it is left out");
            return this;
        }
        if (STACK.contains(header.get().name())) {
            notes.add("header " + name + " is the server's own; it is left out");
            return this;
        }
        if (barred.contains(header.get().name())) {
            notes.add("header " + name + " claims an identity; it is left out");
            return this;
        }
        if (lines.size() == MAX_HEADERS) {
            notes.add("header " + name + " is one too many; it is left out");
            return this;
        }
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(header.get().name(), value));
        return new CustomHeaders(more);
    }

    /// Without all headers of this name.
    public CustomHeaders without(String name) {
        Optional<Header> header = Header.parse(name, "");
        return header.isEmpty()
                ? this
                : new CustomHeaders(
                        lines.stream()
                                .filter(line -> !line.name().equals(header.get().name()))
                                .toList());
    }

    /// These headers and then those.
    public CustomHeaders and(CustomHeaders others) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(others.lines);
        return new CustomHeaders(all.subList(0, Math.min(all.size(), MAX_HEADERS)));
    }

    /// The headers of a URI (RFC 3261 §19.1.1), as far as they are allowed; its body is not.
    ///
    /// @param text `name=value&name=value`, escaped
    static CustomHeaders ofUri(String text, List<String> notes) {
        CustomHeaders headers = NONE;
        for (String header : text.isEmpty() ? List.<String>of() : List.of(text.split("&", -1))) {
            int equals = header.indexOf('=');
            if (equals > 0) {
                String name = Escapes.unescape(header.substring(0, equals));
                headers =
                        name.equalsIgnoreCase("body")
                                ? headers
                                : headers.with(
                                        name,
                                        Escapes.unescape(header.substring(equals + 1)),
                                        notes);
            }
        }
        return headers;
    }

    /// The headers for a call. A value into which a caller's text brings a line break is left out.
    public List<Header> fill(Dialled call, List<String> notes) {
        List<Header> headers = new ArrayList<>(lines.size());
        for (Line line : lines) {
            String value = Variables.fill(line.value(), call, notes);
            Optional<Header> header = Header.parse(line.name().toString(), value);
            header.ifPresentOrElse(
                    headers::add, () -> notes.add("header " + line.name() + " is left out"));
        }
        return List.copyOf(headers);
    }

    /// One `Name: value` per line.
    public List<String> texts() {
        return lines.stream().map(line -> line.name() + ": " + line.value()).toList();
    }
}

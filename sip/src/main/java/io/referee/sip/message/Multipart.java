package io.referee.sip.message;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A body of several parts (RFC 2046 §5.1, RFC 5621). It is only looked into; what passes, passes
/// as it came. *Immutable.*
///
/// @param parts in order
public record Multipart(List<Part> parts) {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST = {'-', '-', '\r', '\n'};
    private static final HeaderName CONTENT_ID = HeaderName.of("Content-ID");

    /// One part. Shares the octets of its body; not to be changed.
    ///
    /// @param id Content-ID without its angle brackets, empty when it has none
    /// @param whole its header fields and its body, as they came
    /// @param type Content-Type without parameters, lower case; `text/plain` when it has none
    /// @param disposition Content-Disposition as written, empty when it has none
    public record Part(
            String type,
            String contentType,
            String disposition,
            String id,
            byte[] body,
            byte[] whole) {
        /// Whether a reader who does not understand the part must refuse the message: handling is
        /// required when nothing else is said (RFC 3261 §20.11).
        public boolean required() {
            return disposition.isEmpty() || ContentDisposition.parse(disposition).required();
        }
    }

    /// Reads a body by the value of its Content-Type; empty when that is no multipart, has no
    /// boundary, or the body has no parts or more than [Bounds#BODY_PARTS].
    public static Optional<Multipart> read(String contentType, byte[] body) {
        MediaType type = MediaType.parse(contentType).orElse(null);
        if (type == null || !type.type().equals("multipart")) {
            return Optional.empty();
        }
        String boundary = type.parameter("boundary");
        if (boundary.isEmpty() || boundary.length() > 70) {
            return Optional.empty();
        }
        byte[] dashes = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Part> parts = new Cutter(body, dashes).parts();
        return parts.isEmpty() || parts.size() > Bounds.BODY_PARTS
                ? Optional.empty()
                : Optional.of(new Multipart(List.copyOf(parts)));
    }

    /// The first part of that type, searched in multiparts within too, as deep as
    /// [Bounds#BODY_DEPTH].
    ///
    /// @param type such as `application/sdp`, in lower case
    public Optional<Part> find(String type) {
        return find(type, Bounds.BODY_DEPTH);
    }

    private Optional<Part> find(String type, int depth) {
        for (Part part : parts) {
            if (part.type.equals(type)) {
                return Optional.of(part);
            }
            Optional<Part> inner =
                    depth > 1
                            ? read(part.contentType, part.body)
                                    .flatMap(m -> m.find(type, depth - 1))
                            : Optional.empty();
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    /// The part that another message or header field names by its Content-ID (RFC 2392), searched
    /// as deep as [Bounds#BODY_DEPTH].
    ///
    /// @param id without angle brackets
    public Optional<Part> named(String id) {
        return named(id, Bounds.BODY_DEPTH);
    }

    private Optional<Part> named(String id, int depth) {
        for (Part part : parts) {
            if (!id.isEmpty() && part.id.equals(id)) {
                return Optional.of(part);
            }
            Optional<Part> inner =
                    depth > 1
                            ? read(part.contentType, part.body).flatMap(m -> m.named(id, depth - 1))
                            : Optional.empty();
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    /// The octets of a `multipart/mixed` body.
    ///
    /// @param boundary that stands in none of them, at most 70 characters
    /// @param parts each with its header fields and the empty line behind these
    public static byte[] mixed(String boundary, List<byte[]> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] part : parts) {
            body.writeBytes(delimiter);
            body.writeBytes(LINE_END);
            body.writeBytes(part);
            body.writeBytes(LINE_END);
        }
        body.writeBytes(delimiter);
        body.writeBytes(LAST);
        return body.toByteArray();
    }

    /// Cuts a body at the lines that begin with two dashes and the boundary. *One body; one
    /// thread.*
    private static final class Cutter {
        private final byte[] body;
        private final byte[] dashes;

        Cutter(byte[] body, byte[] dashes) {
            this.body = body;
            this.dashes = dashes;
        }

        List<Part> parts() {
            List<Part> parts = new ArrayList<>(2);
            int line = delimiter(0);
            while (line >= 0 && !last(line) && parts.size() <= Bounds.BODY_PARTS) {
                int from = lineAfter(line);
                int next = delimiter(from);
                if (next >= 0) {
                    parts.add(part(from, Math.max(from, withoutLineEnd(next))));
                }
                line = next;
            }
            return parts;
        }

        /// Where the next delimiter line begins, or -1.
        private int delimiter(int from) {
            for (int i = from; i >= 0 && i + dashes.length <= body.length; i = lineAfter(i)) {
                int to = i + dashes.length;
                boolean whole = to == body.length || body[to] <= ' ' || body[to] == '-';
                if (whole && Arrays.equals(body, i, to, dashes, 0, dashes.length)) {
                    return i;
                }
            }
            return -1;
        }

        private boolean last(int line) {
            int to = line + dashes.length;
            return to + 1 < body.length && body[to] == '-' && body[to + 1] == '-';
        }

        private int lineAfter(int from) {
            int feed = Octets.indexOf(body, '\n', from, body.length);
            return feed < 0 ? body.length : feed + 1;
        }

        /// The line end in front of a delimiter belongs to the delimiter.
        private int withoutLineEnd(int delimiter) {
            int to = delimiter - 1;
            return to > 0 && body[to - 1] == '\r' ? to - 1 : to;
        }

        private Part part(int from, int to) {
            Lines lines = new Lines(body, to);
            lines.skipTo(from);
            List<Header> headers = headers(lines);
            String contentType = value(headers, HeaderName.CONTENT_TYPE);
            String type = MediaType.parse(contentType).map(MediaType::text).orElse("text/plain");
            return new Part(
                    type,
                    contentType,
                    value(headers, HeaderName.CONTENT_DISPOSITION),
                    id(value(headers, CONTENT_ID)),
                    Arrays.copyOfRange(body, Math.min(lines.at(), to), to),
                    Arrays.copyOfRange(body, from, to));
        }

        private static String id(String text) {
            boolean bracketed = text.startsWith("<") && text.endsWith(">");
            return bracketed ? text.substring(1, text.length() - 1) : text;
        }

        /// The fields up to the empty line; a part may begin with that one.
        private List<Header> headers(Lines lines) {
            List<Header> headers = new ArrayList<>(2);
            while (headers.size() < Bounds.HEADERS) {
                int at = lines.at();
                int to = lines.next();
                if (to <= at) {
                    break;
                }
                while (to >= 0 && lines.continued()) {
                    to = lines.next();
                }
                Header header = to < 0 ? null : header(at, to);
                if (header != null) {
                    headers.add(header);
                }
            }
            return headers;
        }

        private @Nullable Header header(int from, int to) {
            int colon = Octets.indexOf(body, ':', from, to);
            return colon < 0 || !Octets.token(body, from, colon)
                    ? null
                    : new Header(HeaderName.of(body, from, colon), body, colon + 1, to);
        }

        private static String value(List<Header> headers, HeaderName name) {
            for (Header header : headers) {
                if (header.name().equals(name)) {
                    return header.value().strip();
                }
            }
            return "";
        }
    }
}

package io.referee.sip.message;

import java.nio.charset.StandardCharsets;

/// Messages to octets, in one pass over a buffer of the right size.
final class Printer {
    private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.ISO_8859_1);

    private Printer() {}

    /// The same with compact names of header fields and no more than one octet for nothing.
    static byte[] compact(String startLine, Header[] headers, byte[] body) {
        byte[] start = startLine.getBytes(StandardCharsets.UTF_8);
        byte[] length = Integer.toString(body.length).getBytes(StandardCharsets.ISO_8859_1);
        int size = start.length + 2 + 2 + length.length + 4 + body.length;
        for (Header header : headers) {
            size += header.name().shortest().length() + 3 + header.length();
        }
        byte[] out = new byte[size];
        int at = crlf(out, put(out, 0, start));
        for (Header header : headers) {
            at = text(out, at, header.name().shortest());
            out[at++] = ':';
            at = crlf(out, header.copyTo(out, at));
        }
        at = text(out, at, "l:");
        at = crlf(out, put(out, at, length));
        at = crlf(out, at);
        System.arraycopy(body, 0, out, at, body.length);
        return out;
    }

    static byte[] print(String startLine, Header[] headers, byte[] body) {
        byte[] start = startLine.getBytes(StandardCharsets.UTF_8);
        byte[] length = Integer.toString(body.length).getBytes(StandardCharsets.ISO_8859_1);
        int size = start.length + 2 + LENGTH.length + length.length + 4 + body.length;
        for (Header header : headers) {
            size += header.name().text().length() + 4 + header.length();
        }
        byte[] out = new byte[size];
        int at = crlf(out, put(out, 0, start));
        for (Header header : headers) {
            at = text(out, at, header.name().text());
            out[at++] = ':';
            out[at++] = ' ';
            at = crlf(out, header.copyTo(out, at));
        }
        at = crlf(out, put(out, put(out, at, LENGTH), length));
        at = crlf(out, at);
        System.arraycopy(body, 0, out, at, body.length);
        return out;
    }

    private static int put(byte[] out, int at, byte[] octets) {
        System.arraycopy(octets, 0, out, at, octets.length);
        return at + octets.length;
    }

    @SuppressWarnings("deprecation") // header names are ASCII: this is the copy without an encoder
    private static int text(byte[] out, int at, String ascii) {
        ascii.getBytes(0, ascii.length(), out, at);
        return at + ascii.length();
    }

    private static int crlf(byte[] out, int at) {
        out[at] = '\r';
        out[at + 1] = '\n';
        return at + 2;
    }
}

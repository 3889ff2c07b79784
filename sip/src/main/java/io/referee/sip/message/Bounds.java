package io.referee.sip.message;

/// What the library takes of a peer: every limit on a message and its parts, in one place. What is
/// beyond one is refused as a whole, never cut off: a message that was read is the one that was
/// sent. Limits on transactions, dialogs and connections stand with those.
public final class Bounds {
    /// Most octets of a message, start line to end of body; more is answered 513 (RFC 3261
    /// §21.5.7). As large as a datagram can be, over streams too.
    public static final int MESSAGE_OCTETS = 65_535;

    /// Most octets of a start line, more than the longest URI needs; with more the message is
    /// dropped.
    public static final int START_LINE_OCTETS = 16_384;

    /// Most header fields of a message, Content-Length not counted; more is answered 400.
    public static final int HEADERS = 256;

    /// Most octets of one header field with all its folded lines; more is answered 400.
    public static final int FIELD_OCTETS = 16_384;

    /// Most Via values of a message; more is answered 400. Max-Forwards starts at 70 (RFC 3261
    /// §8.1.1.6).
    public static final int VIAS = 128;

    /// Longest URI in characters; a longer Request-URI is answered 414 (RFC 3261 §21.4.12).
    public static final int URI_CHARS = 8_192;

    /// Longest host name in characters (RFC 1035 §2.3.4).
    public static final int HOST_CHARS = 255;

    /// Most parameters of one URI or of one header value; with more it cannot be read.
    public static final int PARAMETERS = 64;

    /// Most parts of a multipart body; with more it cannot be read, but passes.
    public static final int BODY_PARTS = 64;

    /// How deep multiparts may stand in multiparts; what is deeper is not looked into.
    public static final int BODY_DEPTH = 4;

    /// Most octets of a session description.
    public static final int SDP_OCTETS = MESSAGE_OCTETS;

    /// Most `m=` lines of a session description.
    public static final int SDP_MEDIA = 64;

    /// Longest value of an authentication header in characters.
    public static final int CREDENTIALS_CHARS = 4_096;

    /// Most parameters of an authentication header.
    public static final int CREDENTIALS_PARAMETERS = 32;

    private Bounds() {}
}

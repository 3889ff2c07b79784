package io.referee.sip.sdp;

/// The payload types that every phone knows (RFC 3551 §6, RFC 4733 §2.3).
public enum AudioFormat {
    PCMU("0", "PCMU/8000"),
    PCMA("8", "PCMA/8000"),
    TELEPHONE_EVENT("101", "telephone-event/8000");

    private final String payloadType;
    private final String encoding;

    AudioFormat(String payloadType, String encoding) {
        this.payloadType = payloadType;
        this.encoding = encoding;
    }

    /// The number in `m=` and in the RTP header, as text.
    public String payloadType() {
        return payloadType;
    }

    /// Name and clock rate as in `a=rtpmap`.
    public String encoding() {
        return encoding;
    }
}

package io.referee.sip.sdp;

/// What came of reading a session description.
public sealed interface SdpReading {

    /// A body that can be read.
    record Parsed(SessionDescription description) implements SdpReading {}

    /// @param reason fit for a log line or a Warning header; names the line
    record Malformed(String reason) implements SdpReading {}
}

package io.referee.server.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A SIP message as it was on the wire. The octets are shared, never changed; who is shown the
/// message gets [#shown].
///
/// @param received true when it came in, false when we sent it
/// @param transport `udp` or `tcp`
/// @param local our socket, `host:port`
/// @param remote the peer's socket, `host:port`
public record SipMessageFact(
        boolean received, String transport, String local, String remote, byte[] octets)
        implements Fact {
    @Override
    public String type() {
        return "sip.message";
    }

    @Override
    public Map<String, Object> data() {
        return Map.of(
                "direction", received ? "in" : "out",
                "transport", transport,
                "local", local,
                "remote", remote,
                "text", new String(shown(), StandardCharsets.UTF_8));
    }

    /// The octets without passwords' digests, media keys and tokens: a star for each octet.
    public byte[] shown() {
        return SecretParts.blanked(octets);
    }
}

package io.referee.sip.message;

import org.jspecify.annotations.Nullable;

/// A response (RFC 3261 §7.2). *Immutable.*
public final class Response extends SipMessage {
    private final int status;
    private final String reason;

    Response(
            int status,
            String reason,
            Header[] headers,
            byte[] body,
            Essentials essentials,
            byte @Nullable [] encoded) {
        super(headers, body, essentials, encoded);
        this.status = status;
        this.reason = reason;
    }

    /// The status code, 100 to 699.
    public int status() {
        return status;
    }

    /// The reason phrase; may be empty.
    public String reason() {
        return reason;
    }

    /// 100 to 199.
    public boolean provisional() {
        return status < 200;
    }

    /// 200 to 299.
    public boolean success() {
        return status >= 200 && status < 300;
    }

    /// 300 to 699.
    public boolean finalFailure() {
        return status >= 300;
    }

    /// The same response with as few octets as it can be written with: compact names of header
    /// fields (RFC 3261 §7.3.3), and no words behind the status, which are for humans (§7.2).
    public Response compact() {
        byte[] octets = Printer.compact("SIP/2.0 " + status + ' ', headerArray(), body());
        return new Response(status, "", headerArray(), body(), essentials(), octets);
    }

    @Override
    public Response sentFrom(String address) {
        return noted(
                new Response(status, reason, headerArray(), body(), essentials(), encoded()),
                address);
    }

    @Override
    void letGo() {}

    @Override
    String startLine() {
        return "SIP/2.0 " + status + ' ' + reason;
    }
}

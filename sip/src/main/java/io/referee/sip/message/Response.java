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

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public boolean provisional() {
        return status < 200;
    }

    public boolean success() {
        return status >= 200 && status < 300;
    }

    public boolean finalFailure() {
        return status >= 300;
    }

    @Override
    String startLine() {
        return "SIP/2.0 " + status + ' ' + reason;
    }
}

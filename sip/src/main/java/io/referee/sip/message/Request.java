package io.referee.sip.message;

import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// A request (RFC 3261 §7.1). *Immutable.*
public final class Request extends SipMessage {
    private final Method method;
    private @Nullable Uri uri;

    Request(
            Method method,
            Uri uri,
            Header[] headers,
            byte[] body,
            Essentials essentials,
            byte @Nullable [] encoded) {
        super(headers, body, essentials, encoded);
        this.method = method;
        this.uri = uri;
    }

    /// The method.
    public Method method() {
        return method;
    }

    /// The Request-URI.
    public Uri uri() {
        Uri known = uri;
        if (known == null) {
            known = ((Request) again()).uri();
            uri = known;
        }
        return known;
    }

    @Override
    void letGo() {
        uri = null;
    }

    /// Whether it has this method.
    public boolean is(Method other) {
        return method.equals(other);
    }

    /// Max-Forwards; 70 when absent or unreadable (RFC 3261 §16.3 asks a proxy to add one).
    public int maxForwards() {
        Optional<String> value = value(HeaderName.MAX_FORWARDS);
        return value.isPresent() ? (int) Math.min(Numbers.parse(value.get(), 70), 255) : 70;
    }

    @Override
    public Request sentFrom(String address) {
        return noted(
                new Request(method, uri(), headerArray(), body(), essentials(), encoded()),
                address);
    }

    @Override
    String startLine() {
        return method.name() + ' ' + uri().text() + " SIP/2.0";
    }
}

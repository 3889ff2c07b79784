package io.referee.sip.uri;

import java.util.Locale;

/// A URI that is neither SIP nor a telephone number, such as `urn:service:sos`. *Immutable.*
public record OtherUri(String writtenScheme, String rest) implements Uri {
    @Override
    public String text() {
        return writtenScheme + ':' + rest;
    }

    @Override
    public String scheme() {
        return writtenScheme.toLowerCase(Locale.ROOT);
    }
}

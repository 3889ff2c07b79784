package io.referee.sip.session;

import io.referee.sip.digest.Challenge;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.Optional;

/// Answers a second challenge to the same request when it says that the first answer was right but
/// its nonce too old, and no third one (RFC 7616 §3.3, RFC 3261 §22.1). *Engine thread only.*
record StaleOnly(Authorizer inner) implements Authorizer {

    @Override
    public Optional<Header> answer(Request request, Response challenge) {
        return stale(challenge) ? inner.answer(request, challenge) : Optional.empty();
    }

    @Override
    public Authorizer afterwards() {
        return NONE;
    }

    private static boolean stale(Response response) {
        for (Header header : response.headers()) {
            boolean asks =
                    header.name() == HeaderName.WWW_AUTHENTICATE
                            || header.name() == HeaderName.PROXY_AUTHENTICATE;
            if (asks
                    && Challenge.parse(header.value())
                            instanceof Challenge.Reading.Parsed(Challenge challenge)
                    && challenge.stale()) {
                return true;
            }
        }
        return false;
    }
}

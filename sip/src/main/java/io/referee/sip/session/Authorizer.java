package io.referee.sip.session;

import io.referee.sip.message.Header;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.Optional;

/// Answers a challenge (401, 407) to a request of ours. *Engine thread only.*
public interface Authorizer {
    /// Never has an answer.
    Authorizer NONE = (request, challenge) -> Optional.empty();

    /// Who answers when the request that carries the answer is challenged as well: this one once
    /// more if only the nonce was too old, otherwise nobody.
    default Authorizer afterwards() {
        return new StaleOnly(this);
    }

    /// The Authorization or Proxy-Authorization header to try again with; empty to give up.
    Optional<Header> answer(Request request, Response challenge);
}

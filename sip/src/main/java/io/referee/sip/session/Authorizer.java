package io.referee.sip.session;

import io.referee.sip.message.Header;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.Optional;

/// Answers a challenge (401, 407) to a request of ours. *Engine thread only.*
public interface Authorizer {
    /// Never has an answer.
    Authorizer NONE = (request, challenge) -> Optional.empty();

    /// The Authorization or Proxy-Authorization header to try again with; empty to give up.
    Optional<Header> answer(Request request, Response challenge);
}

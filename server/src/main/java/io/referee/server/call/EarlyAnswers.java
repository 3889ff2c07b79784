package io.referee.server.call;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What somebody who is called answers to our offer while it rings, per early dialog. What it says
/// reliably counts, and its 2xx need not repeat it (RFC 3261 §13.2.1, RFC 3262 §5). *Engine thread
/// only.*
public final class EarlyAnswers {
    private final Map<String, SessionDescription> answers = new HashMap<>(2);

    /// It rings.
    ///
    /// @return the answer, if this response brings it; empty when it says nothing new
    public Optional<SessionDescription> ringing(Response response) {
        Optional<SessionDescription> answer =
                response.header(HeaderName.RSEQ).isPresent()
                        ? SdpLedger.read(response)
                        : Optional.empty();
        return answer.filter(body -> answers.putIfAbsent(response.toTag(), body) == null);
    }

    /// The answer of whoever sent this 2xx: what it said before, or says now.
    public Optional<SessionDescription> said(Response success) {
        return Optional.ofNullable(answers.get(success.toTag())).or(() -> SdpLedger.read(success));
    }
}

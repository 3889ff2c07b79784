package io.referee.sip.session;

import io.referee.sip.message.Response;

/// Takes the outcome of a re-INVITE of ours. *Engine thread only.*
public interface ReinviteListener {
    /// A 2xx. Acknowledge with [Session#acknowledge], now or soon.
    void accepted(Response response);

    /// 300 to 699, or 408/503 of our own making for silence and transport trouble.
    void refused(Response response);
}

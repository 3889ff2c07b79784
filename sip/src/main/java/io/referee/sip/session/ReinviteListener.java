package io.referee.sip.session;

import io.referee.sip.message.Response;

import java.util.function.Consumer;

/// Takes the outcome of a re-INVITE of ours. *Engine thread only.*
public interface ReinviteListener {
    /// A 2xx. Acknowledge with [Session#acknowledge], now or soon.
    void accepted(Response response);

    /// 300 to 699, or 408/503 of our own making for silence and transport trouble.
    void refused(Response response);

    /// One that calls these.
    static ReinviteListener of(Consumer<Response> accepted, Consumer<Response> refused) {
        return new ReinviteListener() {
            @Override
            public void accepted(Response response) {
                accepted.accept(response);
            }

            @Override
            public void refused(Response response) {
                refused.accept(response);
            }
        };
    }
}

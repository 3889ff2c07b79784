package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

/// Takes the outcome of a request in a dialog. *Engine thread only.*
@FunctionalInterface
public interface ResponseListener {
    /// Ignores it.
    ResponseListener NONE = response -> {};

    /// The final response; 408 made by ourselves stands for silence, 503 for a transport that could
    /// not send.
    void responded(Response response);

    /// A response from 101 to 199.
    default void progressed(Response response) {}

    /// It was not sent, because all that it could go to is out of its [Reach].
    ///
    /// @param standIn 403 of our own making
    default void barred(Response standIn) {
        responded(standIn);
    }

    /// A challenge is answered.
    ///
    /// @param again the request with what was asked for
    /// @return what is sent: the same, or with a later number in its dialog
    default Request challenged(Request again) {
        return again;
    }
}

package io.referee.sip.transaction;

import io.referee.sip.message.Response;

/// Nobody wants to know what comes of a request, such as a CANCEL, or what comes after its final
/// response.
enum Unheard implements ClientTransaction.Listener {
    INSTANCE;

    @Override
    public void responded(ClientTransaction transaction, Response response) {}

    @Override
    public void failed(ClientTransaction transaction, Effect.Cause cause) {}
}

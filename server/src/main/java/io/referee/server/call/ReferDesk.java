package io.referee.server.call;

import io.referee.sip.transaction.ServerTransaction;

/// Takes the transfer requests that come as SIP. *Engine thread only.*
public interface ReferDesk {
    /// A REFER on a leg of a call.
    void referred(Call call, Leg leg, ServerTransaction transaction);

    /// An INVITE that asks to take the place of a leg (RFC 3891).
    void arrived(Arriving arriving);

    /// A SUBSCRIBE in the dialog of a leg: it can only concern the refer event.
    void subscribed(Leg leg, ServerTransaction transaction);
}

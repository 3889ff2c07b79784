package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.transaction.ServerTransaction;

/// Takes the transfer requests that come as SIP. *Engine thread only.*
public interface ReferDesk {
    /// A REFER on a leg of a call.
    void referred(Call call, Leg leg, ServerTransaction transaction);

    /// An INVITE that asks to take the place of a leg (RFC 3891).
    void arrived(Arriving arriving);

    /// An INVITE of an account that asks for a call which waits for it; false when it is one like
    /// any other.
    boolean retrieves(Arriving arriving);

    /// A SUBSCRIBE in the dialog of a leg: it can only concern the refer event.
    void subscribed(Leg leg, ServerTransaction transaction);

    /// A NOTIFY in the dialog of a leg.
    void notified(Leg leg, ServerTransaction transaction);

    /// A REFER outside of dialogs.
    void referredOutside(ServerTransaction transaction);

    /// A SUBSCRIBE for the refer event, outside of dialogs.
    void subscribedOutside(ServerTransaction transaction);

    /// A request in a dialog that a REFER or SUBSCRIBE has made; false when there is none.
    boolean within(ServerTransaction transaction);

    /// An INVITE that comes from outside, as it is to be handled.
    Request arriving(Request invite);

    /// What came so has become a call.
    void began(Call call, Leg caller, Request invite);
}

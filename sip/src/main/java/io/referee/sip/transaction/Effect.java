package io.referee.sip.transaction;

import io.referee.sip.message.SipMessage;

import java.time.Duration;

/// What a transaction wants done.
public sealed interface Effect {

    /// Put this on the wire.
    record Send(SipMessage message) implements Effect {}

    /// Hand this to the transaction's user.
    record PassUp(SipMessage message) implements Effect {}

    /// Let `timer` come back as an event after this long.
    record Start(Event timer, Duration after) implements Effect {}

    /// Tell the user that it failed.
    record Fail(Cause cause) implements Effect {}

    /// Why a transaction failed.
    enum Cause {
        /// Nobody answered in time: Timer B, F or H.
        TIMEOUT,
        /// The message could not be sent.
        TRANSPORT
    }
}

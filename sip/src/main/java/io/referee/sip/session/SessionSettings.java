package io.referee.sip.session;

import io.referee.sip.transaction.Timing;

/// What a user agent says of itself. *Immutable.*
///
/// @param product for Server and User-Agent, such as `Referee/0.1.0`
/// @param allow value of Allow for sessions that do not set their own
/// @param supported value of Supported; empty leaves the header out
public record SessionSettings(String product, String allow, String supported, Timing timing) {

    /// What a program that handles calls and nothing else says: the methods that an INVITE session
    /// needs, no extensions, the times of the RFC.
    ///
    /// @param product for Server and User-Agent, such as `Doorbell/1.0`
    public static SessionSettings of(String product) {
        return new SessionSettings(
                product, "INVITE, ACK, CANCEL, BYE, OPTIONS", "", Timing.STANDARD);
    }
}

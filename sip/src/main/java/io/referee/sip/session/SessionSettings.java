package io.referee.sip.session;

import io.referee.sip.transaction.Timing;

/// What a user agent says of itself. *Immutable.*
///
/// @param product for Server and User-Agent, such as `Referee/0.1.0`
/// @param allow value of Allow for sessions that do not set their own
/// @param supported value of Supported; empty leaves the header out
public record SessionSettings(String product, String allow, String supported, Timing timing) {}

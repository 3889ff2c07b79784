package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

/// One place to ring. *Immutable.*
///
/// @param uri the Request-URI
/// @param account whose phone it is
public record Target(SipUri uri, Hop hop, Account account) {}

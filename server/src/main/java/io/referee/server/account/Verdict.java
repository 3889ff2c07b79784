package io.referee.server.account;

import io.referee.sip.message.Header;

import java.util.List;

/// What the [Authenticator] says of a request. *Immutable.*
public sealed interface Verdict {

    /// The sender knows the password of this account.
    ///
    /// @param proof Authentication-Info for the 2xx, if there is one (RFC 7616 §3.5)
    record Authenticated(Account account, List<Header> proof) implements Verdict {}

    /// To be answered 401 with these header fields.
    record Challenged(List<Header> headers) implements Verdict {}

    /// To be answered so, for good.
    record Refused(int status, String reason) implements Verdict {}
}

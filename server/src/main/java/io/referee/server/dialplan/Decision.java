package io.referee.server.dialplan;

/// What a rule list says about a call. Rules count from 1. *Immutable.*
public sealed interface Decision {

    /// Ring this account; it exists. When that fails, the next matching rule is asked for with
    /// [RuleList#decideAfter].
    ///
    /// @param domain as it stands in the directory
    record Dial(int rule, String account, String domain) implements Decision {}

    /// Rules matched but none of them could be dialled; this is the last of them.
    ///
    /// @param status the SIP status for the caller: 404 for an account that does not exist, else
    ///   480
    /// @param reason in words, for events and logs
    record Unavailable(int rule, int status, String reason) implements Decision {}

    /// No rule matched, or none is left. The caller gets 480.
    record NoMatch() implements Decision {}
}

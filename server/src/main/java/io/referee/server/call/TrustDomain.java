package io.referee.server.call;

import io.referee.sip.transport.Hop;

/// The neighbours whose word about identities counts, and who are told identities that others are
/// not (RFC 3324 §2.3, RFC 3325 §4). Phones of accounts are not among them, wherever they are: what
/// they send is theirs to prove. *Any thread.*
@FunctionalInterface
public interface TrustDomain {
    /// Nobody is trusted.
    TrustDomain NOBODY = hop -> false;

    /// Whether this neighbour is trusted.
    boolean holds(Hop hop);

    /// On which side of the border this neighbour is.
    default Side side(Hop hop) {
        return holds(hop) ? Side.INSIDE : Side.OUTSIDE;
    }

    /// The two sides of the border.
    enum Side {
        INSIDE,
        OUTSIDE
    }
}

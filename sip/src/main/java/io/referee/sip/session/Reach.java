package io.referee.sip.session;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import java.net.InetAddress;
import java.util.function.Predicate;

/// Where a request may go that begins something, and what follows it in its dialog. It is asked
/// about addresses, after names were looked up: whoever can have a name lead anywhere gains nothing
/// by that. *Immutable.*
///
/// A peer that answers may name another place for what follows, in Contact or Record-Route: that is
/// asked about, too. Requests in a dialog that the peer has begun, CANCEL and responses are not.
///
/// @param includes whether requests may go to an address
/// @param refusal reason phrase of the 403 of our own making that stands for an answer when none of
///   the addresses is included
public record Reach(Predicate<InetAddress> includes, String refusal) {
    /// To every address.
    public static final Reach ANYWHERE = new Reach(_ -> true, "Forbidden");

    /// Status of the answer that stands for a request that may go nowhere.
    public static final int REFUSED = 403;

    /// Whether requests may go to this neighbour, whose address is known or who is reached over a
    /// connection that is there.
    boolean includes(Hop hop) {
        InetAddress address = hop.address().getAddress();
        return address == null || includes.test(address);
    }

    /// These addresses, and this one too.
    ///
    /// @param host an IP address as text; a name adds nothing
    public Reach with(String host) {
        InetAddress known = Hosts.address(host, 0).getAddress();
        return anywhere() || known == null
                ? this
                : new Reach(address -> address.equals(known) || includes.test(address), refusal);
    }

    /// Whether nobody needs to be asked.
    boolean anywhere() {
        return this == ANYWHERE;
    }
}

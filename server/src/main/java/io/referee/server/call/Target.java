package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.util.List;

/// One place to ring. *Immutable.*
///
/// @param uri the Request-URI
/// @param account whose phone it is
/// @param phone what else is known of it
public record Target(SipUri uri, Hop hop, Account account, Phone phone) {

    /// A place of which nothing else is known.
    public Target(SipUri uri, Hop hop, Account account) {
        this(uri, hop, account, Phone.UNKNOWN);
    }

    /// What a phone told when it registered. *Immutable.*
    ///
    /// @param route values of Route that lead to it (RFC 3327)
    /// @param instance its `+sip.instance`, empty when it told none
    /// @param regId number of this flow to it (RFC 5626), 0 when it is none
    /// @param priority q times 1000 (RFC 3261 §20.10), 1000 when it told none
    public record Phone(List<String> route, String instance, int regId, int priority) {
        /// It told nothing.
        public static final Phone UNKNOWN = new Phone(List.of(), "", 0, 1_000);
    }

    /// Whether the other is another flow to the same phone (RFC 5626 §5.3).
    boolean sharesPhone(Target other) {
        return phone.regId() > 0
                && other.phone.regId() > 0
                && phone.instance().equals(other.phone.instance())
                && account.aor().equals(other.account.aor());
    }
}

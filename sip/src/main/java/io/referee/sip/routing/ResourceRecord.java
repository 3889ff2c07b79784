package io.referee.sip.routing;

import java.net.InetAddress;

/// What an answer of the DNS is made of. *Immutable.*
public sealed interface ResourceRecord {

    /// A service that a domain offers (RFC 3403 §4.1), as far as SIP uses it: terminal, with flag
    /// `s`, never with a regular expression (RFC 3263 §4.1).
    ///
    /// @param order lower ones decide, higher ones are not looked at when one fits
    /// @param preference among records of the same order, lower ones first
    /// @param flags as written
    /// @param service such as `SIP+D2U`
    /// @param replacement the name of the SRV records
    record Naptr(int order, int preference, String flags, String service, String replacement)
            implements ResourceRecord {
        public Naptr {
            replacement = Question.plain(replacement);
        }
    }

    /// A server (RFC 2782).
    ///
    /// @param priority lower ones first
    /// @param weight among servers of the same priority, how often it is chosen in relation to the
    ///   others
    /// @param target its name; empty (written `.`) says that the service is not there at all
    record Srv(int priority, int weight, int port, String target) implements ResourceRecord {
        public Srv {
            target = Question.plain(target);
        }

        /// Whether the domain says that it does not offer the service (RFC 2782, "Target").
        boolean none() {
            return target.isEmpty();
        }
    }

    /// An address of the name that was asked for.
    record Address(InetAddress ip) implements ResourceRecord {}
}

package io.referee.sip.routing;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/// The search for the servers behind a URI (RFC 3263 §4, §5; RFC 7984 §4.1), as a machine without
/// I/O: it says what has to be asked, is given the answers, and in the end names the targets in the
/// order in which they are tried. *Immutable.*
///
/// ```
///  transport or port is named, or the host is an address? ----------------.
///        | no                                                              |
///      NAPTR --records--> SRV of the best order, by preference             |
///        |  \--no such name--> A, AAAA of the host                         |
///        | none of use                                                     |
///       SRV of each transport that we have <--port not named---------------+
///        |  \--records--> by priority and weight, A and AAAA of each       |
///        | none                                                            |
///       A, AAAA of the host <--port is named-------------------------------+
///        |                                                                 |
///      targets <--the host is an address-----------------------------------'
/// ```
///
/// What is known is kept as answers alone; [#next] reads them from the beginning each time. That is
/// cheap, because there are few, and it makes the machine indifferent to their order.
///
/// A server failure counts as "nothing there", and the search goes on with what it would ask next:
/// somebody who can be reached by luck is better than nobody.
public final class ServerSearch {
    /// Questions that one search asks at the most; what would need more is left out.
    public static final int MAX_QUESTIONS = 48;

    /// Targets that one search names at the most.
    public static final int MAX_TARGETS = 16;

    /// Records of one answer that are looked at; the others are left out.
    public static final int MAX_RECORDS = 32;

    /// Other words for a name (CNAME) that are followed one after the other. A name that is another
    /// word for itself ends here.
    public static final int MAX_ALIASES = 8;

    private final Sought sought;
    private final Reachable reachable;
    private final Map<Question, Answer> known;

    private ServerSearch(Sought sought, Reachable reachable, Map<Question, Answer> known) {
        this.sought = sought;
        this.reachable = reachable;
        this.known = known;
    }

    /// The beginning of a search.
    public static ServerSearch of(Sought sought, Reachable reachable) {
        return new ServerSearch(sought, reachable, Map.of());
    }

    /// What comes next.
    public sealed interface Step {
        /// These have to be answered first, in any order, at the same time if possible. All of them
        /// are new.
        record Ask(List<Question> questions) implements Step {}

        /// The targets, best first, at least one. An address that was found by a name carries the
        /// name that the server's certificate has to show.
        record Found(List<Hop> targets) implements Step {}

        /// There is nobody to send to.
        record Nobody(Reason reason) implements Step {}
    }

    /// Why a search found nobody.
    public enum Reason {
        /// It wants a transport that we do not have, or that does not exist.
        NO_TRANSPORT,
        /// The domain says itself that it does not offer the service (a target of `.`).
        NOT_OFFERED,
        /// No such name.
        NO_NAME,
        /// The name exists, but has no address of a kind that we have a socket for.
        NO_ADDRESS,
        /// The DNS could not tell.
        SERVER_FAILURE
    }

    /// The search with one more thing known.
    public ServerSearch answered(Question question, Answer answer) {
        Map<Question, Answer> more = new HashMap<>(known);
        more.put(question, answer);
        return new ServerSearch(sought, reachable, more);
    }

    /// What comes next.
    ///
    /// @param dice a random number from 0 to its argument minus 1, for the weights of RFC 2782;
    ///   only used by the step that names the targets
    public Step next(IntUnaryOperator dice) {
        Findings findings = new Findings(reachable, known, dice);
        new Procedure(sought, reachable, findings).follow();
        return findings.step();
    }

    /// Whether the transport can be had at all, for [Reason#NO_TRANSPORT].
    static boolean fits(Service service, Sought sought, Reachable reachable) {
        Transport transport = service.transport();
        return reachable.has(transport) && (service.secure() || !sought.secure());
    }
}

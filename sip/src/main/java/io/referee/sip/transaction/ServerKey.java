package io.referee.sip.transaction;

import io.referee.sip.header.Via;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.SharedText;

import java.util.Comparator;

/// What finds a server transaction (RFC 3261 §17.2.3): branch and sent-by, or, from RFC 2543 peers,
/// what stands for a branch. Comparable for the same reason as [ClientKey]: a peer chooses all of
/// it. *Immutable.*
record ServerKey(String branch, String sentBy, Method method) implements Comparable<ServerKey> {
    private static final Comparator<ServerKey> ORDER =
            Comparator.comparing(ServerKey::branch)
                    .thenComparing(ServerKey::sentBy)
                    .thenComparing(key -> key.method().name());

    /// Of the transaction of this request, or of the one of another method beside it.
    static ServerKey of(Request request, Method method) {
        Via via = request.via();
        Method keyed = method.equals(Method.ACK) ? Method.INVITE : method;
        String branch = via.branch();
        String sentBy = SharedText.of(via.sentBy());
        return new ServerKey(unique(branch) ? branch : standIn(request), sentBy, keyed);
    }

    /// Whether a branch is unique, as RFC 3261 makes them (§8.1.1.7).
    static boolean unique(String branch) {
        return branch.startsWith(Via.MAGIC_COOKIE);
    }

    /// All that is the same in the request, its retransmissions, its ACK and its CANCEL. The To tag
    /// is not: an ACK has that of the response ([ServerTransaction#acknowledgedBy]).
    private static String standIn(Request request) {
        return request.callId()
                + '|'
                + request.fromTag()
                + '|'
                + request.cseq().number()
                + '|'
                + request.uri().text()
                + '|'
                + request.via().text();
    }

    @Override
    public int compareTo(ServerKey other) {
        return ORDER.compare(this, other);
    }
}

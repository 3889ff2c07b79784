package io.referee.sip.proxy;

import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.function.Consumer;

/// What a proxy shall do with a new request. *Immutable.*
public sealed interface Verdict {

    /// Sends it to all of these at the same time (RFC 3261 §16.6). The first 2xx to an INVITE
    /// cancels the others; without one the best failure goes back. An empty list is answered 480.
    ///
    /// @param targets at most [Proxy#MAX_TARGETS]; what is beyond is left out
    record Forward(List<Target> targets) implements Verdict {
        /// Copies the list.
        public Forward {
            targets = List.copyOf(targets);
        }
    }

    /// Answers it.
    ///
    /// @param status 300 to 699, with its standard phrase
    record Refuse(int status) implements Verdict {}

    /// Handles it here, now or later: a REGISTER for a domain that the same program keeps.
    ///
    /// @param handler must answer the request some time
    record Here(Consumer<ServerTransaction> handler) implements Verdict {}

    /// To this one target.
    static Verdict forward(Target target) {
        return new Forward(List.of(target));
    }

    /// Answered with this status.
    static Verdict refuse(int status) {
        return new Refuse(status);
    }

    /// Answered by the owner of the proxy.
    static Verdict here(Consumer<ServerTransaction> handler) {
        return new Here(handler);
    }
}

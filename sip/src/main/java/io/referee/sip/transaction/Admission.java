package io.referee.sip.transaction;

import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;

/// Who is let in: asked for every request that belongs to no transaction yet and is neither ACK nor
/// CANCEL, before anything is made for it. So what it refuses costs one stateless answer (RFC 3261
/// §8.2.7), and what it drops costs nothing. *Engine thread only*; must neither wait nor throw.
@FunctionalInterface
public interface Admission {
    /// Lets everybody in and believes every address: right where only friends can send, and for
    /// phones.
    Admission EVERYBODY = (request, from) -> Standing.PROVEN;

    /// What becomes of the request.
    ///
    /// @param request as it came, its Via not yet stamped
    /// @param from where it came from, which a datagram's sender can forge
    Verdict consider(Request request, Hop from);

    /// Whether a request is heard that is not [considered][#consider]: an ACK, a CANCEL, or one
    /// that came before. What is not heard costs nothing more.
    default boolean hears(Request request, Hop from) {
        return true;
    }

    /// Whether the address of who sends a CANCEL, which is never refused, is believed.
    default Standing standing(Hop from) {
        return Standing.PROVEN;
    }

    /// A request was refused whose sender has not proven who he is. Phones are refused now and
    /// then; who looks for something to rob is refused all the time.
    default void refused(Request request, Hop from, int status) {}

    /// What becomes of a request.
    sealed interface Verdict permits Standing, Refused, Dropped {}

    /// It is let in; so far its sender's address is believed. It rises with
    /// [ServerTransaction#proven].
    enum Standing implements Verdict {
        /// Answers reach who asked.
        PROVEN,
        /// Anybody may have written that address, but nobody does. An INVITE that is refused at
        /// once is refused once, not until somebody acknowledges; and an answer that is larger than
        /// the request leaves out what is mere ornament.
        BELIEVED,
        /// The same, and an answer is never larger than the request: it leaves out all that it can,
        /// and if that does not help, it is not sent.
        DOUBTED
    }

    /// It is answered so, without a transaction (RFC 3261 §8.2.7): who sends it again gets the same
    /// answer.
    ///
    /// @param retryAfterSeconds for Retry-After (RFC 3261 §20.33); 0 for none
    /// @param standing of the sender, for the size of the answer
    record Refused(int status, int retryAfterSeconds, Standing standing) implements Verdict {
        /// Answered by a server that has too much to do (RFC 3261 §21.5.4).
        public static Refused busy(int retryAfterSeconds, Standing standing) {
            return new Refused(503, retryAfterSeconds, standing);
        }
    }

    /// It is not answered at all.
    record Dropped() implements Verdict {
        public static final Dropped DROPPED = new Dropped();
    }
}

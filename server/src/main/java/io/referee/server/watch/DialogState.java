package io.referee.server.watch;

import io.referee.server.event.LegFact;

import java.util.Locale;

/// How a dialog of a phone stands, seen from the phone (RFC 4235 §3.7.1). *Immutable.*
sealed interface DialogState {

    /// The text of the state element.
    String word();

    /// It is there, or on its way.
    enum Alive implements DialogState {
        /// The phone was sent an INVITE and has not said anything.
        TRYING,
        /// There was a provisional response without a tag.
        PROCEEDING,
        /// It rings.
        EARLY,
        /// It is answered.
        CONFIRMED;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// It is over.
    ///
    /// @param code SIP status of the response that ended it, or 0
    record Terminated(Cause cause, int code) implements DialogState {
        @Override
        public String word() {
            return "terminated";
        }
    }

    /// Why it is over (RFC 4235 §4.1.3).
    enum Cause {
        CANCELLED,
        REJECTED,
        REPLACED,
        LOCAL_BYE,
        REMOTE_BYE,
        ERROR,
        TIMEOUT;

        /// As in the attribute `event`.
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Somebody else has taken its place.
    static Terminated replaced() {
        return new Terminated(Cause.REPLACED, 0);
    }

    /// The end of a dialog that was answered. Ours is the other end to the phone.
    static Terminated ofAnswered(LegFact.Ended ended) {
        Cause cause =
                switch (ended.by()) {
                    case "peer" -> Cause.LOCAL_BYE;
                    case "timeout" -> ended.status() == 408 ? Cause.TIMEOUT : Cause.ERROR;
                    default -> Cause.REMOTE_BYE;
                };
        return new Terminated(cause, 0);
    }

    /// The end of a call of the phone's that nobody answered.
    static Terminated ofCaller(LegFact.Ended ended) {
        return switch (ended.by()) {
            case "peer" -> new Terminated(Cause.CANCELLED, 0);
            case "timeout" -> new Terminated(Cause.TIMEOUT, 0);
            default -> new Terminated(Cause.REJECTED, ended.status());
        };
    }

    /// The end of a call to the phone that it did not answer.
    static Terminated ofCalled(LegFact.Ended ended) {
        return switch (ended.status()) {
            case 487 -> new Terminated(Cause.CANCELLED, 0);
            case 408 -> new Terminated(Cause.TIMEOUT, 0);
            default -> new Terminated(Cause.REJECTED, ended.status());
        };
    }
}

package io.referee.server.event;

import java.util.Map;

/// What happens to a call as a whole.
public sealed interface CallFact extends Fact {

    /// A call began: an INVITE was admitted. `from` and `to` are URIs as text.
    record Created(String from, String to) implements CallFact {
        @Override
        public String type() {
            return "call.created";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("from", from, "to", to);
        }
    }

    /// It was placed by a phone that a REFER sent here: it belongs to this transfer of that chain.
    record Related(String transfer, String relatedTo) implements CallFact {
        @Override
        public String type() {
            return "call.related";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "relatedTo", relatedTo);
        }
    }

    /// The called party rings. `status` is the SIP status, 180 to 199.
    record Ringing(int status) implements CallFact {
        @Override
        public String type() {
            return "call.ringing";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("status", status);
        }
    }

    /// Somebody answered and the two legs are bridged.
    record Answered(String answeredBy) implements CallFact {
        @Override
        public String type() {
            return "call.answered";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("answeredBy", answeredBy);
        }
    }

    /// A party put the other on hold. `by` is the leg id of the one who holds, or `server`.
    record Held(String by) implements CallFact {
        @Override
        public String type() {
            return "call.held";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("by", by);
        }
    }

    /// Hold was released by `by`.
    record Resumed(String by) implements CallFact {
        @Override
        public String type() {
            return "call.resumed";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("by", by);
        }
    }

    /// The server holds or releases a party: one step of it on one leg. Two for each leg, one when
    /// the re-INVITE leaves, one when its outcome is known.
    ///
    /// @param sipCallId the Call-ID of the leg's dialog
    /// @param side `caller` or `callee`
    /// @param action `hold` or `unhold`
    /// @param state `start`, `ok` or `fail`
    record HoldStep(String sipCallId, String side, String action, String state)
            implements CallFact {
        @Override
        public String type() {
            return "call.hold";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("callId", sipCallId, "leg", side, "action", action, "state", state);
        }
    }

    /// A leg of another call came over: the two belong together from now on. What was said of
    /// either before stays as it was; nothing is renumbered.
    ///
    /// @param absorbed id of the call that the leg came from
    /// @param absorbedChain id of that call's chain
    /// @param leg id of the leg
    /// @param because a transfer id
    record Merged(String absorbed, String absorbedChain, String leg, String because)
            implements CallFact {
        @Override
        public String type() {
            return "call.merged";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "absorbed",
                    absorbed,
                    "absorbedChain",
                    absorbedChain,
                    "leg",
                    leg,
                    "because",
                    because);
        }
    }

    /// The call is over: no leg is left. `status` is the SIP status (200 for an answered call that
    /// was hung up).
    record Ended(int status, String reason) implements CallFact {
        @Override
        public String type() {
            return "call.ended";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("status", status, "reason", reason);
        }
    }
}

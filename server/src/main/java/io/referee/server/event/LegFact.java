package io.referee.server.event;

import java.util.Map;

/// What happens to one leg: one dialog between Referee and a party.
public sealed interface LegFact extends Fact {

    /// A leg began.
    ///
    /// @param direction `in` when the party called us, `out` when we called it
    /// @param sipCallId the Call-ID of the leg's dialog
    /// @param account the account whose phone it is, `name@domain`, or empty
    /// @param payer the account that pays for the leg, or empty
    /// @param createdBy `inbound`, `dial`, `transfer:<id>`, `redirect:<id>`, `replaces:<id>`, `api`
    /// @param price what it costs the payer, when that pays in advance: what a minute costs, the
    ///   answer, and the step in milliseconds; empty: the usual; events do not say it
    record Created(
            String direction,
            String sipCallId,
            String from,
            String to,
            String requestUri,
            String account,
            String payer,
            String createdBy,
            String price)
            implements LegFact {
        /// At the usual price.
        public Created(
                String direction,
                String sipCallId,
                String from,
                String to,
                String requestUri,
                String account,
                String payer,
                String createdBy) {
            this(direction, sipCallId, from, to, requestUri, account, payer, createdBy, "");
        }

        @Override
        public String type() {
            return "leg.created";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "direction",
                    direction,
                    "callId",
                    sipCallId,
                    "from",
                    from,
                    "to",
                    to,
                    "requestUri",
                    requestUri,
                    "account",
                    account,
                    "payer",
                    payer,
                    "createdBy",
                    createdBy);
        }
    }

    /// The party rings (or, for a leg in, we told it that the other side rings).
    record Ringing(int status) implements LegFact {
        @Override
        public String type() {
            return "leg.ringing";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("status", status);
        }
    }

    /// The dialog is confirmed; both tags are known.
    record Answered(String localTag, String remoteTag) implements LegFact {
        @Override
        public String type() {
            return "leg.answered";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("localTag", localTag, "remoteTag", remoteTag);
        }
    }

    /// What the party hears while nobody talks to it: it is alone or on hold.
    ///
    /// @param what `music`, `ringback`, `app` (an application has the call), or `nothing`
    record Hears(String what) implements LegFact {
        @Override
        public String type() {
            return "leg.hears";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("what", what);
        }
    }

    /// The leg is over.
    ///
    /// @param status SIP status; 200 when an answered leg was hung up with BYE
    /// @param by `peer`, `server` (we ended it), `timeout`, or `server-restart`
    /// @param cause words for people, such as `BYE`, `CANCEL`, `Busy Here`, `Blind transfer`
    record Ended(int status, String by, String cause) implements LegFact {
        @Override
        public String type() {
            return "leg.ended";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("status", status, "by", by, "cause", cause);
        }
    }
}

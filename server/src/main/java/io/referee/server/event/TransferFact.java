package io.referee.server.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What happens to a transfer. `transfer` is the transfer's id in each of them.
public sealed interface TransferFact extends Fact {

    String transfer();

    /// Somebody asked.
    ///
    /// @param door `refer`, `api`, `callmanager`; `recall`, `fallback` when it makes up for another
    ///   one that failed
    /// @param kind `blind`, `attended`, `refer`, `redirect` ...
    /// @param transferor leg id of the leg that leaves
    /// @param transferee leg id of the leg that stays, or empty when there is none
    /// @param account the account (or owner) that asked and pays
    /// @param other when two calls are joined: the one of the target
    /// @param until when the owner is asked: how long it waits for a word
    record Requested(
            String transfer,
            String door,
            String kind,
            String transferor,
            String transferee,
            String target,
            String account,
            String referredBy,
            Optional<OtherCall> other,
            Optional<Instant> until)
            implements TransferFact {
        /// The same, which joins this other call.
        public Requested joining(Optional<OtherCall> another) {
            return new Requested(
                    transfer,
                    door,
                    kind,
                    transferor,
                    transferee,
                    target,
                    account,
                    referredBy,
                    another,
                    until);
        }

        /// The same, which waits for a word of the owner until then.
        public Requested until(Optional<Instant> latest) {
            return new Requested(
                    transfer,
                    door,
                    kind,
                    transferor,
                    transferee,
                    target,
                    account,
                    referredBy,
                    other,
                    latest);
        }

        @Override
        public String type() {
            return "transfer.requested";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("transfer", transfer);
            data.put("door", door);
            data.put("kind", kind);
            data.put("transferor", transferor);
            data.put("transferee", transferee);
            data.put("target", target);
            data.put("account", account);
            data.put("referredBy", referredBy);
            other.ifPresent(
                    joined -> {
                        data.put("otherCall", joined.call());
                        data.put("otherLeg", joined.leaving());
                    });
            until.ifPresent(
                    latest -> {
                        data.put("asked", true);
                        data.put("until", latest.truncatedTo(ChronoUnit.MILLIS).toString());
                    });
            return data;
        }
    }

    /// A call that a transfer joins with the one of the transferee.
    ///
    /// @param leaving leg id of the leg that leaves it
    /// @param staying leg id of the one that stays, of the target
    record OtherCall(String call, String leaving, String staying) {}

    /// Policy said no. `setting` names what would have to be set to allow it, in words.
    record Blocked(String transfer, int status, String reason, String setting)
            implements TransferFact {
        @Override
        public String type() {
            return "transfer.blocked";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "transfer", transfer, "status", status, "reason", reason, "setting", setting);
        }
    }

    /// Admission said yes; dialling starts.
    record Accepted(String transfer) implements TransferFact {
        @Override
        public String type() {
            return "transfer.accepted";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer);
        }
    }

    /// The target rings.
    record Ringing(String transfer, int status) implements TransferFact {
        @Override
        public String type() {
            return "transfer.ringing";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "status", status);
        }
    }

    /// The target answered on leg `targetLeg`; joining starts.
    record Answered(String transfer, String targetLeg) implements TransferFact {
        @Override
        public String type() {
            return "transfer.answered";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "targetLeg", targetLeg);
        }
    }

    /// The transferee and the target are joined, or the transferee is parked in this slot.
    record Completed(String transfer, int status, String slot) implements TransferFact {
        /// It led to somebody.
        public Completed(String transfer, int status) {
            this(transfer, status, "");
        }

        @Override
        public String type() {
            return "transfer.completed";
        }

        @Override
        public Map<String, Object> data() {
            return slot.isEmpty()
                    ? Map.of("transfer", transfer, "status", status)
                    : Map.of("transfer", transfer, "status", status, "slot", slot);
        }
    }

    /// It failed. `stage` is `refer`, `decision`, `target`, `join`, `policy` or `admission`;
    /// `status` is what the asker was told.
    record Failed(String transfer, String stage, int status, String reason)
            implements TransferFact {
        @Override
        public String type() {
            return "transfer.failed";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "stage", stage, "status", status, "reason", reason);
        }
    }

    /// What became of the old call after a failure: `restored` (the two parties talk on), `recall`
    /// (the transferor was called back), `fallback` (the transferee talks to somebody else) or
    /// `dropped`.
    record Returned(String transfer, String recovery) implements TransferFact {
        @Override
        public String type() {
            return "transfer.returned";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "recovery", recovery);
        }
    }

    /// Nobody will ever tell what came of it. `status` is the last that was told, or 0.
    record Unknown(String transfer, int status, String reason) implements TransferFact {
        @Override
        public String type() {
            return "transfer.unknown";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "status", status, "reason", reason);
        }
    }

    /// It was given up on purpose: by the API, or because the transferee hung up.
    record Aborted(String transfer, int status, String reason) implements TransferFact {
        @Override
        public String type() {
            return "transfer.aborted";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("transfer", transfer, "status", status, "reason", reason);
        }
    }
}

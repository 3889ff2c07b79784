package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A leg in one row, for spreadsheets and billing. *Immutable.* Made from the records of its group
/// whenever it is asked for, never stored.
///
/// @param callId the call in which the leg began: `call` in JSON, and `callId` too, as it was
///   called before
/// @param dialedTo the request URI of the leg
/// @param answeredBy for a leg out its own party, for a leg in the first it talked with; empty:
///   nobody
/// @param billSeconds from answer to end, to the millisecond; 0 for a leg that is not billable
/// @param endStatus SIP status at the end, 0 while it lives
/// @param transferId the last transfer in which the leg had a part, or empty
/// @param transferRole `none`, `transferee`, `target` or `transferor`
/// @param transferOutcome of that transfer, lower case; empty when there is none
/// @param transferorAccount who asked for that transfer, or empty
/// @param originalTo whom the first call of the group was for
/// @param finalParty with whom the leg talked last, or empty
/// @param sipCallId the Call-ID header of the leg; no column of the database's view
/// @param ring when it rang first; no column
public record FlatRecord(
        String groupId,
        String legId,
        String callId,
        String owner,
        String direction,
        String payer,
        String from,
        String to,
        String dialedTo,
        String answeredBy,
        Instant start,
        @Nullable Instant answer,
        @Nullable Instant end,
        boolean billable,
        BigDecimal billSeconds,
        int endStatus,
        String endBy,
        String endCause,
        String transferId,
        String transferRole,
        String transferOutcome,
        String transferorAccount,
        String originalTo,
        String finalParty,
        String sipCallId,
        @Nullable Instant ring) {

    /// Names to strings, numbers and booleans, in the order of the columns; times as ISO 8601 text,
    /// absent ones as empty text.
    public Map<String, Object> data() {
        var row = new LinkedHashMap<String, Object>();
        row.put("groupId", groupId);
        row.put("legId", legId);
        row.put("call", callId);
        row.put("sipCallId", sipCallId);
        row.put("callId", callId);
        row.put("owner", owner);
        row.put("direction", direction);
        row.put("payer", payer);
        row.put("from", from);
        row.put("to", to);
        row.put("dialedTo", dialedTo);
        row.put("answeredBy", answeredBy);
        row.put("start", start.toString());
        row.put("answer", text(answer));
        row.put("end", text(end));
        row.put("billable", billable);
        row.put("billSeconds", billSeconds);
        row.put("endStatus", endStatus);
        row.put("endBy", endBy);
        row.put("endCause", endCause);
        row.put("transferId", transferId);
        row.put("transferRole", transferRole);
        row.put("transferOutcome", transferOutcome);
        row.put("transferorAccount", transferorAccount);
        row.put("originalTo", originalTo);
        row.put("finalParty", finalParty);
        return row;
    }

    static String text(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }
}

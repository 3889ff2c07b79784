package io.referee.server.api;

import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.RecordStore;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Call records as the older service lists them: one for each leg, the newest first. *Any thread;
/// reading blocks.*
record OlderCdrs(RecordStore records) implements OlderList {
    /// The newest records that an expression is tried on. Older ones are as if they did not fit.
    static final int LOOKED_AT_AT_MOST = 10_000;

    private static final int AT_ONCE = 1_000;

    private static final List<String> FIELDS =
            List.of(
                    "AccountCode",
                    "AnsweredReason",
                    "AnsweredStatus",
                    "AnsweredTime",
                    "Balance",
                    "BridgeId",
                    "CallDirection",
                    "CallId",
                    "Cost",
                    "Created",
                    "DialPlanContextID",
                    "Dst",
                    "DstHost",
                    "DstURI",
                    "Duration",
                    "FromHeader",
                    "FromName",
                    "FromUser",
                    "HungupReason",
                    "HungupTime",
                    "ID",
                    "InProgressReason",
                    "InProgressStatus",
                    "InProgressTime",
                    "IncrementSeconds",
                    "Inserted",
                    "LocalSocket",
                    "Rate",
                    "RemoteSocket",
                    "RingDuration",
                    "SetupCost");

    @Override
    public String element() {
        return "CDR";
    }

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    @Override
    public List<Map<String, @Nullable Object>> page(
            Caller caller, OlderWhere where, long offset, int count) {
        return where.all()
                ? records.flat(caller.owner(), offset, count, Instant.EPOCH).stream()
                        .map(OlderCdrs::row)
                        .toList()
                : chosen(caller, where).stream().skip(offset).limit(count).toList();
    }

    @Override
    public long count(Caller caller, OlderWhere where) {
        return where.all() ? records.legs(caller.owner()) : chosen(caller, where).size();
    }

    private List<Map<String, @Nullable Object>> chosen(Caller caller, OlderWhere where) {
        List<Map<String, @Nullable Object>> chosen = new ArrayList<>();
        for (int from = 0; from < LOOKED_AT_AT_MOST; from += AT_ONCE) {
            List<FlatRecord> some = records.flat(caller.owner(), from, AT_ONCE, Instant.EPOCH);
            some.stream().map(OlderCdrs::row).filter(where::chooses).forEach(chosen::add);
            if (some.size() < AT_ONCE) {
                break;
            }
        }
        return chosen;
    }

    private static Map<String, @Nullable Object> row(FlatRecord leg) {
        OlderRow row = new OlderRow(FIELDS);
        row.with("ID", OlderRow.id("CDR", leg.legId()));
        row.text("CallId", leg.sipCallId());
        row.with("CallDirection", leg.direction().equals("in") ? "In" : "Out");
        row.with("BridgeId", OlderRow.id("Bridge", leg.groupId()));
        row.time("Created", leg.start()).time("Inserted", leg.start());
        row.with("FromHeader", '<' + leg.from() + '>');
        row.with("DstURI", leg.dialedTo());
        SipUri.parse(leg.from()).ifPresent(from -> row.text("FromUser", from.plainUser()));
        SipUri.parse(leg.dialedTo())
                .ifPresent(to -> row.text("Dst", to.plainUser()).text("DstHost", to.host()));
        progress(leg, row);
        return row.done();
    }

    private static void progress(FlatRecord leg, OlderRow row) {
        row.time("InProgressTime", leg.ring());
        if (leg.ring() != null) {
            row.with("InProgressStatus", 180).with("InProgressReason", "Ringing");
        }
        Instant answer = leg.answer();
        Instant end = leg.end();
        if (answer != null) {
            row.time("AnsweredTime", answer).with("AnsweredStatus", 200);
            row.with("AnsweredReason", "OK");
            row.with("RingDuration", leg.ring() == null ? 0 : seconds(leg.ring(), answer));
            row.with("Duration", end == null ? null : seconds(answer, end));
            row.time("HungupTime", end).text("HungupReason", leg.endCause());
        } else if (end != null) {
            row.time("AnsweredTime", end).with("AnsweredStatus", leg.endStatus());
            row.text("AnsweredReason", leg.endCause()).with("Duration", 0);
        }
    }

    /// Whole seconds, rounded up, as in the older service: who talked at all talked for one.
    private static int seconds(Instant from, Instant to) {
        return BigDecimal.valueOf(Duration.between(from, to).toMillis(), 3)
                .setScale(0, RoundingMode.CEILING)
                .intValue();
    }
}

package io.referee.server.cdr;

import io.referee.server.event.AuditEntry;
import io.referee.server.event.AuditStore;
import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.TraceBook;
import io.referee.server.event.TransferFact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes histories of facts for tests: seconds from the first INVITE, group and call `G`, owner
/// `aaron`.
public final class Facts {
    public static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
    private final Consumer<Event> reader;
    private long seq;

    public Facts(Consumer<Event> reader) {
        this.reader = reader;
    }

    public static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    public Facts fact(double seconds, String leg, Fact fact) {
        return fact(seconds, "G", leg, fact);
    }

    public Facts fact(double seconds, String chain, String leg, Fact fact) {
        reader.accept(new Event(++seq, at(seconds), "aaron", chain, chain, leg, fact));
        return this;
    }

    public Facts call(String from, String to) {
        return fact(0, "", new CallFact.Created(from, to));
    }

    public Facts leg(double seconds, String leg, String direction, String payer, String createdBy) {
        return fact(seconds, leg, created(leg, direction, payer, createdBy));
    }

    public static LegFact.Created created(
            String leg, String direction, String payer, String createdBy) {
        return new LegFact.Created(
                direction,
                "cid-" + leg,
                "sip:alice@localhost",
                "sip:" + leg + "@localhost",
                "sip:" + leg + "@127.0.0.1:5080",
                leg + "@localhost",
                payer,
                createdBy);
    }

    public Facts rings(double seconds, String leg) {
        return fact(seconds, leg, new LegFact.Ringing(180));
    }

    public Facts answers(double seconds, String leg) {
        return fact(seconds, leg, new LegFact.Answered("ours", "theirs"));
    }

    public Facts ends(double seconds, String leg, int status, String cause) {
        return fact(seconds, leg, new LegFact.Ended(status, "peer", cause));
    }

    public Facts bridged(double seconds, String x, String y, String because) {
        return fact(seconds, "", new BridgeFact.Started(x, y, because));
    }

    public Facts parted(double seconds, String x, String y) {
        return fact(seconds, "", new BridgeFact.Ended(x, y));
    }

    public Facts held(double seconds, String x, String y, boolean held) {
        return fact(seconds, "", new BridgeFact.Direction(x, y, held));
    }

    public Facts asks(
            double seconds, String transfer, String transferor, String transferee, String target) {
        return fact(
                seconds,
                transferor,
                new TransferFact.Requested(
                        transfer,
                        "refer",
                        "blind",
                        transferor,
                        transferee,
                        target,
                        "a1@localhost",
                        "",
                        Optional.empty(),
                        Optional.empty()));
    }

    /// A store in memory: the latest version of each record.
    public static final class Book implements RecordStore, AuditStore {
        public final Map<String, Cdr> records = new LinkedHashMap<>();

        /// The audit, in order.
        public final List<AuditEntry> audit = new ArrayList<>();

        /// What is known for ladders; nothing of before a restart but what is told again.
        public TraceBook traces = new TraceBook();

        @Override
        public void save(List<Cdr> batch) {
            for (Cdr cdr : batch) {
                records.put(cdr.getClass().getSimpleName() + " " + cdr.key(), cdr);
            }
        }

        @Override
        public void save(AuditEntry entry) {
            audit.add(entry);
        }

        @Override
        public List<AuditEntry> newest(String owner, long offset, int count, Instant since) {
            return audit.reversed();
        }

        public LegRecord leg(String id) {
            return (LegRecord) records.get("LegRecord " + id);
        }

        public TransferRecord transfer(String id) {
            return (TransferRecord) records.get("TransferRecord " + id);
        }

        public CallRecord call(String id) {
            return (CallRecord) records.get("CallRecord " + id);
        }

        public List<SegmentRecord> segments() {
            return records.values().stream()
                    .filter(SegmentRecord.class::isInstance)
                    .map(SegmentRecord.class::cast)
                    .toList();
        }

        @Override
        public List<FlatRecord> flat(String owner, long offset, int count, Instant since) {
            return chain("G").map(Chain::flat).orElse(List.of());
        }

        @Override
        public long legs(String owner) {
            return flat(owner, 0, Integer.MAX_VALUE, Instant.EPOCH).size();
        }

        @Override
        public Optional<Chain> chain(String groupId) {
            List<GroupLink> links =
                    records.values().stream()
                            .filter(GroupLink.class::isInstance)
                            .map(GroupLink.class::cast)
                            .toList();
            var merged = GroupLink.merged(groupId, links);
            return Chain.of(
                    records.values().stream()
                            .filter(
                                    c ->
                                            c instanceof GroupLink link
                                                    ? merged.stream().anyMatch(link::of)
                                                    : merged.contains(c.groupId()))
                            .toList());
        }

        @Override
        public List<Cdr> open() {
            return new ArrayList<>(records.values());
        }

        @Override
        public Instant lastSeen() {
            return Instant.EPOCH;
        }
    }
}

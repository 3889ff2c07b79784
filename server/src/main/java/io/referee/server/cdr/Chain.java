package io.referee.server.cdr;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All records of one group, each list in the order of time: a transferred call as one chain.
/// *Immutable.*
public record Chain(
        CallRecord call,
        List<LegRecord> legs,
        List<SegmentRecord> segments,
        List<TransferRecord> transfers) {

    /// Makes a chain from the records of one group; empty when its call record is not among them.
    public static Optional<Chain> of(Collection<Cdr> records) {
        List<CallRecord> calls = only(records, CallRecord.class);
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Chain(
                                calls.getFirst(),
                                only(records, LegRecord.class).stream()
                                        .sorted(
                                                Comparator.comparing(LegRecord::inviteAt)
                                                        .thenComparing(LegRecord::direction)
                                                        .thenComparing(LegRecord::legId))
                                        .toList(),
                                only(records, SegmentRecord.class).stream()
                                        .sorted(
                                                Comparator.comparing(SegmentRecord::startAt)
                                                        .thenComparing(SegmentRecord::segmentId))
                                        .toList(),
                                only(records, TransferRecord.class).stream()
                                        .sorted(
                                                Comparator.comparing(TransferRecord::requestedAt)
                                                        .thenComparing(TransferRecord::transferId))
                                        .toList()));
    }

    private static <T extends Cdr> List<T> only(Collection<Cdr> records, Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The user whose chain it is.
    public String owner() {
        return call.owner();
    }

    /// The leg with this id.
    public Optional<LegRecord> leg(String legId) {
        return legs.stream().filter(leg -> leg.legId().equals(legId)).findFirst();
    }

    /// The stretches of that leg's life.
    public List<SegmentRecord> segmentsOf(String legId) {
        return segments.stream().filter(segment -> segment.of(legId)).toList();
    }

    /// One row per leg.
    public List<FlatRecord> flat() {
        return legs.stream().map(this::flat).toList();
    }

    /// The leg as a flat row.
    public FlatRecord flat(LegRecord leg) {
        TransferPart part = part(leg);
        return new FlatRecord(
                leg.groupId(),
                leg.legId(),
                leg.callId(),
                leg.owner(),
                leg.direction(),
                leg.payer(),
                leg.from(),
                leg.to(),
                leg.requestUri(),
                answeredBy(leg),
                leg.inviteAt(),
                leg.answerAt(),
                leg.endAt(),
                leg.billable(),
                leg.billable() ? seconds(leg.talked()) : BigDecimal.ZERO.setScale(3),
                leg.endStatus(),
                leg.endBy(),
                leg.endCause(),
                part.id(),
                part.role(),
                part.outcome(),
                part.account(),
                call.to(),
                finalParty(leg));
    }

    /// The tree as names to strings, numbers, booleans, lists and maps; absent times are empty
    /// text.
    public Map<String, Object> data() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("groupId", call.groupId());
        tree.put("owner", call.owner());
        tree.put("from", call.from());
        tree.put("to", call.to());
        tree.put("start", call.startAt().toString());
        tree.put("end", FlatRecord.text(call.endAt()));
        tree.put("legs", legs.stream().map(this::data).toList());
        tree.put("segments", segments.stream().map(Chain::data).toList());
        tree.put("transfers", transfers.stream().map(Chain::data).toList());
        return tree;
    }

    private Map<String, Object> data(LegRecord leg) {
        Map<String, Object> row = flat(leg).data();
        row.put("sipCallId", leg.sipCallId());
        row.put("localTag", leg.localTag());
        row.put("remoteTag", leg.remoteTag());
        row.put("account", leg.account());
        row.put("createdBy", leg.createdBy());
        row.put("ring", FlatRecord.text(leg.ringAt()));
        return row;
    }

    private static Map<String, Object> data(SegmentRecord segment) {
        var row = new LinkedHashMap<String, Object>();
        row.put("segmentId", segment.segmentId());
        row.put("legX", segment.legX());
        row.put("legY", segment.legY());
        row.put("kind", lower(segment.kind()));
        row.put("because", segment.because());
        row.put("start", segment.startAt().toString());
        row.put("end", FlatRecord.text(segment.endAt()));
        return row;
    }

    private static Map<String, Object> data(TransferRecord transfer) {
        var row = new LinkedHashMap<String, Object>();
        row.put("transferId", transfer.transferId());
        row.put("door", transfer.door());
        row.put("kind", transfer.kind());
        row.put("transferorLeg", transfer.transferorLeg());
        row.put("transfereeLeg", transfer.transfereeLeg());
        row.put("target", transfer.target());
        row.put("targetLeg", transfer.targetLeg());
        row.put("account", transfer.account());
        row.put("referredBy", transfer.referredBy());
        row.put("depth", transfer.depth());
        row.put("parentId", transfer.parentId());
        row.put("requested", transfer.requestedAt().toString());
        row.put("accepted", FlatRecord.text(transfer.acceptedAt()));
        row.put("answered", FlatRecord.text(transfer.answeredAt()));
        row.put("joined", FlatRecord.text(transfer.joinedAt()));
        row.put("finished", FlatRecord.text(transfer.finishedAt()));
        row.put("outcome", lower(transfer.outcome()));
        row.put("sipCode", transfer.status());
        row.put("stage", transfer.stage());
        row.put("reason", transfer.reason());
        row.put("policy", transfer.policy());
        row.put("recovery", transfer.recovery());
        return row;
    }

    private record TransferPart(String id, String role, String outcome, String account) {
        static final TransferPart NONE = new TransferPart("", "none", "", "");

        static TransferPart of(TransferRecord transfer, String role) {
            return new TransferPart(
                    transfer.transferId(), role, lower(transfer.outcome()), transfer.account());
        }
    }

    private TransferPart part(LegRecord leg) {
        TransferPart part = TransferPart.NONE;
        for (TransferRecord transfer : transfers) {
            if (leg.createdBy().equals("transfer:" + transfer.transferId())
                    || transfer.targetLeg().equals(leg.legId())) {
                part = TransferPart.of(transfer, "target");
            } else if (transfer.transferorLeg().equals(leg.legId())) {
                part = TransferPart.of(transfer, "transferor");
            } else if (transfer.transfereeLeg().equals(leg.legId())) {
                part = TransferPart.of(transfer, "transferee");
            }
        }
        return part;
    }

    private String answeredBy(LegRecord leg) {
        if (leg.answerAt() == null) {
            return "";
        }
        return leg.direction().equals("out") ? leg.party() : partners(leg).findFirst().orElse("");
    }

    private String finalParty(LegRecord leg) {
        return partners(leg).reduce((_, later) -> later).orElse("");
    }

    private java.util.stream.Stream<String> partners(LegRecord leg) {
        var parties = new ArrayList<String>();
        for (SegmentRecord segment : segmentsOf(leg.legId())) {
            leg(segment.otherThan(leg.legId())).map(LegRecord::party).ifPresent(parties::add);
        }
        return parties.stream();
    }

    static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }

    static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /// How long after the start of the chain that was.
    Duration after(Instant at) {
        return Duration.between(call.startAt(), at);
    }
}

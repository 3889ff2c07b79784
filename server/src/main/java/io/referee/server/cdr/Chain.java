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
        List<TransferRecord> transfers,
        List<GroupLink> links) {

    /// Makes a chain from the records of one group and those merged with it; empty when no call
    /// record is among them.
    public static Optional<Chain> of(Collection<Cdr> records) {
        List<GroupLink> links =
                only(records, GroupLink.class).stream()
                        .distinct()
                        .sorted(Comparator.comparing(GroupLink::at).thenComparing(GroupLink::key))
                        .toList();
        return surviving(only(records, CallRecord.class), links)
                .map(
                        call ->
                                new Chain(
                                        call,
                                        only(records, LegRecord.class).stream()
                                                .sorted(
                                                        Comparator.comparing(LegRecord::inviteAt)
                                                                .thenComparing(LegRecord::direction)
                                                                .thenComparing(LegRecord::legId))
                                                .toList(),
                                        only(records, SegmentRecord.class).stream()
                                                .sorted(
                                                        Comparator.comparing(SegmentRecord::startAt)
                                                                .thenComparing(
                                                                        SegmentRecord::segmentId))
                                                .toList(),
                                        only(records, TransferRecord.class).stream()
                                                .sorted(
                                                        Comparator.comparing(
                                                                        TransferRecord::requestedAt)
                                                                .thenComparing(
                                                                        TransferRecord::transferId))
                                                .toList(),
                                        links));
    }

    /// The group that no other has absorbed; of several the first.
    private static Optional<CallRecord> surviving(List<CallRecord> calls, List<GroupLink> links) {
        Comparator<CallRecord> absorbedLast =
                Comparator.comparing(
                        call ->
                                links.stream()
                                        .anyMatch(
                                                link ->
                                                        link.kind() == GroupLink.Kind.MERGED
                                                                && link.groupId()
                                                                        .equals(call.groupId())));
        return calls.stream()
                .min(
                        absorbedLast
                                .thenComparing(CallRecord::startAt)
                                .thenComparing(CallRecord::groupId));
    }

    private static <T extends Cdr> List<T> only(Collection<Cdr> records, Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The tree as names to strings, numbers, booleans, lists and maps; absent times are empty
    /// text.
    public Map<String, Object> data() {
        return new ChainTree(this).data();
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
                finalParty(leg),
                leg.sipCallId(),
                leg.ringAt());
    }

    /// The seconds of all ended legs that somebody pays for, by who pays, in the order of the legs.
    /// Each leg counts once, however many transfers it went through.
    public Map<String, BigDecimal> totals() {
        Map<String, BigDecimal> totals = new LinkedHashMap<>();
        for (LegRecord leg : legs) {
            if (leg.billable()) {
                totals.merge(leg.payer(), seconds(leg.talked()), BigDecimal::add);
            }
        }
        return totals;
    }

    /// How long the transferee of a completed transfer was with neither: from the end of what
    /// connected it to the transferor to the beginning of what connected it to the target. Empty
    /// when the two were never joined.
    public Optional<Duration> audioGap(TransferRecord transfer) {
        String stays = transfer.transfereeLeg();
        Optional<SegmentRecord> joined =
                segmentsOf(stays).stream()
                        .filter(s -> s.because().equals(transfer.transferId()))
                        .findFirst();
        return joined.flatMap(
                next ->
                        segmentsOf(stays).stream()
                                .filter(s -> s.otherThan(stays).equals(transfer.transferorLeg()))
                                .filter(s -> s.endAt() != null)
                                .filter(s -> !s.startAt().isAfter(next.startAt()))
                                .reduce((_, last) -> last)
                                .map(SegmentRecord::endAt)
                                .map(end -> Duration.between(end, next.startAt())));
    }

    /// The transferor's leg of the consultation: the one that the target talked with before the two
    /// were joined; empty without one.
    public String consultLeg(TransferRecord transfer) {
        String target = transfer.targetLeg();
        return segmentsOf(target).stream()
                .takeWhile(s -> !s.because().equals(transfer.transferId()))
                .map(s -> s.otherThan(target))
                .filter(leg -> !leg.isEmpty())
                .reduce((_, last) -> last)
                .orElse("");
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
            if (leg.madeBy().equals(transfer.transferId())
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

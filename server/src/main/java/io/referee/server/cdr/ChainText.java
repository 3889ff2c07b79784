package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Draws a chain as a tree of text, for terminals: legs with their segments, transfers with the
/// legs that they made. Times are seconds since the first INVITE.
public final class ChainText {
    private final Chain chain;
    private final StringBuilder out = new StringBuilder();

    private ChainText(Chain chain) {
        this.chain = chain;
    }

    /// The drawing: lines that end with a line feed.
    public static String of(Chain chain) {
        return new ChainText(chain).draw();
    }

    private String draw() {
        CallRecord call = chain.call();
        out.append(call.from())
                .append(" called ")
                .append(call.to())
                .append(" at ")
                .append(call.startAt());
        out.append(
                call.endAt() == null
                        ? ", still going on"
                        : ", over after " + seconds(call.endAt()) + " s");
        out.append('\n');
        List<LegRecord> first = chain.legs().stream().filter(leg -> !made(leg)).toList();
        List<TransferRecord> transfers = chain.transfers();
        for (int i = 0; i < first.size(); i++) {
            leg(
                    first.get(i),
                    "",
                    i == first.size() - 1 && transfers.isEmpty() ? Branch.LAST : Branch.MORE);
        }
        for (int i = 0; i < transfers.size(); i++) {
            transfer(transfers.get(i), i == transfers.size() - 1 ? Branch.LAST : Branch.MORE);
        }
        links();
        totals();
        return out.toString();
    }

    private boolean made(LegRecord leg) {
        return chain.transfers().stream().anyMatch(t -> leg.madeBy().equals(t.transferId()));
    }

    private void links() {
        for (GroupLink link : chain.links()) {
            String because = link.because().isEmpty() ? "" : " by transfer " + link.because();
            out.append(
                            link.kind() == GroupLink.Kind.MERGED
                                    ? "group " + link.groupId() + " -> " + link.otherId()
                                    : "group " + link.groupId() + " related to " + link.otherId())
                    .append(because)
                    .append(" at ")
                    .append(seconds(link.at()))
                    .append('\n');
        }
    }

    private void totals() {
        chain.totals()
                .forEach(
                        (payer, time) ->
                                out.append(payer)
                                        .append(" pays ")
                                        .append(time.toPlainString())
                                        .append(" s\n"));
    }

    private enum Branch {
        MORE("├─ ", "│  "),
        LAST("└─ ", "   ");

        final String here;
        final String below;

        Branch(String here, String below) {
            this.here = here;
            this.below = below;
        }
    }

    private void leg(LegRecord leg, String indent, Branch branch) {
        out.append(indent)
                .append(branch.here)
                .append(leg.direction().equals("in") ? "from " : "to ");
        out.append(leg.party()).append(" (").append(leg.legId()).append("): ");
        if (leg.answerAt() == null) {
            out.append(leg.endAt() == null ? "not answered yet" : "not answered");
        } else {
            out.append("answered ").append(seconds(leg.answerAt())).append(", ");
            out.append(leg.endAt() == null ? "still there" : "ended " + seconds(leg.endAt()));
        }
        if (leg.endAt() != null) {
            out.append(", ")
                    .append(leg.endStatus())
                    .append(' ')
                    .append(leg.endCause())
                    .append(" by ");
            out.append(leg.endBy());
        }
        out.append(
                leg.billable()
                        ? ", " + Chain.seconds(leg.talked()) + " s paid by " + leg.payer()
                        : "");
        out.append('\n');
        for (SegmentRecord segment : chain.segmentsOf(leg.legId())) {
            out.append(indent).append(branch.below).append("   ");
            segment(leg, segment);
        }
    }

    private void segment(LegRecord leg, SegmentRecord segment) {
        out.append(seconds(segment.startAt()))
                .append(" – ")
                .append(seconds(segment.endAt()))
                .append("  ");
        String other =
                chain.leg(segment.otherThan(leg.legId())).map(LegRecord::party).orElse("nobody");
        out.append(
                switch (segment.kind()) {
                    case TALK -> "talk with " + other;
                    case HOLD -> "on hold with " + other;
                    case MOH -> "music" + (segment.legY().isEmpty() ? "" : ", held by " + other);
                    case RINGBACK -> "ringing";
                    case APP -> "an application";
                    case NONE -> "alone";
                });
        out.append(segment.because().isEmpty() ? "" : " (" + segment.because() + ")").append('\n');
    }

    private void transfer(TransferRecord transfer, Branch branch) {
        out.append(branch.here).append("transfer ").append(transfer.transferId()).append(": ");
        out.append(transfer.kind()).append(" to ").append(transfer.target()).append(", asked ");
        out.append(seconds(transfer.requestedAt()))
                .append(" by ")
                .append(transfer.account())
                .append(" over ");
        out.append(transfer.door()).append(": ").append(Chain.lower(transfer.outcome()));
        out.append(transfer.status() == 0 ? "" : " " + transfer.status());
        out.append(transfer.stage().isEmpty() ? "" : " at " + transfer.stage());
        out.append(transfer.reason().isEmpty() ? "" : " (" + transfer.reason() + ")");
        out.append(transfer.joinedAt() == null ? "" : ", joined " + seconds(transfer.joinedAt()));
        out.append(
                chain.audioGap(transfer)
                        .map(gap -> ", audio gap " + Chain.seconds(gap).toPlainString() + " s")
                        .orElse(""));
        out.append(recovery(transfer.recovery())).append('\n');
        List<LegRecord> made =
                chain.legs().stream()
                        .filter(leg -> leg.madeBy().equals(transfer.transferId()))
                        .toList();
        for (int i = 0; i < made.size(); i++) {
            leg(made.get(i), branch.below, i == made.size() - 1 ? Branch.LAST : Branch.MORE);
        }
    }

    private static String recovery(String how) {
        return switch (how) {
            case "" -> "";
            case "recall" -> ", transferor called back";
            case "fallback" -> ", another destination found";
            case String other -> ", old call " + other;
        };
    }

    private String seconds(@Nullable Instant at) {
        return at == null ? "now" : Chain.seconds(chain.after(at)).toPlainString();
    }
}

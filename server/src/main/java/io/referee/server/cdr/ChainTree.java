package io.referee.server.cdr;

import static io.referee.server.cdr.Chain.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A chain as names to strings, numbers, booleans, lists and maps, for JSON. Absent times are empty
/// text.
record ChainTree(Chain chain) {

    Map<String, Object> data() {
        CallRecord call = chain.call();
        var tree = new LinkedHashMap<String, Object>();
        tree.put("groupId", call.groupId());
        tree.put("owner", call.owner());
        tree.put("from", call.from());
        tree.put("to", call.to());
        tree.put("start", call.startAt().toString());
        tree.put("end", FlatRecord.text(call.endAt()));
        tree.put("legs", chain.legs().stream().map(this::data).toList());
        tree.put("segments", chain.segments().stream().map(ChainTree::data).toList());
        tree.put("transfers", chain.transfers().stream().map(this::data).toList());
        tree.put("merges", links(link -> link.kind() == GroupLink.Kind.MERGED));
        tree.put("related", links(link -> link.kind() == GroupLink.Kind.RELATED));
        tree.put("totals", totals());
        return tree;
    }

    private List<Map<String, Object>> totals() {
        List<Map<String, Object>> totals = new ArrayList<>();
        chain.totals().forEach((who, time) -> totals.add(Map.of("payer", who, "seconds", time)));
        return totals;
    }

    private List<Map<String, Object>> links(Predicate<GroupLink> which) {
        return chain.links().stream().filter(which).map(ChainTree::data).toList();
    }

    private static Map<String, Object> data(GroupLink link) {
        boolean merged = link.kind() == GroupLink.Kind.MERGED;
        var row = new LinkedHashMap<String, Object>();
        row.put(merged ? "absorbed" : "group", link.groupId());
        row.put(merged ? "surviving" : "relatedTo", link.otherId());
        row.put("because", link.because());
        row.put("at", link.at().toString());
        return row;
    }

    private Map<String, Object> data(LegRecord leg) {
        Map<String, Object> row = chain.flat(leg).data();
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

    private Map<String, Object> data(TransferRecord transfer) {
        var row = new LinkedHashMap<String, Object>();
        row.put("transferId", transfer.transferId());
        row.put("door", transfer.door());
        row.put("kind", transfer.kind());
        row.put("transferorLeg", transfer.transferorLeg());
        row.put("transfereeLeg", transfer.transfereeLeg());
        row.put("target", transfer.target());
        row.put("targetLeg", transfer.targetLeg());
        row.put("consultLeg", chain.consultLeg(transfer));
        row.put("account", transfer.account());
        row.put("referredBy", transfer.referredBy());
        row.put("depth", transfer.depth());
        row.put("parentId", transfer.parentId());
        row.put("requested", transfer.requestedAt().toString());
        row.put("accepted", FlatRecord.text(transfer.acceptedAt()));
        row.put("answered", FlatRecord.text(transfer.answeredAt()));
        row.put("joined", FlatRecord.text(transfer.joinedAt()));
        row.put("finished", FlatRecord.text(transfer.finishedAt()));
        row.put("audioGap", chain.audioGap(transfer).<Object>map(Chain::seconds).orElse(""));
        row.put("outcome", lower(transfer.outcome()));
        row.put("sipCode", transfer.status());
        row.put("stage", transfer.stage());
        row.put("reason", transfer.reason());
        row.put("policy", transfer.policy());
        row.put("recovery", transfer.recovery());
        return row;
    }
}

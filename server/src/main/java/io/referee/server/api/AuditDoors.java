package io.referee.server.api;

import io.referee.server.event.AuditEntry;
import io.referee.server.event.AuditStore;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who wanted what was not allowed, and who was kept out: each owner sees what was about its own
/// accounts and calls, the administrator everything.
final class AuditDoors {
    private final AuditStore audit;

    AuditDoors(ApiServices services) {
        this.audit = services.audit();
    }

    List<Door> doors() {
        return List.of(Door.get("/api/v1/audit", this::list).taking("offset", "count", "since"));
    }

    private Reply list(Asked asked) {
        long offset = asked.number("offset", 0, Long.MAX_VALUE);
        int count = (int) asked.number("count", RecordDoors.CDRS, RecordDoors.CDRS_AT_MOST);
        Instant since = asked.time("since", Instant.EPOCH);
        List<AuditEntry> found = audit.newest(asked.caller().owner(), offset, count, since);
        return Reply.json(Map.of("audit", found.stream().map(AuditDoors::json).toList()));
    }

    private static Map<String, Object> json(AuditEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", Times.text(entry.at()));
        json.put("type", entry.type());
        json.put("owner", entry.owner());
        json.put("chain", entry.chain());
        json.put("source", entry.source());
        json.put("account", entry.account());
        json.put("reason", entry.reason());
        json.put("count", entry.count());
        return json;
    }
}

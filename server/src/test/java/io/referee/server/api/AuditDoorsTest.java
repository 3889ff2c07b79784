package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.AuditEntry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;

class AuditDoorsTest {
    private static LiveApi live;
    private static Client aaron;
    private static Client admin;

    @BeforeAll
    static void open() {
        live = new LiveApi();
        aaron = new Client(live).key(LiveApi.AARON);
        admin = new Client(live).key(LiveApi.ADMIN);
        live.audit.save(entry(1, "aaron"));
        live.audit.save(entry(2, "berta"));
        live.audit.save(entry(3, ""));
    }

    @AfterAll
    static void close() {
        live.close();
    }

    private static AuditEntry entry(long seq, String owner) {
        return new AuditEntry(
                seq,
                Instant.parse("2026-11-21T04:00:00Z").plusSeconds(seq),
                owner,
                "transfer.blocked",
                "g" + seq,
                "",
                "alice@localhost",
                "603 Not allowed",
                1);
    }

    @Test
    void anOwnerSeesItsOwnAndTheAdministratorAll() {
        assertThat(aaron.get("/api/v1/audit").body())
                .contains("\"g1\"", "603 Not allowed", "2026-11-21T04:00:01")
                .doesNotContain("\"g2\"", "\"g3\"");
        assertThat(admin.get("/api/v1/audit").body()).contains("\"g1\"", "\"g2\"", "\"g3\"");
        assertThat(admin.get("/api/v1/audit?owner=berta").body())
                .contains("\"g2\"")
                .doesNotContain("\"g1\"", "\"g3\"");
    }

    @Test
    void pagesAndTimesAreTaken() {
        assertThat(admin.get("/api/v1/audit?count=1&offset=1").body())
                .contains("\"g2\"")
                .doesNotContain("\"g1\"", "\"g3\"");
        assertThat(admin.get("/api/v1/audit?since=2026-11-21T04:00:03Z").body())
                .contains("\"g3\"")
                .doesNotContain("\"g1\"", "\"g2\"");
        assertThat(admin.get("/api/v1/audit?count=x").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/audit?until=x").status()).isEqualTo(400);
    }
}

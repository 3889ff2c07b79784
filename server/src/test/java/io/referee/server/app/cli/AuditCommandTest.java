package io.referee.server.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditCommandTest extends ConsoleFixture {
    private int audit(String... more) {
        String[] words = {"audit", "--server", server.url(), "--key", "k"};
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return run(all);
    }

    @Test
    void rowsAreATable() {
        server.says(
                200,
                """
                {"audit": [{"at": "2026-11-21T04:00:00Z", "type": "security.refused", "owner": "aaron",
                "chain": "", "source": "192.0.2.1", "account": "alice@localhost",
                "reason": "REFER outside of a call: 403", "count": 3}]}
                """);

        assertThat(audit("--count", "7", "--offset", "2")).isZero();

        assertThat(out().lines()).hasSize(2);
        assertThat(out().lines().skip(1).findFirst().orElseThrow())
                .contains("security.refused", "192.0.2.1", "REFER outside of a call: 403", "3");
        assertThat(server.asked().getFirst().path()).startsWith("/api/v1/audit");
    }

    @Test
    void nothingIsASentence() {
        server.says(200, "{\"audit\": []}");

        assertThat(audit()).isZero();
        assertThat(out()).isEqualTo("Nothing was refused.\n");
    }
}

package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class OlderSessionsTest {
    private static final Owner AARON = new Owner("aaron", "hash-a", List.of());
    private static final Owner BERTA = new Owner("berta", "hash-b", List.of());

    private Instant now = Instant.parse("2026-11-21T04:00:00Z");
    private DirectorySnapshot directory =
            DirectorySnapshot.of(List.of("localhost"), List.of(AARON, BERTA), List.of(), List.of());
    private final OlderSessions sessions = new OlderSessions(() -> now, () -> directory);

    private void after(Duration time) {
        now = now.plus(time);
    }

    @Test
    void oneLastsAnHour() {
        String id = sessions.begin(AARON);

        after(Duration.ofMinutes(60).minusMillis(1));
        assertThat(id).matches("[0-9a-f]{96}");
        assertThat(sessions.owner(id)).contains("aaron");
        after(Duration.ofMillis(1));
        assertThat(sessions.owner(id)).isEmpty();
        assertThat(sessions.extend(id, Duration.ofMinutes(1))).isFalse();
    }

    @Test
    void extendedOnesLastTenHoursAtMost() {
        String id = sessions.begin(AARON);

        assertThat(sessions.extend(id, Duration.ofMinutes(60))).isTrue();
        after(Duration.ofMinutes(119));
        assertThat(sessions.owner(id)).contains("aaron");
        assertThat(sessions.extend(id, Duration.ofMinutes(600))).isTrue();
        after(Duration.ofMinutes(480));
        assertThat(sessions.owner(id)).contains("aaron");
        after(Duration.ofMinutes(1));
        assertThat(sessions.owner(id)).isEmpty();
    }

    @Test
    void oneEndsWhenItsOwnerSaysSoOrIsGone() {
        String first = sessions.begin(AARON);
        String second = sessions.begin(AARON);

        sessions.end(first);
        assertThat(sessions.owner(first)).isEmpty();
        assertThat(sessions.owner(second)).contains("aaron");
        directory = DirectorySnapshot.of(List.of("localhost"), List.of(), List.of(), List.of());
        assertThat(sessions.owner(second)).isEmpty();
    }

    @Test
    void anOwnerCrowdsNobodyElseOut() {
        String hers = sessions.begin(BERTA);
        List<String> his = new ArrayList<>();
        for (int i = 0; i <= OlderSessions.OF_AN_OWNER_AT_MOST; i++) {
            his.add(sessions.begin(AARON));
        }

        assertThat(sessions.owner(hers)).contains("berta");
        assertThat(sessions.owner(his.getFirst())).isEmpty();
        assertThat(sessions.owner(his.get(1))).contains("aaron");
    }

    @Test
    void theOldestOfAllMakesRoom() {
        String first = sessions.begin(AARON);
        for (int i = 0; i < OlderSessions.SESSIONS_AT_MOST; i++) {
            sessions.begin(new Owner("user" + i, "", List.of()));
        }

        assertThat(sessions.owner(first)).isEmpty();
    }
}

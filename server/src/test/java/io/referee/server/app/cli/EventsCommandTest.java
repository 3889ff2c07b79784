package io.referee.server.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventsCommandTest extends ConsoleFixture {
    @Test
    void eventsResumeBehindTheLastOneSeen() {
        server.says(200, event(5, "call.created", "\"from\":\"sip:a@b\"") + ": alive\n\n")
                .says(503, "")
                .says(
                        200,
                        event(6, "sip.message", "\"text\":\"x\"") + event(7, "call.answered", ""));

        assertThat(run("events", "--since", "4", "--type", "call.", "--count", "2", "--retry", "0"))
                .isZero();

        assertThat(out())
                .isEqualTo(
                        """
                        2026-11-21T04:00:00.123Z 5 call.created call=c1 from=sip:a@b
                        2026-11-21T04:00:00.123Z 7 call.answered call=c1
                        """);
        assertThat(server.asked())
                .extracting(FakeServer.Asked::path)
                .containsExactly(
                        "/api/v1/events?since=4",
                        "/api/v1/events?since=5",
                        "/api/v1/events?since=5");
    }

    @Test
    void eventsAsJsonAreWhatTheServerSent() {
        server.says(200, event(5, "call.created", ""));
        assertThat(run("events", "--json", "--count", "1")).isZero();
        assertThat(out()).startsWith("{\"seq\":5,").endsWith("}\n");
        assertThat(server.asked().getFirst().path()).isEqualTo("/api/v1/events");
    }

    @Test
    void eventsRefusedAreNotAskedForAgain() {
        server.says(
                410,
                "{\"error\": {\"code\": \"gone\", \"message\": \"Event 4 is no longer kept.\"}}");
        assertThat(run("events", "--since", "4")).isEqualTo(1);
        assertThat(err()).isEqualTo("Event 4 is no longer kept.\n");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void eventsGiveUpAfterSixtyFailures() {
        server.says(200, event(5, "call.created", ""));
        for (int i = 0; i < EventsCommand.MAX_FAILURES; i++) {
            server.says(503, "");
        }
        assertThat(run("events", "--retry", "0")).isEqualTo(2);
        assertThat(err()).isEqualTo("No server answers at " + server.url() + ".\n");
        assertThat(server.asked()).hasSize(1 + EventsCommand.MAX_FAILURES);
    }

    private static String event(int seq, String type, String data) {
        return "id: "
                + seq
                + "\nevent: "
                + type
                + "\ndata: {\"seq\":"
                + seq
                + ",\"at\":\"2026-11-21T04:00:00.123Z\",\"type\":\""
                + type
                + "\",\"call\":\"c1\",\"leg\":\"\","
                + "\"data\":{"
                + data
                + "}}\n\n";
    }
}

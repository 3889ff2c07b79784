package io.referee.server.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TransferCommandTest extends ConsoleFixture {
    private int transfer(String... more) {
        List<String> words =
                new ArrayList<>(List.of("transfer", "c1", "--leg", "l1", "--to", "carol"));
        words.addAll(List.of(more));
        words.addAll(List.of("--server", server.url(), "--key", "k"));
        return run(words.toArray(String[]::new));
    }

    @Test
    void aTransferThatFailedAtOnceIsNoSuccess() {
        server.says(
                202,
                "{\"id\": \"t1\", \"phase\": \"restored\", \"outcome\": \"failed\","
                        + " \"sipCode\": 404, \"reason\": \"Not Found\"}");

        assertThat(transfer()).isOne();
        assertThat(out()).isEqualTo("transfer t1 failed: 404 Not Found (restored)\n");
    }

    @Test
    void aTransferIsWaitedFor() {
        server.says(202, "{\"id\": \"t1\", \"phase\": \"dialling\", \"outcome\": \"\"}")
                .says(200, "{\"id\": \"t1\", \"phase\": \"ringing\", \"outcome\": \"\"}")
                .says(
                        200,
                        "{\"id\": \"t1\", \"phase\": \"completed\", \"outcome\":"
                                + " \"completed\"}");

        assertThat(transfer("--wait")).isZero();
        assertThat(out()).isEqualTo("transfer t1 completed\n");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::path)
                .containsExactly(
                        "/api/v1/calls/c1/transfers",
                        "/api/v1/transfers/t1",
                        "/api/v1/transfers/t1");
    }

    @Test
    void waitingEndsWithWhatTheRecoveryCameTo() {
        server.says(202, "{\"id\": \"t1\", \"phase\": \"dialling\", \"outcome\": \"\"}")
                .says(200, "{\"id\": \"t1\", \"phase\": \"recovering\", \"outcome\": \"failed\"}")
                .says(
                        200,
                        "{\"id\": \"t1\", \"phase\": \"dropped\", \"outcome\": \"failed\","
                                + " \"sipCode\": 486, \"reason\": \"Busy Here\"}");

        assertThat(transfer("--wait", "--json")).isOne();
        assertThat(out()).contains("\"dropped\"");
    }

    @Test
    void theOwnerDecidesAboutATransfer() {
        server.says(200, "{\"id\": \"t1\", \"phase\": \"dialling\"}");
        server.says(200, "{\"id\": \"t2\", \"phase\": \"restored\"}");

        assertThat(run("transfer", "--accept", "t1", "--server", server.url(), "--key", "k"))
                .isZero();
        assertThat(run("transfer", "--decline", "t2", "--server", server.url(), "--key", "k"))
                .isZero();

        assertThat(out()).isEqualTo("transfer t1 dialling\ntransfer t2 restored\n");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::path, FakeServer.Asked::body)
                .containsExactly(
                        tuple("/api/v1/transfers/t1/decision", "{\"decision\":\"accept\"}"),
                        tuple("/api/v1/transfers/t2/decision", "{\"decision\":\"decline\"}"));
    }

    @Test
    void aTransferIsPostedWithWhatWasGiven() {
        server.says(202, "{\"id\": \"t1\", \"phase\": \"dialling\"}");
        assertThat(
                        run(
                                "transfer",
                                "c1",
                                "--leg",
                                "a",
                                "--to",
                                "carol@localhost",
                                "--ring-timeout",
                                "20",
                                "--on-fail",
                                "return",
                                "--caller-id",
                                "transferor",
                                "--music",
                                "moh",
                                "--header",
                                "X-Why=because"))
                .isZero();
        assertThat(out()).isEqualTo("transfer t1 dialling\n");
        assertThat(server.asked())
                .containsExactly(
                        new FakeServer.Asked(
                                "POST",
                                "/api/v1/calls/c1/transfers",
                                "",
                                "application/json",
                                "{\"kind\":\"blind\",\"leg\":\"a\",\"to\":\"carol@localhost\",\"ringTimeout\":20,"
                                    + "\"onFail\":\"return\",\"callerId\":\"transferor\","
                                    + "\"music\":\"moh\",\"headers\":{\"X-Why\":\"because\"}}"));
    }

    @Test
    void aReferCanBeForced() {
        server.says(202, "{\"id\": \"t1\", \"phase\": \"dialling\"}");
        assertThat(
                        run(
                                "transfer",
                                "c1",
                                "--leg",
                                "a",
                                "--to",
                                "carol",
                                "--kind",
                                "refer",
                                "--force",
                                "--no-notify"))
                .isZero();
        assertThat(server.asked())
                .containsExactly(
                        new FakeServer.Asked(
                                "POST",
                                "/api/v1/calls/c1/transfers",
                                "",
                                "application/json",
                                "{\"kind\":\"refer\",\"leg\":\"a\",\"to\":\"carol\",\"force\":true,"
                                        + "\"notify\":false}"));
    }
}

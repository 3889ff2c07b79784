package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.Hashes;
import io.referee.server.api.ApiSettings.CallManagerAccess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class ErrorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void anUnknownAddressIsNotFoundInTheSameForm() {
        Client.Got got = http.get("/api/v2/nothing");

        assertThat(got.status()).isEqualTo(404);
        assertThat(got.code()).isEqualTo("not-found");
        assertThat(got.message()).contains("/api/v2/nothing");
    }

    @Test
    void aWrongMethodSaysWhichAreRight() {
        Client.Got got = aaron.put("/api/v1/calls", "{}");

        assertThat(got.status()).isEqualTo(405);
        assertThat(got.code()).isEqualTo("method-not-allowed");
        assertThat(got.response().headers().firstValue("Allow").orElse("")).contains("GET", "POST");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        String limit = " ".repeat(Asked.BODY_OCTETS_AT_MOST);

        assertThat(aaron.post("/mi", limit).status()).isNotEqualTo(413);
        Client.Got got = aaron.post("/mi", limit + " ");

        assertThat(got.status()).isEqualTo(413);
        assertThat(got.code()).isEqualTo("too-large");
        assertThat(got.message()).contains("1048576");
    }

    @Test
    void malformedJsonIsNamedWithLineAndColumn() {
        Client.Got got = aaron.put("/api/v1/accounts/bob", "{\n  \"out\": ]");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).contains("line 2:");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() throws IOException {
        String answer =
                raw(
                        "PUT /api/v1/accounts/bob HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Connection: close\r\n"
                                + "Authorization: Bearer k-aaron\r\n"
                                + "Content-Length: 1\r\n\r\n"
                                + "\u00ff");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("UTF-8");
    }

    @Test
    void whatIsNoRightHttpIsAnsweredInTheSameFormAndWithoutAVersion() throws IOException {
        String answer = raw("GET /api/v1/calls HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("{\"error\":")
                .doesNotContainIgnoringCase("jetty");
    }

    @Test
    void aFailureOfTheServerTellsNothingOfItsInside() {
        live.broken();

        Client.Got got = aaron.get("/api/v1/calls");

        assertThat(got.status()).isEqualTo(500);
        assertThat(got.code()).isEqualTo("internal");
        assertThat(got.body()).doesNotContain("Exception", "secret", "io.referee");
    }

    @Test
    void aPortInUseIsOneSentence() {
        Api second =
                new Api(
                        new ApiSettings(
                                live.address,
                                Optional.empty(),
                                Hashes.ofKey("x"),
                                "test",
                                CallManagerAccess.OFF,
                                _ -> false),
                        live.services());

        assertThatThrownBy(second::start)
                .isInstanceOf(ListenFailed.class)
                .hasMessageStartingWith(
                        "Cannot listen on http:127.0.0.1:" + live.address.getPort() + ": ");
        second.close();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", live.address.getPort()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

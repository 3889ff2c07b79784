package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Browser phones (RFC 7118) at a whole server.
@Timeout(60)
final class SipOverWebSocketTest {
    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Server server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        http.shutdownNow();
    }

    private URI start(String webSocket) throws Exception {
        String yaml =
                """
                data: %s
                sip: {udp: 127.0.0.1:0, tcp: 127.0.0.1:0%s}
                http: {listen: 127.0.0.1:0}
                database: jdbc:h2:mem:%s
                """
                        .formatted(folder, webSocket, folder.getFileName());
        Configuration configuration =
                ConfigurationReader.read(Document.yaml("test.yaml", yaml), Map.of());
        server = Server.start(configuration, List.of());
        return URI.create(server.httpUrl().replace("http:", "ws:") + "/sip");
    }

    private Browser browser(URI at) {
        Browser browser = new Browser();
        browser.socket =
                http.newWebSocketBuilder().subprotocols("sip").buildAsync(at, browser).join();
        return browser;
    }

    private static String options(String callId) {
        return String.join(
                "\r\n",
                "OPTIONS sip:localhost SIP/2.0",
                "Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK" + callId,
                "Max-Forwards: 70",
                "From: <sip:browser@localhost>;tag=1",
                "To: <sip:localhost>",
                "Call-ID: " + callId,
                "CSeq: 1 OPTIONS",
                "Contact: <sip:browser@df7jal23ls0d.invalid;transport=ws>",
                "Content-Length: 0",
                "",
                "");
    }

    @Test
    void aRequestIsAnsweredOnItsConnection() throws Exception {
        Browser browser = browser(start(""));
        assertThat(browser.socket.getSubprotocol()).isEqualTo("sip");
        browser.socket.sendText(options("text"), true).join();
        String answer = browser.next();
        assertThat(answer).startsWith("SIP/2.0 200").contains("Call-ID: text");
        assertThat(answer).contains("received=127.0.0.1");
        browser.socket.sendBinary(ByteBuffer.wrap(options("octets").getBytes(UTF_8)), true).join();
        assertThat(browser.next()).contains("Call-ID: octets");
    }

    @Test
    void aKeepAliveIsAnswered() throws Exception {
        Browser browser = browser(start(""));
        browser.socket.sendText("\r\n\r\n", true).join();
        assertThat(browser.next()).isEqualTo("\r\n");
    }

    @Test
    void whatIsNoMessageIsRefusedAndTheConnectionStays() throws Exception {
        Browser browser = browser(start(""));
        browser.socket.sendText("hello", true).join();
        browser.socket
                .sendText(options("bad").replace("CSeq: 1 OPTIONS", "CSeq: 1 INVITE"), true)
                .join();
        assertThat(browser.next()).startsWith("SIP/2.0 400");
        browser.socket.sendText(options("good"), true).join();
        assertThat(browser.next()).contains("Call-ID: good");
    }

    @Test
    void aMessageBeyondTheLimitEndsTheConnection() throws Exception {
        Browser browser = browser(start(""));
        browser.socket.sendText("x".repeat(70_000), true);
        assertThat(browser.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1009);
    }

    @Test
    void withoutTheSubprotocolNobodyComesIn() throws Exception {
        URI at = start("");
        assertThatThrownBy(() -> http.newWebSocketBuilder().buildAsync(at, new Browser()).join())
                .rootCause()
                .hasMessageContaining("400");
    }

    @Test
    void pagesThatAreNotNamedStayOut() throws Exception {
        URI at = start(", webSocket: {origins: ['https://phone.example.org']}");
        assertThat(server.ready()).contains(",ws:127.0.0.1:");
        assertThatThrownBy(() -> from("https://evil.example.net", at).join())
                .rootCause()
                .hasMessageContaining("403");
        assertThat(from("https://phone.example.org", at).join().getSubprotocol()).isEqualTo("sip");
    }

    private CompletableFuture<WebSocket> from(String origin, URI at) {
        return http.newWebSocketBuilder()
                .subprotocols("sip")
                .header("Origin", origin)
                .buildAsync(at, new Browser());
    }

    private Browser relayed(URI at, String header, String value) {
        Browser browser = new Browser();
        browser.socket =
                http.newWebSocketBuilder()
                        .subprotocols("sip")
                        .header(header, value)
                        .buildAsync(at, browser)
                        .join();
        return browser;
    }

    /// Whom limits and bans are for, as the Via of the answer shows.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For | 127.0.0.1, 203.0.113.9 | 203.0.113.9",
                "X-Forwarded-For | unknown | 0.0.0.0",
                "X-Forwarded-For | 203.0.113.9, 127.0.0.1 | 0.0.0.0",
                "X-Forwarded-Proto | https | 0.0.0.0",
                "Forwarded | for=203.0.113.9 | 0.0.0.0",
                "X-Other | 203.0.113.9 | 127.0.0.1",
            })
    void behindAProxyOfThisMachineSomebodyElseIsThePeer(String header, String value, String peer)
            throws Exception {
        Browser browser = relayed(start(""), header, value);
        browser.socket.sendText(options("relayed"), true).join();
        assertThat(browser.next()).contains("received=" + peer + '\r');
    }

    @Test
    void whatIsOffIsNotThere() throws Exception {
        URI at = start(", webSocket: off");
        assertThatThrownBy(() -> browser(at)).rootCause().hasMessageContaining("404");
    }

    @Test
    void twoTransportsLiveSideBySide() throws Exception {
        Browser browser = browser(start(""));
        try (DatagramSocket phone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            byte[] octets = options("udp").replace("/WS", "/UDP").getBytes(UTF_8);
            InetSocketAddress udp = server.udp();
            phone.send(new DatagramPacket(octets, octets.length, udp));
            browser.socket.sendText(options("ws"), true).join();
            assertThat(browser.next()).contains("Call-ID: ws");
        }
    }

    /// Keeps what comes.
    private static final class Browser implements WebSocket.Listener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();
        private WebSocket socket;

        String next() throws InterruptedException {
            String one = received.poll(60, TimeUnit.SECONDS);
            assertThat(one).as("nothing came").isNotNull();
            return one;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                received.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }
    }
}

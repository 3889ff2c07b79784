package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a hostile peer on a WebSocket can do to us and cannot, down to its octets (RFC 6455 §5.2).
/// Times and queues of such a connection: `WebSocketLimitsTest` of `sip-net`.
@Timeout(120)
final class WebSocketLimitsTest {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int TOO_BIG = 1009;
    private static final String LONG = "x".repeat(6_000);

    @TempDir Path folder;

    private Server server;
    private Socket peer;

    @BeforeEach
    void start() throws Exception {
        String yaml =
                """
                data: %s
                sip: {udp: 127.0.0.1:0, tcp: 127.0.0.1:0}
                http: {listen: 127.0.0.1:0}
                database: jdbc:h2:mem:%s
                """
                        .formatted(folder, folder.getFileName());
        Configuration configuration =
                ConfigurationReader.read(
                        Document.yaml("test.yaml", yaml), Map.of("REFEREE_SECURITY_LIMITS", "off"));
        server = Server.start(configuration, List.of());
        peer = new Socket();
        peer.setReceiveBufferSize(4_096);
        URI at = URI.create(server.httpUrl());
        peer.connect(new InetSocketAddress(at.getHost(), at.getPort()));
        upgrade();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        server.close();
    }

    private void upgrade() throws IOException {
        String request =
                String.join(
                        "\r\n",
                        "GET /sip HTTP/1.1",
                        "Host: 127.0.0.1",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Protocol: sip",
                        "",
                        "");
        peer.getOutputStream().write(request.getBytes(UTF_8));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            head.write(peer.getInputStream().read());
        }
        assertThat(head.toString(UTF_8)).startsWith("HTTP/1.1 101");
    }

    /// A frame of one piece, under a mask that changes nothing.
    private static byte[] frame(byte[] payload) {
        return ByteBuffer.allocate(payload.length + 14)
                .put(head(payload.length))
                .put(payload)
                .array();
    }

    private static byte[] head(long length) {
        return ByteBuffer.allocate(14)
                .put((byte) TEXT)
                .put((byte) (0x80 | 127))
                .putLong(length)
                .putInt(0)
                .array();
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItIsWhole() throws Exception {
        peer.getOutputStream().write(head(1L << 40));
        peer.getOutputStream().write(new byte[70_000]);
        DataInputStream in = new DataInputStream(peer.getInputStream());
        assertThat(in.readUnsignedByte()).isEqualTo(CLOSE);
        assertThat(in.readUnsignedByte()).isGreaterThanOrEqualTo(2);
        assertThat(in.readUnsignedShort()).isEqualTo(TOO_BIG);
    }

    /// Each request asks for an answer of 18 kB, none of which is read. Without a limit this would
    /// be written until the heap is full.
    @Test
    void whoStopsReadingIsCutOff() {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 20_000; i++) {
                                peer.getOutputStream().write(frame(options(i)));
                            }
                        })
                .isInstanceOf(SocketException.class);
    }

    private static byte[] options(int number) {
        return String.join(
                        "\r\n",
                        "OPTIONS sip:localhost SIP/2.0",
                        "Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK" + number,
                        "Max-Forwards: 70",
                        "From: <sip:browser@localhost>;tag=1;a=" + LONG,
                        "To: <sip:localhost>;a=" + LONG,
                        "Call-ID: " + number + LONG,
                        "CSeq: 1 OPTIONS",
                        "Content-Length: 0",
                        "",
                        "")
                .getBytes(UTF_8);
    }
}

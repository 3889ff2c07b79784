package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.net.BindFailed;
import io.referee.server.api.ListenFailed;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;
import io.referee.server.virtual.Registering;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// HTTPS and secure WebSocket (RFC 7118 §5, §8) at a whole server that holds the certificate
/// itself.
@Timeout(60)
final class SecureWebSocketTest {
    private static final String APPLY =
            """
            users:
              - name: aaron
                keys: [k-aaron]
                accounts:
                  - {name: alice, domain: example.org, password: pw}
            """;

    private static final String CONTACT = "<sip:alice@df7jal23ls0d.invalid;transport=ws>";
    private static final String SIPS_CONTACT = "<sips:alice@df7jal23ls0d.invalid;transport=ws>";

    @TempDir Path folder;

    private TestCertificate certificate;
    private HttpClient http = HttpClient.newHttpClient();
    private Server server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        http.shutdownNow();
    }

    private void start(String tls) throws Exception {
        String yaml =
                """
                data: %s
                domains: [localhost, example.org]
                sip: {udp: 127.0.0.1:0, tcp: 127.0.0.1:0}
                http: {listen: 127.0.0.1:0%s}
                database: jdbc:h2:mem:%s
                """
                        .formatted(folder, tls, folder.getFileName());
        Configuration configuration =
                ConfigurationReader.read(Document.yaml("test.yaml", yaml), Map.of());
        Path apply = Files.writeString(folder.resolve("apply.yaml"), APPLY);
        server = Server.start(configuration, List.of(apply));
    }

    private void startSecure() throws Exception {
        certificate = TestCertificate.make(folder);
        start(tls(0));
        http.shutdownNow();
        http = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
    }

    private String tls(int port) {
        return ", tls: {listen: 127.0.0.1:%d, certificate: %s, key: %s}"
                .formatted(port, certificate.file(), certificate.key());
    }

    private SipBrowserClient wss() {
        String url = server.httpsUrl().orElseThrow().replace("https:", "wss:");
        return new SipBrowserClient(http, URI.create(url + "/sip"));
    }

    private SipBrowserClient ws() {
        String url = server.httpUrl().replace("http:", "ws:");
        return new SipBrowserClient(http, URI.create(url + "/sip"));
    }

    /// @param contact in angle brackets
    private static String register(String via, String contact, String more) {
        return String.join(
                "\r\n",
                "REGISTER sip:example.org SIP/2.0",
                "Via: SIP/2.0/"
                        + via
                        + " df7jal23ls0d.invalid;branch=z9hG4bK"
                        + via
                        + more.length(),
                "Max-Forwards: 70",
                "From: <sip:alice@example.org>;tag=1",
                "To: <sip:alice@example.org>",
                "Call-ID: registration",
                "CSeq: " + (1 + more.length()) + " REGISTER",
                "Contact: " + contact,
                more + "Content-Length: 0",
                "",
                "");
    }

    /// Registers alice with her password.
    private static Response registered(SipBrowserClient browser, String via, String contact)
            throws Exception {
        browser.send(register(via, contact, ""));
        Response challenge = response(browser.next());
        assertThat(challenge.status()).isEqualTo(401);
        String proof =
                Registering.authorization(
                        Method.REGISTER,
                        Registering.challenge(challenge.headers(), Algorithm.SHA_256),
                        new Login("alice", "pw"),
                        1);
        browser.send(register(via, contact, proof + "\r\n"));
        return response(browser.next());
    }

    private static Response response(String text) {
        return (Response) Parser.datagram(text.getBytes(UTF_8));
    }

    private static String invitation(String target, String via) {
        return String.join(
                "\r\n",
                "INVITE " + target + " SIP/2.0",
                "Via: SIP/2.0/" + via + " 127.0.0.1:9;rport;branch=z9hG4bKinvite",
                "Max-Forwards: 70",
                "From: <sip:guest@elsewhere.example>;tag=1",
                "To: <" + target + ">",
                "Call-ID: call",
                "CSeq: 1 INVITE",
                "Contact: <sip:guest@127.0.0.1:9>",
                "Content-Length: 0",
                "",
                "");
    }

    private void fromUdp(DatagramSocket phone, String message) throws Exception {
        byte[] octets = message.getBytes(UTF_8);
        phone.send(new DatagramPacket(octets, octets.length, server.udp()));
    }

    @Test
    void theApiAnswersOverHttpsAndTheFirstLineSaysWhere() throws Exception {
        startSecure();
        String url = server.httpsUrl().orElseThrow();
        assertThat(server.ready())
                .endsWith(" http=" + server.httpUrl() + " https=" + url)
                .contains("https://127.0.0.1:");
        HttpRequest asked =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/calls"))
                        .header("Authorization", "Bearer k-aaron")
                        .build();
        assertThat(http.send(asked, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutTheSettingThereIsNone() throws Exception {
        start("");
        assertThat(server.httpsUrl()).isEmpty();
        assertThat(server.ready()).endsWith(" http=" + server.httpUrl());
    }

    @Test
    void aPhoneIsCalledOverItsSecureWebSocket() throws Exception {
        startSecure();
        SipBrowserClient browser = wss();
        assertThat(registered(browser, "WSS", CONTACT).status()).isEqualTo(200);
        try (DatagramSocket phone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            fromUdp(phone, invitation("sip:alice@example.org", "UDP"));
            String invite = browser.next();
            assertThat(invite)
                    .startsWith("INVITE sip:alice@df7jal23ls0d.invalid;transport=ws SIP/2.0")
                    .contains("Via: SIP/2.0/WSS ")
                    .contains(";transport=ws>");
        }
    }

    @Test
    void aSipsContactIsTakenOverASecureWebSocketOnly() throws Exception {
        startSecure();
        assertThat(registered(ws(), "WS", SIPS_CONTACT).status()).isEqualTo(400);
        SipBrowserClient browser = wss();
        Response answer = registered(browser, "WSS", SIPS_CONTACT);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contact().orElseThrow().uri().scheme()).isEqualTo("sips");
        try (DatagramSocket phone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            fromUdp(phone, invitation("sip:alice@example.org", "UDP"));
            assertThat(browser.next())
                    .startsWith("INVITE sips:alice@df7jal23ls0d.invalid;transport=ws SIP/2.0")
                    .contains("Contact: <sips:");
        }
    }

    @Test
    void aSipsCallThatComesWithoutTlsIsRefused480() throws Exception {
        startSecure();
        assertThat(registered(wss(), "WSS", SIPS_CONTACT).status()).isEqualTo(200);
        SipBrowserClient plain = ws();
        plain.send(invitation("sips:alice@example.org", "WS"));
        Response answer = response(plain.next());
        assertThat(answer.status()).isEqualTo(480);
        assertThat(answer.value(HeaderName.WARNING)).hasValue("380 referee \"SIPS Not Allowed\"");
    }

    @Test
    void aSipsCallGoesToSipsContactsOnly() throws Exception {
        startSecure();
        assertThat(registered(wss(), "WSS", CONTACT).status()).isEqualTo(200);
        SipBrowserClient caller = wss();
        caller.send(invitation("sips:alice@example.org", "WSS"));
        assertThat(decisive(caller).status()).isEqualTo(480);
    }

    @Test
    void aSipsCallIsSipsOnBothSides() throws Exception {
        startSecure();
        SipBrowserClient phone = wss();
        assertThat(registered(phone, "WSS", SIPS_CONTACT).status()).isEqualTo(200);
        SipBrowserClient caller = wss();
        caller.send(invitation("sips:alice@example.org", "WSS"));
        Request invite = (Request) Parser.datagram(phone.next().getBytes(UTF_8));
        assertThat(invite.uri().scheme()).isEqualTo("sips");
        assertThat(invite.contact().orElseThrow().uri().scheme()).isEqualTo("sips");
        Response rings = MessageBuilder.responding(invite, "r").response(180);
        phone.send(new String(rings.encoded(), UTF_8));
        Response ringing = decisive(caller);
        assertThat(ringing.status()).isEqualTo(180);
        assertThat(ringing.contact().orElseThrow().uri().scheme()).isEqualTo("sips");
    }

    /// The first response that is not 100.
    private static Response decisive(SipBrowserClient caller) throws Exception {
        Response answer = response(caller.next());
        return answer.status() == 100 ? response(caller.next()) : answer;
    }

    @Test
    void aFileThatIsNoCertificateIsOneSentence() throws Exception {
        certificate = TestCertificate.make(folder);
        Files.writeString(certificate.file(), "nothing");
        assertThatThrownBy(() -> start(tls(0)))
                .isInstanceOf(BindFailed.class)
                .hasMessage(
                        "The certificate in "
                                + certificate.file()
                                + " cannot be used: it holds no certificate.");
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        certificate = TestCertificate.make(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> start(tls(taken.getLocalPort())))
                    .isInstanceOf(ListenFailed.class)
                    .hasMessageStartingWith(
                            "Cannot listen on https:127.0.0.1:" + taken.getLocalPort() + ": ");
        }
    }
}

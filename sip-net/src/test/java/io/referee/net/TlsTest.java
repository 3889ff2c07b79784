package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.net.TlsServer.ClientCertificates;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// TLS between two engines and towards a plain client (RFC 3261 §26.2.1, RFC 5922 §7).
@Timeout(60)
final class TlsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir static Path folder;
    private static Issuer issuer;
    private static Path authority;
    private static KeyFiles example;

    @BeforeAll
    static void issue() throws Exception {
        issuer = new Issuer(folder);
        authority = issuer.authority();
        example = issuer.issue("Example", "dns:sip.example.org", "ip:127.0.0.1");
    }

    private static EngineSettings serving(TlsServer tls) {
        InetSocketAddress any = new InetSocketAddress(LOOPBACK, 0);
        return EngineSettings.loopback().and(Listener.tls(any, tls));
    }

    private static Node echo(TlsServer tls) throws BindFailed {
        return Node.doing(serving(tls), (e, seen) -> e.transmit(seen.message(), seen.hop()));
    }

    private static Node caller(TlsClient client) throws BindFailed {
        return Node.of(EngineSettings.loopback().withTls(client));
    }

    private static TlsClient trusting() {
        return TlsClient.standard().trusting(List.of(authority));
    }

    private static InetSocketAddress tls(Node node) {
        return node.engine.address(Transport.TLS).orElseThrow();
    }

    private static Hop named(String name, Node node) {
        return Hop.tls(new InetSocketAddress(Hosts.named(name, LOOPBACK), tls(node).getPort()));
    }

    @Test
    void aMessageGoesThereAndBackOnOneConnection() throws Exception {
        try (Node echo = echo(TlsServer.of(example));
                Node node = caller(trusting())) {
            SipMessage message = Messages.options("there", "x".repeat(50_000));
            for (int i = 0; i < 3; i++) {
                node.send(message, named("sip.example.org", echo));
                Node.Seen back = Node.next(node.received);
                assertThat(back.message()).isEqualTo(message);
                assertThat(back.hop().transport()).isEqualTo(Transport.TLS);
                assertThat(back.hop().connection()).isPositive();
            }
            assertThat(echo.engine.counts().connections()).isEqualTo(1);
        }
    }

    @Test
    void aPeerMayBeNamedByItsAddress() throws Exception {
        try (Node echo = echo(TlsServer.of(example));
                Node node = caller(trusting())) {
            node.send(Messages.options("there"), Hop.tls(tls(echo)));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("there");
        }
    }

    @Test
    void aCertificateOfAnotherDomainIsRefused() throws Exception {
        try (Node echo = echo(TlsServer.of(example));
                Node node = caller(trusting())) {
            Hop hop = named("sip.example.com", echo);
            node.send(Messages.options("there"), hop);
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
            assertThat(echo.received).isEmpty();
        }
    }

    @Test
    void aVerifiedConnectionIsNotUsedForAnotherName() throws Exception {
        try (Node echo = echo(TlsServer.of(example));
                Node node = caller(trusting())) {
            node.send(Messages.options("there"), named("sip.example.org", echo));
            Node.next(node.received);
            node.send(Messages.options("other"), named("sip.example.com", echo));
            assertThat(Node.next(node.failed).message().callId()).isEqualTo("other");
        }
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        try (Node echo = echo(TlsServer.of(example));
                Node node = caller(TlsClient.standard())) {
            node.send(Messages.options("there"), named("sip.example.org", echo));
            assertThat(Node.next(node.failed).message().callId()).isEqualTo("there");
        }
    }

    @Test
    void verificationCanBeSwitchedOffForOneName() throws Exception {
        TlsClient careless = TlsClient.standard().notVerifying("old.example.net"::equals);
        try (Node echo = echo(TlsServer.of(example));
                Node node = caller(careless)) {
            node.send(Messages.options("there"), named("old.example.net", echo));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("there");
            node.send(Messages.options("strict"), named("sip.example.org", echo));
            assertThat(Node.next(node.failed).message().callId()).isEqualTo("strict");
        }
    }

    @Test
    void whoAsksForANameIsShownItsCertificate() throws Exception {
        KeyFiles other = issuer.issue("Other", "dns:phones.example.com");
        TlsServer both = new TlsServer(List.of(example, other), ClientCertificates.OFF, none());
        try (Node echo = echo(both);
                Node node = caller(trusting())) {
            for (String name : List.of("phones.example.com", "sip.example.org")) {
                node.send(Messages.options(name), named(name, echo));
                assertThat(Node.next(node.received).message().callId()).isEqualTo(name);
            }
            assertThat(shown(echo, Optional.empty())).contains("CN=Example");
            assertThat(shown(echo, Optional.of("nobody.example.net"))).contains("CN=Example");
        }
    }

    private static Optional<Path> none() {
        return Optional.empty();
    }

    /// The subject of the certificate that a client gets to see.
    private static String shown(Node node, Optional<String> name) throws Exception {
        try (SSLSocket socket = open(tls(node), name)) {
            socket.startHandshake();
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket open(InetSocketAddress at, Optional<String> name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAll()}, null);
        var socket =
                (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        List<SNIServerName> asked = new ArrayList<>();
        name.ifPresent(one -> asked.add(new SNIHostName(one)));
        parameters.setServerNames(asked);
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Test
    void aPhoneWithoutARequiredCertificateIsRefused() throws Exception {
        TlsServer strict =
                new TlsServer(
                        List.of(example), ClientCertificates.REQUIRED, Optional.of(authority));
        KeyFiles phone = issuer.issue("Phone", "uri:sip:phones.example.org");
        try (Node echo = echo(strict);
                Node bare = caller(trusting());
                Node known = caller(trusting().showing(phone))) {
            bare.send(Messages.options("bare"), named("sip.example.org", echo));
            known.send(Messages.options("known"), named("sip.example.org", echo));
            assertThat(Node.next(known.received).message().callId()).isEqualTo("known");
            assertThat(Node.next(echo.received).message().callId()).isEqualTo("known");
            assertThat(echo.received).isEmpty();
        }
    }

    @Test
    void newCertificatesAreUsedAndOpenConnectionsStay() throws Exception {
        KeyFiles used = copy(issuer.issue("First", "dns:one.example.org"), "used");
        try (Node echo = echo(TlsServer.of(used));
                Node node = caller(trusting())) {
            node.send(Messages.options("before"), named("one.example.org", echo));
            Node.next(node.received);
            copy(issuer.issue("Second", "dns:two.example.org"), "used");
            assertThat(echo.engine.reloadCertificates()).isTrue();
            assertThat(shown(echo, Optional.empty())).contains("CN=Second");
            node.send(Messages.options("after"), named("one.example.org", echo));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("after");
        }
    }

    @Test
    void aNewCertificateOfOurOwnIsShownToTheNextServer() throws Exception {
        TlsServer strict =
                new TlsServer(
                        List.of(example), ClientCertificates.REQUIRED, Optional.of(authority));
        Path abroad = Files.createDirectories(folder.resolve("abroad"));
        KeyFiles ours = copy(new Issuer(abroad).issue("Stranger", "dns:one.example.org"), "ours");
        try (Node echo = echo(strict);
                Node node = caller(trusting().showing(ours))) {
            node.send(Messages.options("before"), named("sip.example.org", echo));
            Node.next(node.gone);
            copy(issuer.issue("Known", "dns:one.example.org"), "ours");
            assertThat(node.engine.reloadCertificates()).isTrue();
            node.send(Messages.options("after"), named("sip.example.org", echo));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("after");
        }
    }

    @Test
    void aBadPairLeavesTheOldOneInUse() throws Exception {
        KeyFiles used = copy(issuer.issue("Good", "dns:one.example.org"), "bad");
        try (Node echo = echo(TlsServer.of(used))) {
            KeyFiles stranger = issuer.issue("Stranger", "dns:one.example.org");
            Files.copy(stranger.key(), used.key(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(echo.engine.reloadCertificates()).isFalse();
            assertThat(shown(echo, Optional.empty())).contains("CN=Good");
        }
    }

    private static KeyFiles copy(KeyFiles from, String stem) throws Exception {
        KeyFiles to = new KeyFiles(folder.resolve(stem + ".crt"), folder.resolve(stem + ".key"));
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
        return to;
    }

    @Test
    void aWrongFileIsSaidInOneSentenceAndNothingIsBound() throws Exception {
        KeyFiles other = issuer.issue("Other", "dns:other.example.org");
        Path missing = folder.resolve("missing.pem");
        refused(new KeyFiles(missing, example.key()), "there is no such file");
        refused(new KeyFiles(example.key(), example.key()), "it holds no certificate");
        refused(new KeyFiles(example.certificate(), other.key()), "it is not that of the");
        refused(new KeyFiles(example.certificate(), example.certificate()), "no private key");
        Issuer.Valid past = new Issuer.Valid("Past", Instant.now().minusSeconds(60));
        refused(issuer.issue(past, "dns:past.example.org"), "it was valid until");
    }

    private static void refused(KeyFiles files, String why) {
        Engine engine = new Engine(serving(TlsServer.of(files)));
        assertThatThrownBy(engine::start)
                .isInstanceOf(BindFailed.class)
                .hasMessageStartingWith("The ")
                .hasMessageContaining(why)
                .hasMessageEndingWith(".");
    }

    @Test
    void whoNeverAgreesOnTlsIsCutOff() throws Exception {
        StreamLimits.Times times = StreamLimits.Times.STANDARD.withHandshake(Duration.ofMillis(80));
        Limits limits = Limits.standard().withStreams(StreamLimits.standard().withTimes(times));
        try (Node node = Node.of(serving(TlsServer.of(example)).withLimits(limits));
                Socket silent = new Socket(LOOPBACK, tls(node).getPort());
                Socket dripping = new Socket(LOOPBACK, tls(node).getPort())) {
            dripping.getOutputStream().write(new byte[] {0x16, 3, 1});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(dripping.getInputStream().read()).isEqualTo(-1);
            assertThat(node.closed).isEmpty();
        }
    }

    @Test
    void plainSipOnTheTlsPortDoesNoHarm() throws Exception {
        try (Node node = Node.of(serving(TlsServer.of(example)));
                Socket plain = new Socket(LOOPBACK, tls(node).getPort())) {
            plain.getOutputStream().write(Messages.octets("plain", ""));
            plain.getInputStream().readAllBytes();
            assertThat(node.received).isEmpty();
            assertThat(node.engine.ask(() -> "alive").get()).isEqualTo("alive");
        }
    }

    @Test
    void aSipsRequestNeverLeavesOverAnythingLess() throws Exception {
        try (Node peer = Node.loopback();
                Node node = Node.loopback()) {
            SipMessage secret = Messages.options("secret", "", "sips:bob@127.0.0.1");
            for (Hop hop : List.of(Hop.udp(peer.udp()), Hop.tcp(peer.tcp()))) {
                node.send(secret, hop);
                assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
            }
            assertThat(peer.received).isEmpty();
        }
    }
}

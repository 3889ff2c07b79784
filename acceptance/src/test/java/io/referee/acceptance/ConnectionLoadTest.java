package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Many connections at once. `-Dreferee.connections=10000` says how many idle ones are held;
/// `-Dreferee.tlsConnections=500` how many phones come back over TLS at once.
@Isolated("needs all of the machine")
@Timeout(300)
class ConnectionLoadTest {
    private static final int IDLE = Integer.getInteger("referee.connections", 500);
    private static final int TLS = Integer.getInteger("referee.tlsConnections", 50);

    /// What everything else of this process and of the server needs.
    private static final int OTHER_DESCRIPTORS = 1_000;

    /// The server bounds the connections of one source; loopback has many addresses.
    private static final int PER_SOURCE = 1_000;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// How many of the idle ones are being opened at the same time.
    private static final Semaphore CONNECTING = new Semaphore(256);

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");

    @TempDir Path folder;

    private ServerFolder place(Certificate certificate, int tlsPort) {
        return new ServerFolder(folder)
                .underLoad()
                .configuration(certificate.configuration(tlsPort, ""))
                .accounts(
                        Phone.applyFile(
                                alice.account(Phone.Mode.DENY), bob.account(Phone.Mode.DENY)));
    }

    @Test
    void allPhonesComeBackOverTlsAtOnceAfterARestart() throws Exception {
        Certificate certificate = Certificate.make(folder);
        int port = Ports.ten();
        ServerFolder place = place(certificate, port);
        RunningServer first = place.start();
        registerAll(port);
        first.kill();
        try (RunningServer second = place.start()) {
            assertThat(second.port(Transport.TLS)).isEqualTo(port);
            long start = System.nanoTime();
            registerAll(port);
            System.out.println(
                    TLS
                            + " phones were back over TLS after "
                            + (System.nanoTime() - start) / 1_000_000
                            + " ms");
            callWorks(second);
        }
    }

    /// Each on a connection of its own, all at once; each is challenged, which is all that a
    /// register transaction without an account can come to, and costs what a refresh costs.
    private static void registerAll(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        List<Callable<String>> phones = new ArrayList<>();
        for (int i = 0; i < TLS; i++) {
            String user = "phone" + i;
            phones.add(
                    () -> {
                        try (Socket socket =
                                context.getSocketFactory().createSocket("127.0.0.1", port)) {
                            return asked(socket, "REGISTER", user);
                        }
                    });
        }
        for (String answer : all(phones)) {
            assertThat(answer).startsWith("SIP/2.0 401");
        }
    }

    private static <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
                results.add(future.get());
            }
        }
        return results;
    }

    /// Sends a request and gives back the first line of the answer.
    private static String asked(Socket socket, String method, String user) throws IOException {
        socket.setSoTimeout(60_000);
        String request =
                String.join(
                        "\r\n",
                        method + " sip:localhost SIP/2.0",
                        "Via: SIP/2.0/TCP 127.0.0.1:9;rport;branch=z9hG4bK"
                                + user
                                + socket.getLocalPort(),
                        "Max-Forwards: 70",
                        "From: <sip:" + user + "@localhost>;tag=1",
                        "To: <sip:" + user + "@localhost>",
                        "Call-ID: " + user + "-" + socket.getLocalPort(),
                        "CSeq: 1 " + method,
                        "Contact: <sip:" + user + "@127.0.0.1:9;transport=tcp>",
                        "Content-Length: 0",
                        "",
                        "");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read(); c > '\r'; c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        rest(socket);
        return line.toString();
    }

    @Test
    void manyIdleConnectionsAreHeldWhileACallWorks() throws Exception {
        int count = affordable();
        Certificate certificate = Certificate.make(folder);
        List<Socket> idle = new ArrayList<>();
        try (RunningServer server = place(certificate, 0).start()) {
            InetSocketAddress at = new InetSocketAddress("127.0.0.1", server.port(Transport.TCP));
            List<Callable<Socket>> phones = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                phones.add(() -> connected(number, at));
            }
            idle.addAll(all(phones));
            callWorks(server);
            for (Socket one : List.of(idle.getFirst(), idle.getLast())) {
                one.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(one.getInputStream().readNBytes(2))
                        .isEqualTo("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            System.out.println(
                    count + " idle connections, " + server.residentBytes() / (1 << 20) + " MiB");
        } finally {
            for (Socket one : idle) {
                one.close();
            }
        }
    }

    private static Socket connected(int number, InetSocketAddress at) throws IOException {
        Socket socket = new Socket();
        byte[] source = {127, 0, 1, (byte) (1 + number / PER_SOURCE)};
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        // Who connects and says nothing for long makes room for others; so not all at once.
        CONNECTING.acquireUninterruptibly();
        try {
            socket.connect(at, 60_000);
            assertThat(asked(socket, "OPTIONS", "idle" + number)).startsWith("SIP/2.0 200");
            // The rest of the answer is read, so that the next octet is the next one sent.
            while (!rest(socket).isEmpty()) {}
        } finally {
            CONNECTING.release();
        }
        return socket;
    }

    /// The next line of an answer without a body; empty when it is over.
    private static String rest(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n';
                c = socket.getInputStream().read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /// How many connections this process and the server, which inherits our limit, may hold.
    private static int affordable() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "ulimit -n").start();
        String said =
                new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .strip();
        int limit = said.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(said);
        int most = Math.max(1, limit - OTHER_DESCRIPTORS);
        if (most < IDLE) {
            System.out.println(
                    "Only " + most + " of " + IDLE + " connections: ulimit -n is " + limit + '.');
        }
        return Math.min(IDLE, most);
    }

    private void callWorks(RunningServer server) throws Exception {
        try (SoftPhone alices = SoftPhone.builder().name("a").build();
                SoftPhone bobs =
                        SoftPhone.builder().name("b").ringing(RingBehaviour.ANSWER).build()) {
            registered(bobs, bob, server);
            PhoneCall call = registered(alices, alice, server).call(bob.user());
            call.await(CallState.IN_CALL, LIMIT);
            call.hangUp();
            call.await(CallState.COMPLETED, LIMIT);
        }
    }

    private static PhoneLine registered(SoftPhone phone, Phone who, RunningServer server)
            throws Exception {
        PhoneLine line =
                phone.line(
                        SipAccount.udp(
                                who.user(),
                                who.password(),
                                "localhost",
                                "127.0.0.1:" + server.port(Transport.UDP)));
        assertThat(line.register().get(30, TimeUnit.SECONDS)).isEqualTo(LineState.REGISTERED);
        return line;
    }

    /// A test is no place to verify certificates.
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

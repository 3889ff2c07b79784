package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Datagrams that no phone would send. `-Dreferee.datagrams=1000000 -Dreferee.seed=5060` say how
/// many and which.
@Isolated("needs all of the machine")
class DatagramTest {
    private static final int COUNT = Integer.getInteger("referee.datagrams", 100_000);
    private static final long SEED = Long.getLong("referee.seed", 5060);

    /// So many are sent before the server must show that it has read them all.
    private static final int WINDOW = 200;

    private static final int MAX_PINGS = 100;
    private static final int PING_MILLIS = 200;

    /// What stays: the messages kept for ladders and events, 64 MiB each as they came.
    private static final long HEAP_MEGABYTES = 300;

    /// After this time transactions and what followed them are over (twice 64*T1).
    private static final Duration FORGOTTEN = Duration.ofSeconds(90);

    private static final long MEGABYTE = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");

    @TempDir Path folder;

    @Test
    void theServerLivesThroughThemInBoundedMemoryAndTheNextCallWorks() throws Exception {
        ServerFolder place =
                new ServerFolder(folder)
                        .underLoad()
                        .jvm("-Xmx384m")
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.DENY)));
        try (RunningServer server = place.start();
                SoftPhone caller = phone(alice);
                SoftPhone callee = phone(bob)) {
            callee.onIncomingCall(this::answerAlice);
            register(callee, bob, server);
            long begin = System.nanoTime();
            flood(server);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            long heap = server.liveHeapBytes() / MEGABYTE;
            long resident = server.residentBytes() / MEGABYTE;
            System.out.println(
                    COUNT
                            + " wrong datagrams (seed "
                            + SEED
                            + ") in "
                            + took.toMillis()
                            + " ms: heap in use "
                            + heap
                            + " MiB, resident "
                            + resident
                            + " MiB");

            callGoesThrough(caller, callee, server);
            assertThat(server.alive()).isTrue();
            assertThat(resident).as("MiB resident").isLessThan(1_100);
            await().atMost(FORGOTTEN)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> server.liveHeapBytes() / MEGABYTE < HEAP_MEGABYTES);
            assertThat(Files.readString(folder.resolve("server.log")))
                    .doesNotContain("OutOfMemory", "java.lang.");
        }
    }

    private static SoftPhone phone(Phone phone) throws Exception {
        return SoftPhone.builder().name(phone.user()).ringing(RingBehaviour.NOTHING).build();
    }

    /// Some of the datagrams are calls.
    private void answerAlice(PhoneCall call) {
        if (call.remoteParty().uri().text().contains(alice.user())) {
            call.answer();
        } else {
            call.reject(486);
        }
    }

    private static void register(SoftPhone phone, Phone account, RunningServer server)
            throws Exception {
        LineState state =
                phone.line(account(account, server))
                        .register()
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(state).isEqualTo(LineState.REGISTERED);
    }

    private static SipAccount account(Phone phone, RunningServer server) {
        return SipAccount.udp(
                phone.user(),
                phone.password(),
                "localhost",
                "127.0.0.1:" + server.port(Transport.UDP));
    }

    private void callGoesThrough(SoftPhone caller, SoftPhone callee, RunningServer server) {
        PhoneCall call =
                caller.line(account(alice, server)).call("sip:" + callee.name() + "@localhost");
        assertThat(call.await(CallState.IN_CALL, LIMIT))
                .as("status " + call.endStatus())
                .isEqualTo(CallState.IN_CALL);
        assertThat(call.audio().when(report -> report.received() > 20, LIMIT).join().received())
                .isGreaterThan(20);
        call.hangUp();
    }

    private void flood(RunningServer server) throws IOException {
        Datagrams datagrams = new Datagrams(SEED, bob.user());
        try (DatagramSocket bad = socket(server);
                DatagramSocket good = socket(server)) {
            for (int sent = 1; sent <= COUNT; sent++) {
                byte[] bytes = datagrams.next();
                bad.send(new DatagramPacket(bytes, bytes.length));
                if (sent % WINDOW == 0) {
                    ping(good, sent);
                }
            }
            ping(good, COUNT + 1);
        }
    }

    private static DatagramSocket socket(RunningServer server) throws IOException {
        DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.connect(server.udp());
        socket.setSoTimeout(PING_MILLIS);
        return socket;
    }

    /// An OPTIONS that must be answered: all that was sent before has been read then.
    private static void ping(DatagramSocket socket, int number) throws IOException {
        String branch = "z9hG4bKping" + number + 'x';
        byte[] ping =
                ("OPTIONS sip:localhost SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                                + socket.getLocalPort()
                                + ";rport;branch="
                                + branch
                                + "\r\nMax-Forwards: 70\r\nFrom: <sip:ping@localhost>;tag=p\r\n"
                                + "To: <sip:localhost>\r\nCall-ID: ping"
                                + number
                                + "\r\nCSeq: 1 OPTIONS\r\n"
                                + "Content-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
        for (int attempt = 0; attempt < MAX_PINGS; attempt++) {
            socket.send(new DatagramPacket(ping, ping.length));
            try {
                do {
                    socket.receive(answer);
                } while (!text(answer).contains(branch));
                return;
            } catch (SocketTimeoutException e) {
                continue; // lost, or the server is busy: once more
            }
        }
        throw new AssertionError("no answer after datagram " + number + " (seed " + SEED + ')');
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}

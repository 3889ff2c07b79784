package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Somebody opens connections until the system gives the server no more file descriptors.
class DescriptorsExhaustedTest {
    private static final int DESCRIPTORS = 220;
    private static final int CONNECTIONS = 350;
    private static final int CONNECT_MILLIS = 300;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final List<Socket> silent = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server() throws Exception {
        return new ServerFolder(folder)
                .descriptors(DESCRIPTORS)
                .accounts(
                        Phone.applyFile(
                                alice.account(Phone.Mode.DENY), bob.account(Phone.Mode.DENY)))
                .start();
    }

    @Test
    void callsGoOnNewPhonesGetInAndAfterwardsAllIsAsBefore() throws Exception {
        try (RunningServer server = server();
                SoftPhone caller = SoftPhones.silent(alice);
                SoftPhone callee = SoftPhones.silent(bob)) {
            callee.onIncomingCall(PhoneCall::answer);
            SoftPhones.registered(callee, bob, server);
            PhoneLine line = SoftPhones.registered(caller, alice, server);
            PhoneCall before = SoftPhones.calling(line, bob);

            exhaust(server.port(Transport.TCP));
            exhaust(Integer.parseInt(server.http().replaceFirst(".*:", "")));
            SoftPhones.calling(line, bob).hangUp();
            assertThat(before.state()).isEqualTo(CallState.IN_CALL);
            assertThat(answerOverTcp(server)).startsWith("SIP/2.0 200");
            before.hangUp();

            for (Socket one : silent) {
                one.close();
            }
            Http http = new Http(server);
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> http.get("/healthz").path("status").asString().equals("ok"));
            SoftPhones.calling(line, bob).hangUp();
            assertThat(answerOverTcp(server)).startsWith("SIP/2.0 200");
            await().atMost(LIMIT).until(() -> http.get("/api/v1/cdrs").path("cdrs").size() == 6);
        } finally {
            for (Socket one : silent) {
                one.close();
            }
        }
    }

    /// Connects, and says nothing, until nobody takes the connections any more.
    private void exhaust(int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket();
            silent.add(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
            } catch (SocketTimeoutException e) {
                return; // the queue of the system is full, too
            }
        }
    }

    private static String answerOverTcp(RunningServer server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress("127.0.0.1", server.port(Transport.TCP)),
                    (int) LIMIT.toMillis());
            socket.setSoTimeout((int) LIMIT.toMillis());
            String request =
                    "OPTIONS sip:localhost SIP/2.0\r\n"
                            + "Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK"
                            + socket.getLocalPort()
                            + "\r\nMax-Forwards: 70\r\nFrom: <sip:o@localhost>;tag=1\r\n"
                            + "To: <sip:localhost>\r\nCall-ID: o"
                            + socket.getLocalPort()
                            + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}

package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.cli.PhoneOptions;
import io.referee.server.app.cli.Terminal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// What the phone on the command line says before anything has gone well.
class CommandLinePhoneTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder = Path.of("");

    private static PhoneOptions options(String server, Path play, Path record) {
        return new PhoneOptions(
                "alice@localhost", "p", server, "udp", null, "bob", false, null, play, record, 1);
    }

    private int run(PhoneOptions options, PrintStream out) {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, errors, Map.of(), folder);
        return new CommandLinePhone(options, terminal, Duration.ofMillis(50)).run();
    }

    @Test
    void aFileThatCannotBePlayedIsAnErrorBeforeAnybodyIsCalled() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream told = new PrintStream(out, true, StandardCharsets.UTF_8);
        Path missing = folder.resolve("missing.wav");
        Path text = Files.writeString(folder.resolve("text.wav"), "no music");

        assertThat(run(options("127.0.0.1:9", missing, null), told)).isEqualTo(2);
        assertThat(run(options("127.0.0.1:9", text, null), told)).isEqualTo(2);
        assertThat(run(options("127.0.0.1:9", null, folder), told)).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "--play " + missing + ": there is no such file or folder.",
                        "--play " + text + ": no WAV file.",
                        "--record " + folder + ": it is a directory.");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whoIsTriedIsSaidAtOnceAndSoonThatNobodyAnswers() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                PipedInputStream pipe = new PipedInputStream();
                PrintStream out =
                        new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8);
                BufferedReader told =
                        new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))) {
            String where = "127.0.0.1:" + server.getLocalPort();
            CompletableFuture<Integer> exit =
                    CompletableFuture.supplyAsync(() -> run(options(where, null, null), out));

            assertThat(told.readLine())
                    .isEqualTo("Registering alice@localhost at " + where + " over udp.");
            assertThat(told.readLine())
                    .isEqualTo("No answer yet at " + where + " over udp; is a SIP server there?");
            refuse(server);
            assertThat(exit.join()).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo("Not registered: 403 Forbidden.\n");
        }
    }

    /// Answers the request that waits.
    private static void refuse(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        server.receive(packet);
        String request =
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        String copied =
                request.lines()
                        .filter(
                                line ->
                                        List.of("Via:", "From:", "To:", "Call-ID:", "CSeq:")
                                                .stream()
                                                .anyMatch(line::startsWith))
                        .map(line -> line.startsWith("To:") ? line + ";tag=x" : line)
                        .collect(Collectors.joining("\r\n"));
        byte[] answer =
                ("SIP/2.0 403 Forbidden\r\n" + copied + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }
}

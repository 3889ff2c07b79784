package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.ServerFolder.Ended;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a user can do wrong: each ends with exit code 2 and one sentence that names the place.
@Execution(ExecutionMode.CONCURRENT) // each test has a server of its own
class BadInputTest {
    @TempDir Path folder;

    private static void saysOnce(Ended ended, String... words) {
        assertThat(ended.err()).contains(words);
        assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void aUdpPortInUseIsNamed() throws Exception {
        try (DatagramSocket taken =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            saysOnce(
                    configured(
                            "sip: {udp: '"
                                    + address
                                    + "', tcp: off}\nhttp: {listen: '127.0.0.1:0'}\n"),
                    address);
        }
    }

    @Test
    void aTcpPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            saysOnce(
                    configured(
                            "sip: {udp: off, tcp: '"
                                    + address
                                    + "'}\nhttp: {listen: '127.0.0.1:0'}\n"),
                    address);
        }
    }

    @Test
    void anHttpPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            saysOnce(
                    configured(
                            "sip: {udp: '127.0.0.1:0', tcp: '127.0.0.1:0'}\nhttp: {listen: '"
                                    + address
                                    + "'}\n"),
                    address);
        }
    }

    @Test
    void anUnknownKeyIsNamedTogetherWithTheNearestKnownOne() throws Exception {
        saysOnce(configured("domain: [localhost]\n"), "referee.yaml", "domain", "domains");
    }

    @Test
    void aConfigurationThatIsNotYamlIsNamed() throws Exception {
        saysOnce(configured("sip: {udp: [\n"), "referee.yaml");
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() throws Exception {
        saysOnce(
                new ServerFolder(folder)
                        .run(List.of("serve", "--config", "elsewhere.yaml", "--data", "data")),
                "elsewhere.yaml");
    }

    @Test
    void aWrongApplyFileSaysLineAndKey() throws Exception {
        String wrong = Phone.applyFile("      - {name: alice, domain: localhost, pasword: pa}\n");

        saysOnce(
                new ServerFolder(folder).accounts(wrong).fail(),
                "apply.yaml",
                "5",
                "pasword",
                "password");
    }

    @Test
    void aDamagedDatabaseIsNamed() throws Exception {
        ServerFolder server = new ServerFolder(folder);
        server.start().close();
        Path database = database(server.data());
        byte[] bytes = Files.readAllBytes(database);
        java.util.Arrays.fill(bytes, 0, bytes.length, (byte) 0x55);
        Files.write(database, bytes);

        saysOnce(server.fail(), database.getFileName().toString().replace(".mv.db", ""));
    }

    @Test
    void aDatabaseThatAnotherServerHasOpenIsNamed() throws Exception {
        ServerFolder server = new ServerFolder(folder);
        try (RunningServer first = server.start()) {
            assertThat(first.alive()).isTrue();
            saysOnce(
                    server.fail(),
                    database(server.data()).getFileName().toString().replace(".mv.db", ""));
        }
    }

    @Test
    void anUnknownCommandIsRefused() throws Exception {
        Ended ended = new ServerFolder(folder).run(List.of("serf"));

        assertThat(ended.err()).contains("serf", "serve");
        assertThat(ended.exit()).isEqualTo(2);
    }

    @Test
    void aServerStopsInPeaceWhenItIsAskedTo() throws Exception {
        ServerFolder server = new ServerFolder(folder);
        RunningServer running = server.start();

        assertThat(running.terminate()).isZero();

        assertThat(Files.readString(folder.resolve("server.log")))
                .doesNotContain("failed", "xception");
    }

    private Ended configured(String yaml) throws Exception {
        return new ServerFolder(folder).configuration(yaml).fail();
    }

    private static Path database(Path data) throws Exception {
        try (var files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".mv.db"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

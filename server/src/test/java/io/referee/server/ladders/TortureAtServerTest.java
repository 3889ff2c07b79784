package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.ladder.VirtualTime;
import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;
import io.referee.server.virtual.NoBindings;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the server answers to the torture messages of RFC 4475 §3 and RFC 5118 §4: the column
/// `server` of `sip/src/test/resources/vectors/VERDICTS.txt`.
class TortureAtServerTest {
    private static final Path VECTORS = Path.of("../sip/src/test/resources/vectors");
    private static final Hop SOMEWHERE = Hop.udp(Hosts.address("192.0.2.250", 5060));

    /// Longer than any call may ring.
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    record Vector(String name, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        return Files.readAllLines(VECTORS.resolve("VERDICTS.txt"), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\\|", 5))
                .map(cells -> new Vector(cells[0].strip(), cells[3].strip()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isAnsweredAsTheTableSays(Vector vector) throws IOException {
        byte[] octets = Files.readAllBytes(VECTORS.resolve(vector.name() + ".dat"));

        assertThat(answer(octets)).isEqualTo(vector.answer());
    }

    private static String answer(byte[] octets) {
        return switch (Parser.datagram(octets)) {
            case Malformed bad -> bad.answer().map(TortureAtServerTest::status).orElse("none");
            case SipMessage message -> answer(message);
        };
    }

    private static String answer(SipMessage message) {
        List<Response> finals = new ArrayList<>();
        VirtualTime time = new VirtualTime();
        VirtualWorld outside =
                new VirtualWorld(
                        time,
                        Wire.SERVER,
                        (sent, to) -> {
                            if (sent instanceof Response response && !response.provisional()) {
                                finals.add(response);
                            }
                        },
                        0);
        core(outside).received(message, SOMEWHERE);
        time.advance(ENOUGH);
        assertThat(finals.stream().map(Response::status).distinct()).hasSizeLessThanOrEqualTo(1);
        return finals.isEmpty() ? "none" : status(finals.getFirst());
    }

    private static String status(Response response) {
        return Integer.toString(response.status());
    }

    private static Core core(VirtualWorld outside) {
        DirectorySnapshot.Draft draft =
                DirectorySnapshot.empty(List.of("example.com", "example.net")).draft();
        draft.put(new Owner("owner", "", List.of()));
        for (String name : List.of("user", "j.user", "watson", "1_unusual.URI")) {
            Ha1 ha1 = new Digest().ha1(name, "example.com", "secret");
            draft.put(
                    new Account(
                            "owner",
                            name,
                            "example.com",
                            ha1,
                            "",
                            "",
                            TransferMode.DENY,
                            Optional.empty(),
                            "",
                            Access.USUAL));
        }
        DirectorySnapshot directory = draft.snapshot();
        byte[] secret = "not a secret in ladders, 32 bytes".getBytes(StandardCharsets.US_ASCII);
        return new Core(
                new Core.Surroundings(
                        outside,
                        (_, _, _, _, _, _) -> {},
                        () -> directory,
                        new NoBindings(),
                        secret),
                Core.Settings.standard("Referee/test"));
    }
}

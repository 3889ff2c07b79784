package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.server.account.CreditStore.Used;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordStore;
import io.referee.server.store.Store;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A prepaid call that goes on over an orderly restart of a real server costs what its record says.
@Timeout(120)
final class CreditOverRestartTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TALKED = Duration.ofMillis(1_500);
    private static final String ALICE = "alice@localhost";
    private static final String PEOPLE =
            """
            users:
              - name: aaron
                accounts:
                  - {name: alice, domain: localhost, password: pa, prepaid: true, credit: 600}
                  - {name: bob, domain: localhost, password: pb}
            """;

    @TempDir Path folder;

    private Server server(int port) throws Exception {
        Path people = Files.writeString(folder.resolve("people.yaml"), PEOPLE);
        String yaml =
                """
                data: %s
                sip: {udp: "127.0.0.1:%d", tcp: off}
                http: {listen: "127.0.0.1:0"}
                """
                        .formatted(folder.resolve("data"), port);
        Configuration configuration =
                ConfigurationReader.read(Document.yaml("test.yaml", yaml), Map.of());
        return Server.start(configuration, List.of(people));
    }

    private static PhoneLine registered(SoftPhone phone, String name, int port) throws Exception {
        String password = "p" + name.charAt(0);
        PhoneLine line =
                phone.line(SipAccount.udp(name, password, "localhost", "127.0.0.1:" + port));
        line.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return line;
    }

    private static SoftPhone phone(String name) throws Exception {
        return SoftPhone.builder()
                .name(name)
                .listen("127.0.0.1:0")
                .ringing(RingBehaviour.ANSWER)
                .build();
    }

    private Used kept() {
        try (Store store = Store.open("", folder.resolve("data"), Clock.systemUTC())) {
            return store.credits().loadAll().get(ALICE);
        }
    }

    /// What the record says when the call cannot go on.
    private Duration ended() {
        try (Store store = Store.open("", folder.resolve("data"), Clock.systemUTC())) {
            return talked(store.records());
        }
    }

    /// What the record says of the leg that alice pays for; zero while it lives.
    private static Duration talked(RecordStore records) {
        return records.flat("", 0, 100, Instant.EPOCH).stream()
                .map(FlatRecord::groupId)
                .distinct()
                .flatMap(group -> records.chain(group).stream())
                .flatMap(chain -> chain.legs().stream())
                .filter(leg -> leg.direction().equals("out") && leg.payer().equals(ALICE))
                .map(LegRecord::talked)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Alice calls bob, and they have talked a while.
    private static PhoneCall talking(Server server, SoftPhone alices, SoftPhone bobs)
            throws Exception {
        int port = server.udp().getPort();
        registered(bobs, "bob", port);
        PhoneCall call = registered(alices, "alice", port).call("bob");
        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        Instant since = Instant.now();
        await().until(() -> Instant.now().isAfter(since.plus(TALKED)));
        return call;
    }

    @Test
    void anOrderlyStopKeepsWhatWasUsedUpToThen() throws Exception {
        try (SoftPhone alices = phone("alice");
                SoftPhone bobs = phone("bob")) {
            try (Server server = server(0)) {
                talking(server, alices, bobs);
            }
            Duration used = kept().total();
            assertThat(used).isGreaterThanOrEqualTo(TALKED);
            assertThat(ended()).as("nobody pays for more").isGreaterThanOrEqualTo(used);
        }
    }

    @Test
    void aCallThatGoesOnCostsWhatItsRecordSays() throws Exception {
        Duration talked;
        try (SoftPhone alices = phone("alice");
                SoftPhone bobs = phone("bob")) {
            int port;
            PhoneCall call;
            try (Server first = server(0)) {
                port = first.udp().getPort();
                call = talking(first, alices, bobs);
            }
            try (Server second = server(port)) {
                call.hangUp();
                assertThat(call.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
                await().atMost(LIMIT).until(() -> talked(second.records()).isPositive());
                talked = talked(second.records());
            }
        }
        assertThat(kept().total()).isEqualTo(talked).isGreaterThan(TALKED);
    }
}

package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `kill -9` of the processes that Ruby plans run in, while a call that a plan set up is talking.
class KilledWorkerTest {
    private static final long LIMIT_SECONDS = 30;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Baresip alices;
    private Baresip bobs;

    @BeforeEach
    void start() throws Exception {
        Peer.BARESIP.needed();
        server = new ServerFolder(folder).accounts(applyFile()).start();
        open.add(server);
        alices = phone(alice, Transport.UDP);
        bobs = phone(bob, Transport.TCP);
        alices.awaitRegistered();
        bobs.awaitRegistered();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private Baresip phone(Phone who, Transport transport) throws Exception {
        Baresip phone = new Baresip(folder, who, server, transport);
        open.add(phone);
        return phone;
    }

    /// Nobody is reached but through the plan: 232 is no account.
    private String applyFile() {
        return """
        users:
          - name: acme
            keys: [k-acme]
            accounts:
              - {name: %1$s, password: %2$s, out: main}
              - {name: %3$s, password: %4$s}
            dialPlans:
              - name: main
                type: ruby
                script: |
                  case req.URI.User
                    when /^232$/ then sys.Dial("%3$s@local")
                  end
        """
                .formatted(alice.user(), alice.password(), bob.user(), bob.password());
    }

    private void aliceDialsThePlan(int calls) {
        alices.run("dial", "sip:232@localhost");
        bobs.awaitCount("CALL_INCOMING", calls);
        bobs.run("accept");
        alices.awaitCount("CALL_ESTABLISHED", calls);
        bobs.awaitCount("CALL_ESTABLISHED", calls);
        hearEachOther(alices, bobs);
    }

    @Test
    void anEstablishedCallGoesOnAndTheNextOneFindsANewWorker() throws Exception {
        aliceDialsThePlan(1);

        List<ProcessHandle> workers = server.children();
        assertThat(workers).as("processes of workers").isNotEmpty();
        for (ProcessHandle worker : workers) {
            worker.destroyForcibly();
            worker.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }

        hearEachOther(alices, bobs);
        alices.run("hangup");
        bobs.await1("CALL_CLOSED");
        aliceDialsThePlan(2);
        assertThat(server.children()).isNotEmpty().doesNotContainAnyElementsOf(workers);
        bobs.run("hangup");
        alices.awaitCount("CALL_CLOSED", 2);
    }
}

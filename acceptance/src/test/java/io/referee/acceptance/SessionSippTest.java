package io.referee.acceptance;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/// Reliable provisional responses (RFC 3262) on one leg, on the other and on both, and session
/// timers (RFC 4028), with phones that SIPp plays. The server accepts sessions of 2 s here, so that
/// they expire while somebody watches.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionSippTest {
    private static final int PAIRS = 8;
    private static final String CONFIGURATION =
            """
            domains: [localhost]
            sip: {udp: "127.0.0.1:0", tcp: "127.0.0.1:0", minSE: 2}
            http: {listen: "127.0.0.1:0"}
            """;

    private final Queue<Phone[]> pairs = new ArrayDeque<>();
    private RunningServer server;
    private Sipp sipp;
    private Phone alice;
    private Phone bob;

    SessionSippTest() {
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(new Phone[] {Phone.named("alice"), Phone.named("bob")});
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Peer.SIPP.needed();
        String[] accounts =
                pairs.stream()
                        .flatMap(java.util.Arrays::stream)
                        .map(phone -> phone.account(Phone.Mode.DENY))
                        .toArray(String[]::new);
        server =
                new ServerFolder(folder)
                        .accounts(Phone.applyFile(accounts))
                        .configuration(CONFIGURATION)
                        .start();
        sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
    }

    @BeforeEach
    void register() throws Exception {
        Phone[] pair = pairs.remove();
        alice = pair[0];
        bob = pair[1];
        sipp.register(alice, bob);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void call(String caller, String callee) throws InterruptedException {
        call(Part.of(caller, alice).to(bob), callee);
    }

    private void call(Part caller, String callee) throws InterruptedException {
        Run answering = sipp.start(Part.of(callee, bob));
        Run calling = sipp.start(caller);
        calling.succeed();
        answering.succeed();
    }

    @Test
    void aCallerGetsEarlyMediaReliablyFromACalleeThatKnowsNothingOfIt() throws Exception {
        call("caller-reliable", "callee-early");
    }

    @Test
    void aCalleeIsAcknowledgedForACallerThatKnowsNothingOfIt() throws Exception {
        call("caller-183", "callee-reliable");
    }

    @Test
    void bothSidesAreReliable() throws Exception {
        call("caller-reliable", "callee-reliable");
    }

    @Test
    void aCallerThatAsksForTooLittleIsToldAndThenRefreshes() throws Exception {
        call("caller-timer", "callee");
    }

    @Test
    void aCallThatIsNotRefreshedIsHungUp() throws Exception {
        call("caller-expires", "callee");
    }

    @Test
    void theServerRefreshesWhenTheCalleeLeavesItToTheCaller() throws Exception {
        call(Part.of("caller", alice).to(bob).pause(5_000), "callee-refreshed");
    }
}

package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Calls between phones that SIPp plays, over the transport that a subclass names; each test has
/// its own three phones. Alice may not transfer, Bob may.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SippTest {
    private static final int TRIOS = 6;

    private final Transport transport;
    private final Queue<Trio> trios = new ArrayDeque<>();

    private RunningServer server;
    private Sipp sipp;
    private Phone alice;
    private Phone bob;
    private Phone carol;

    private record Trio(Phone alice, Phone bob, Phone carol) {
        String accounts() {
            return alice.account(Phone.Mode.DENY)
                    + bob.account(Phone.Mode.CONSUME)
                    + carol.account(Phone.Mode.DENY);
        }
    }

    SippTest(Transport transport) {
        this.transport = transport;
        for (int i = 0; i < TRIOS; i++) {
            trios.add(new Trio(Phone.named("alice"), Phone.named("bob"), Phone.named("carol")));
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Peer.SIPP.needed();
        String[] accounts = trios.stream().map(Trio::accounts).toArray(String[]::new);
        server = new ServerFolder(folder).accounts(Phone.applyFile(accounts)).start();
        sipp = new Sipp(folder, server.port(transport), transport);
    }

    @BeforeEach
    void register() throws Exception {
        Trio trio = trios.remove();
        alice = trio.alice();
        bob = trio.bob();
        carol = trio.carol();
        sipp.register(alice, bob, carol);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /// Alice calls Bob.
    private void call(String caller, String callee) throws InterruptedException {
        Run answering = sipp.start(Part.of(callee, bob));
        Run calling = sipp.start(Part.of(caller, alice).to(bob));
        calling.succeed();
        answering.succeed();
    }

    @Test
    void callsHappenAsTheyMust() throws Exception {
        call("caller", "callee");
        call("caller-early", "callee-early");
        call("caller-busy", "callee-busy");
        call("caller-cancel", "callee-cancelled");
        sipp.start(Part.of("caller-unknown", alice)).succeed();
    }

    @Test
    void aHeldCallIsResumedAndTheOtherRequestsOfADialogGetThrough() throws Exception {
        call("caller-hold", "callee-hold");
    }

    @Test
    void aWrongPasswordIsRefusedWithoutAnotherChallenge() throws Exception {
        Run refused =
                sipp.start(Sipp.registration("register-refused", alice).options("-ap", "wrong"));

        refused.succeed();

        assertThat(refused.text("messages").split("SIP/2.0 401", -1)).hasSize(2);
    }

    @Test
    void aReferIsConsumedAndTheTargetJoined() throws Exception {
        Run target = sipp.start(Part.of("target", carol).pause(1_500));
        Run transferor = sipp.start(Part.of("transferor", bob).with("refer_to", carol.user()));
        Run transferee = sipp.start(Part.of("transferee", alice).to(bob));

        transferor.succeed();
        transferee.succeed();
        target.succeed();
    }

    @Test
    void aTransferToABusyTargetLeavesTheTwoTalking() throws Exception {
        Run target = sipp.start(Part.of("callee-busy", carol));
        Run transferor =
                sipp.start(Part.of("transferor-failed", bob).with("refer_to", carol.user()));
        Run transferee = sipp.start(Part.of("caller-until-bye", alice).to(bob));

        target.succeed();
        transferor.succeed();
        transferee.succeed();
    }

    @Test
    void aReferWithoutPermissionIsRefusedAndTheCallGoesOn() throws Exception {
        Run transferor =
                sipp.start(Part.of("transferor-refused", alice).with("refer_to", carol.user()));
        Run caller = sipp.start(Part.of("caller-info", bob).to(alice));

        transferor.succeed();
        caller.succeed();
    }
}

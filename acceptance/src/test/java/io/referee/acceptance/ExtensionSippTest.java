package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Small extensions on the wire, with phones that SIPp plays: `auth-int` (RFC 7616), History-Info
/// and Diversion (RFC 7044, RFC 5806), REFER without a subscription (RFC 4488, RFC 7614) and
/// Max-Breadth (RFC 5393).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExtensionSippTest {
    private static final String INTEGRITY =
            """
            domains: [localhost]
            sip:
              udp: 127.0.0.1:0
              tcp: 127.0.0.1:0
              authInt: on
            http:
              listen: 127.0.0.1:0
            """;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");
    private final Phone guest = Phone.named("guest");
    private RunningServer server;
    private Sipp sipp;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Peer.SIPP.needed();
        server =
                new ServerFolder(folder)
                        .configuration(INTEGRITY)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME),
                                        carol.account(Phone.Mode.DENY)))
                        .start();
        sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(alice, bob, carol);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Run call(String scenario, Phone caller, String callee) throws InterruptedException {
        Run answering = sipp.start(Part.of(callee, bob));
        Run calling = sipp.start(Part.of(scenario, caller).to(bob));
        calling.succeed();
        answering.succeed();
        return calling;
    }

    private void transfer(String transferor) throws InterruptedException {
        Run target = sipp.start(Part.of("target", carol).pause(1_500));
        Run transferring = sipp.start(Part.of(transferor, bob).with("refer_to", carol.user()));
        Run transferee = sipp.start(Part.of("transferee", alice).to(bob));
        transferring.succeed();
        transferee.succeed();
        target.succeed();
        assertThat(transferring.text("messages")).doesNotContain("NOTIFY sip:");
    }

    @Test
    void theBodyOfACallIsProtectedByItsPassword() throws Exception {
        Run calling = call("caller-busy", alice, "callee-busy");

        assertThat(calling.text("messages")).containsPattern("(?m)^Authorization:.*qop=auth-int");
    }

    @Test
    void theWaysThatACallCameAreToldAsTheyWere() throws Exception {
        call("guest-diverted", guest, "callee-diverted");
    }

    @Test
    void aCallIsForkedNoFurtherThanItMay() throws Exception {
        call("guest-breadth", guest, "callee-breadth");
    }

    @Test
    void aTransferorThatWantsNoSubscriptionGetsNone() throws Exception {
        transfer("transferor-quiet");
    }

    @Test
    void aTransferorThatRequiresNoSubscriptionGetsNone() throws Exception {
        transfer("transferor-nosub");
    }
}

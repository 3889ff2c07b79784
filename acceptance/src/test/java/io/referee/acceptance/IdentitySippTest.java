package io.referee.acceptance;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Who registers how, and who is shown to whom, with phones that SIPp plays (RFC 3261 §10, §11, RFC
/// 3323, RFC 3325, RFC 3327, RFC 5626, RFC 5627). The server trusts the whole of loopback.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentitySippTest {
    private static final String TRUSTING =
            """
            domains: [localhost]
            sip:
              udp: 127.0.0.1:0
              tcp: 127.0.0.1:0
              trusted: [127.0.0.0/8]
              digest: [MD5, SHA-256, SHA-512-256]
              authInt: on
            http:
              listen: 127.0.0.1:0
            """;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone flow = Phone.named("flow");
    private final Phone offline = Phone.named("offline");
    private RunningServer server;
    private Sipp sipp;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Peer.SIPP.needed();
        server =
                new ServerFolder(folder)
                        .configuration(TRUSTING)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.DENY),
                                        flow.account(Phone.Mode.DENY),
                                        offline.account(Phone.Mode.DENY)))
                        .start();
        sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(alice, bob);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void register(String scenario) throws InterruptedException {
        sipp.start(Sipp.registration(scenario, flow)).succeed();
    }

    @Test
    void aPhoneOpensAFlowAndGetsItsUris() throws Exception {
        register("register-flow");
    }

    @Test
    void aPhoneBehindAProxyRegistersThroughIt() throws Exception {
        register("register-path");
    }

    @Test
    void aProxyThatKeepsNoFlowsIsNamed() throws Exception {
        register("register-no-outbound");
    }

    @Test
    void whatNobodyKnowsCannotBeRequired() throws Exception {
        register("register-require");
    }

    @Test
    void optionsAreAnsweredTruthfully() throws Exception {
        sipp.start(Part.of("options", alice).to(bob).with("refer_to", offline.user())).succeed();
    }

    private void call(String caller, String callee) throws InterruptedException {
        Run answering = sipp.start(Part.of(callee, bob));
        sipp.start(Part.of(caller, alice).to(bob)).succeed();
        answering.succeed();
    }

    @Test
    void aCallerIsVouchedForAmongTrustedNeighbours() throws Exception {
        call("caller-busy", "callee-vouched");
    }

    @Test
    void aCallerMayStayUnknown() throws Exception {
        call("caller-private", "callee-anonymous");
    }
}

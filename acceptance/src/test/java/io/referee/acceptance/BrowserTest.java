package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Browsers as phones, over WebSocket (RFC 7118 §5): they call each other with real media, and
/// phones of other transports without.
class BrowserTest {
    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");

    @TempDir Path folder;

    private RunningServer server;
    private BrowserPhone alices;

    @BeforeEach
    void alicesRegisters() throws Exception {
        BrowserPhone.needed();
        server =
                new ServerFolder(folder)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME),
                                        carol.account(Phone.Mode.DENY)))
                        .start();
        alices = new BrowserPhone(folder, alice, server);
        alices.await1("registered");
    }

    @AfterEach
    void stop() {
        if (alices != null) {
            alices.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void twoBrowsersTalkHoldAndHangUp() throws Exception {
        try (BrowserPhone bobs = new BrowserPhone(folder, bob, server)) {
            bobs.await1("registered");

            alices.run("call", "sip:" + bob.user() + "@localhost");
            assertThat(bobs.await1("incoming")).contains(alice.user());
            alices.await1("progress");
            bobs.run("answer");
            alices.await1("confirmed");
            bobs.await1("confirmed");
            alices.await1("media-connected");
            bobs.await1("media-connected");

            bobs.run("hold");
            assertThat(alices.await1("hold")).isEqualTo("remote");
            bobs.await1("held"); // JsSIP makes no second offer before
            bobs.run("unhold");
            assertThat(alices.await1("unhold")).isEqualTo("remote");

            alices.run("hangup");
            bobs.await1("ended");
        }
    }

    @Test
    void aCallThatIsNotAnsweredIsCancelled() throws Exception {
        try (BrowserPhone bobs = new BrowserPhone(folder, bob, server)) {
            bobs.await1("registered");

            alices.run("call", "sip:" + bob.user() + "@localhost");
            bobs.await1("incoming");
            alices.run("hangup");

            bobs.await1("failed");
        }
    }

    @Test
    void aBrowserIsCalledFromUdp() throws Exception {
        Peer.SIPP.needed();
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(bob);

        Run calling = sipp.start(Part.of("caller-cancel", bob).to(alice));

        assertThat(alices.await1("incoming")).contains(bob.user());
        calling.succeed();
        alices.await1("failed");
    }
}

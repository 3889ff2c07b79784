package io.referee.acceptance;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// SIPp over TLS registers and calls SIPp over UDP and TCP. SIPp of Debian speaks no TLS itself, so
/// its streams go through a [TlsWrapper].
class TlsSippTest {
    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Sipp secure;

    @BeforeEach
    void start() throws Exception {
        Peer.SIPP.needed();
        Certificate certificate = Certificate.make(folder);
        server =
                new ServerFolder(folder)
                        .configuration(certificate.configuration(0, ""))
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME)))
                        .start();
        open.add(server);
        TlsWrapper wrapper = new TlsWrapper(server.port(Transport.TLS), certificate.certificate());
        open.add(wrapper);
        secure = new Sipp(folder, wrapper.port(), Transport.TCP);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private void callOver(Transport transport, String caller, String callee) throws Exception {
        Sipp plain = new Sipp(folder, server.port(transport), transport);
        plain.register(bob);
        Run answering = plain.start(Part.of(callee, bob));
        Run calling = secure.start(Part.of(caller, alice).to(bob));
        calling.succeed();
        answering.succeed();
    }

    @Test
    void aPhoneRegistersOverTls() throws Exception {
        secure.register(alice);
        secure.start(Sipp.registration("register-refused", alice).options("-ap", "wrong"))
                .succeed();
    }

    @Test
    void aCallerOverTlsReachesPhonesOverUdpAndTcp() throws Exception {
        callOver(Transport.UDP, "caller", "callee");
        callOver(Transport.TCP, "caller-early", "callee-early");
    }

    @Test
    void aCallOverTlsIsHeldAndResumedAndTheOtherRequestsOfADialogGetThrough() throws Exception {
        callOver(Transport.UDP, "caller-hold", "callee-hold");
    }
}

package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.net.TlsClient;
import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Phones over TLS, and calls between transports.
class TlsPhonesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private Certificate certificate;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        certificate = Certificate.make(folder);
        server =
                new ServerFolder(folder)
                        .configuration(certificate.configuration(0, ""))
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME)))
                        .start();
        open.add(server);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private PhoneLine softphone(Phone who, io.referee.sip.transport.Transport transport)
            throws Exception {
        SoftPhone phone =
                SoftPhone.builder()
                        .name(who.user())
                        .ringing(RingBehaviour.ANSWER)
                        .tls(TlsClient.standard().trusting(List.of(certificate.certificate())))
                        .build();
        open.add(phone);
        int port = server.port(Transport.valueOf(transport.name()));
        PhoneLine line =
                phone.line(
                        new SipAccount(
                                who.user(),
                                who.password(),
                                "localhost",
                                "127.0.0.1:" + port,
                                transport));
        assertThat(line.register().get(20, TimeUnit.SECONDS)).isEqualTo(LineState.REGISTERED);
        return line;
    }

    private static void callAndHangUp(PhoneLine from, Phone to) throws Exception {
        PhoneCall call = from.call(to.user());
        call.await(CallState.IN_CALL, LIMIT);
        call.hangUp();
        call.await(CallState.COMPLETED, LIMIT);
    }

    @Test
    void aPhoneOverTlsCallsOneOverUdpAndTheOtherWayRound() throws Exception {
        PhoneLine secure = softphone(alice, io.referee.sip.transport.Transport.TLS);
        PhoneLine plain = softphone(bob, io.referee.sip.transport.Transport.UDP);
        callAndHangUp(secure, bob);
        callAndHangUp(plain, alice);
    }

    @Test
    void aPhoneOverTcpCallsOneOverTlsAndTheOtherWayRound() throws Exception {
        PhoneLine secure = softphone(alice, io.referee.sip.transport.Transport.TLS);
        PhoneLine plain = softphone(bob, io.referee.sip.transport.Transport.TCP);
        callAndHangUp(plain, alice);
        callAndHangUp(secure, bob);
    }

    @Test
    void baresipRegistersAndCallsOverTls() throws Exception {
        Peer.BARESIP.needed();
        Baresip alices = new Baresip(folder, alice, server, Transport.TLS);
        open.add(alices);
        Baresip bobs = new Baresip(folder, bob, server, Transport.UDP);
        open.add(bobs);
        alices.awaitRegistered();
        bobs.awaitRegistered();
        alices.run("dial", "sip:" + bob.user() + "@localhost");
        bobs.await1("CALL_INCOMING");
        bobs.run("accept");
        alices.await1("CALL_ESTABLISHED");
        int port = bobs.rtpPort();
        await().atMost(LIMIT).until(() -> alices.heardFrom(port) >= 25);
        bobs.run("hangup");
        alices.await1("CALL_CLOSED");
        bobs.run("dial", "sip:" + alice.user() + "@localhost");
        alices.awaitCount("CALL_INCOMING", 1);
        alices.run("accept");
        bobs.awaitCount("CALL_ESTABLISHED", 2);
    }
}

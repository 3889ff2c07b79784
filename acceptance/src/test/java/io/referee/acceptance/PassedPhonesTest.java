package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;
import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;
import io.referee.softphone.TransferRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// An attended transfer that is passed on (RFC 5589 §7.3): Bob gives Alice to Carol by REFER with
/// Replaces, Alice's phone gets it and takes Bob's place in his call with Carol. Bob's and Carol's
/// phones are baresip 1.0, Alice's is ours, because baresip 1.0 cannot take anybody's place: it
/// uses the Refer-To as a format for printing, which makes each escape of the Replaces (`%3B`,
/// `%3D`) a question mark, before it leaves the rest in its Request-URI. A Replaces there would do,
/// but in this one nothing says any more where Call-ID and tags begin, so it gets 400. The escapes
/// cannot be left out: a URI has neither `;` nor `=` in the value of a header. SIPp plays the
/// target Dora, who says back what she hears.
class PassedPhonesTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /// The pitch that every baresip of these tests plays, and that Alice does not.
    private static final int BARESIP_HERTZ = 440;

    private static final int ALICES_HERTZ = 700;
    private static final int PACKETS = 25;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");
    private final Phone dora = Phone.named("dora");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Http http;
    private PhoneLine alices;
    private Baresip bobs;
    private Baresip carols;

    @BeforeEach
    void start() throws Exception {
        Peer.BARESIP.needed();
        server =
                new ServerFolder(folder)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.PASS),
                                        carol.account(Phone.Mode.DENY),
                                        dora.account(Phone.Mode.DENY)))
                        .start();
        open.add(server);
        http = new Http(server);
        bobs = new Baresip(folder, bob, server, Transport.TCP);
        open.add(bobs);
        carols = new Baresip(folder, carol, server, Transport.UDP);
        open.add(carols);
        SoftPhone phone =
                SoftPhone.builder()
                        .name(alice.user())
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .tone(ALICES_HERTZ)
                        .build();
        open.add(phone);
        alices =
                phone.line(
                        SipAccount.udp(
                                alice.user(),
                                alice.password(),
                                "localhost",
                                "127.0.0.1:" + server.port(Transport.UDP)));
        assertThat(alices.register().get(20, TimeUnit.SECONDS)).isEqualTo(LineState.REGISTERED);
        bobs.awaitRegistered();
        carols.awaitRegistered();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /// Alice talks with Bob, who has put her on hold.
    private PhoneCall aliceCallsBob(CompletableFuture<TransferRequest> asked) {
        PhoneCall call = alices.call("sip:" + bob.user() + "@localhost");
        call.onTransferRequested(asked::complete);
        bobs.await1("CALL_INCOMING");
        bobs.run("accept");
        call.await(CallState.IN_CALL, LIMIT);
        bobs.await1("CALL_ESTABLISHED");
        call.audio().hears(BARESIP_HERTZ, LIMIT).join();
        bobs.run("hold");
        call.await(CallState.REMOTE_HELD, LIMIT);
        return call;
    }

    @Test
    void aReferWithReplacesLetsAliceTakeBobsPlaceWithCarol() throws Exception {
        CompletableFuture<TransferRequest> asked = new CompletableFuture<>();
        PhoneCall first = aliceCallsBob(asked);
        int bobsFirst = bobs.rtpPort();
        bobs.run("dial", "sip:" + carol.user() + "@localhost");
        carols.await1("CALL_INCOMING");
        carols.run("accept");
        bobs.awaitCount("CALL_ESTABLISHED", 2);
        hearEachOther(carols, bobs);
        int bobsSecond = bobs.rtpPort();
        JsonNode call = http.call(alice, bob);
        String carolInstead = bobs.replacing(carol);

        bobs.run("line", "1");
        bobs.run("transfer", carolInstead);
        PhoneCall second = asked.get(LIMIT.toSeconds(), TimeUnit.SECONDS).accept().orElseThrow();

        second.await(CallState.IN_CALL, LIMIT);
        first.await(CallState.COMPLETED, LIMIT);
        bobs.awaitCount("CALL_CLOSED", 2);
        aliceAndCarolHearEachOther(second);
        Silence.on(bobsFirst);
        Silence.on(bobsSecond);
        assertThat(carols.count("CALL_INCOMING")).isEqualTo(1);
        JsonNode transfer =
                http.completedChain(call.path("chain").asString()).path("transfers").path(0);
        assertThat(transfer.path("kind").asString()).isEqualTo("pass");
        second.hangUp();
        carols.await1("CALL_CLOSED");
    }

    @Test
    void theTargetMayBeSipp() throws Exception {
        Peer.SIPP.needed();
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(dora);
        Run target = sipp.start(Part.of("target-until-bye", dora).options("-rtp_echo"));
        CompletableFuture<TransferRequest> asked = new CompletableFuture<>();
        PhoneCall first = aliceCallsBob(asked);
        int bobsFirst = bobs.rtpPort();
        bobs.run("dial", "sip:" + dora.user() + "@localhost");
        bobs.awaitCount("CALL_ESTABLISHED", 2);
        bobs.hearsItselfFrom(dora);
        int bobsSecond = bobs.rtpPort();
        JsonNode call = http.call(alice, bob);
        String doraInstead = bobs.replacing(dora);

        bobs.run("line", "1");
        bobs.run("transfer", doraInstead);
        PhoneCall second = asked.get(LIMIT.toSeconds(), TimeUnit.SECONDS).accept().orElseThrow();

        second.await(CallState.IN_CALL, LIMIT);
        first.await(CallState.COMPLETED, LIMIT);
        bobs.awaitCount("CALL_CLOSED", 2);
        second.audio().hears(ALICES_HERTZ, LIMIT).join(); // what she says comes back from Dora
        long received = second.audio().report().received();
        await().atMost(LIMIT).until(() -> second.audio().report().received() >= received + PACKETS);
        Silence.on(bobsFirst);
        Silence.on(bobsSecond);
        JsonNode chain = http.completedChain(call.path("chain").asString());
        assertThat(chain.path("transfers").path(0).path("kind").asString()).isEqualTo("pass");
        second.hangUp();
        target.succeed();
    }

    /// Counted at both, from now on.
    private void aliceAndCarolHearEachOther(PhoneCall call) {
        int port = call.audio().port();
        long before = carols.heardFrom(port);
        await().atMost(LIMIT).until(() -> carols.heardFrom(port) >= before + PACKETS);
        long received = call.audio().report().received();
        await().atMost(LIMIT).until(() -> call.audio().report().received() >= received + PACKETS);
        call.audio().hears(BARESIP_HERTZ, LIMIT).join();
    }
}

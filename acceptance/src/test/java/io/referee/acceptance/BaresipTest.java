package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;

/// Real phones with real audio: Alice calls Bob, and Bob's transfer button or HTTP gives her to
/// Carol.
@Execution(ExecutionMode.CONCURRENT) // each test has a server of its own
class BaresipTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int PACKETS = 25;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");

    @TempDir Path folder;

    private RunningServer server;
    private Baresip alices;
    private Baresip bobs;

    @BeforeEach
    void alicesCallsBob() throws Exception {
        Peer.BARESIP.needed();
        server =
                new ServerFolder(folder)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME),
                                        carol.account(Phone.Mode.DENY)))
                        .start();
        alices = new Baresip(folder, alice, server, Transport.UDP);
        bobs = new Baresip(folder, bob, server, Transport.TCP);
        alices.awaitRegistered();
        bobs.awaitRegistered();
        alices.run("dial", "sip:" + bob.user() + "@localhost");
        bobs.await1("CALL_INCOMING");
        bobs.run("accept");
        alices.await1("CALL_ESTABLISHED");
        bobs.await1("CALL_ESTABLISHED");
    }

    @AfterEach
    void stop() throws Exception {
        for (Baresip phone : java.util.Arrays.asList(alices, bobs)) {
            if (phone != null) {
                phone.close();
            }
        }
        if (server != null) {
            server.close();
        }
    }

    private void bobHolds() {
        bobs.run("hold");
        await().atMost(LIMIT)
                .until(
                        () ->
                                alices.run("callstat").contains("recvonly")
                                        || alices.run("audio_debug").contains("dir=recvonly"));
    }

    @Test
    void aCallIsHeldAndResumedWithAudioBothWays() {
        hearEachOther(alices, bobs);

        bobHolds();
        bobs.run("resume");
        await().atMost(LIMIT).until(() -> alices.run("audio_debug").contains("dir=sendrecv"));

        hearEachOther(alices, bobs);
        alices.run("hangup");
        bobs.await1("CALL_CLOSED");
    }

    @Test
    void bobsTransferButtonLetsAliceAndCarolHearEachOther() throws Exception {
        try (Baresip carols = new Baresip(folder, carol, server, Transport.UDP)) {
            carols.awaitRegistered();

            bobs.run("transfer", "sip:" + carol.user() + "@localhost");

            carolIsJoined(carols);
        }
    }

    @Test
    void aTransferOverHttpLetsAliceAndCarolHearEachOther() throws Exception {
        try (Baresip carols = new Baresip(folder, carol, server, Transport.UDP)) {
            carols.awaitRegistered();
            Http http = new Http(server);
            JsonNode call = http.calls().get(0);

            JsonNode transfer =
                    http.post(
                            "/api/v1/calls/" + call.path("id").asString() + "/transfers",
                            "{\"kind\": \"blind\", \"leg\": \""
                                    + Http.legOf(call, bob.user())
                                    + "\", \"to\": \""
                                    + carol.user()
                                    + "@localhost\"}");

            carolIsJoined(carols);
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    http.get("/api/v1/transfers/" + transfer.path("id").asString())
                                            .path("outcome")
                                            .asString("")
                                            .equals("completed"));
        }
    }

    private void carolIsJoined(Baresip carols) {
        carols.await1("CALL_INCOMING");
        carols.run("accept");
        carols.await1("CALL_ESTABLISHED");
        bobs.await1("CALL_CLOSED");
        hearEachOther(alices, carols);
        alices.run("hangup");
        carols.await1("CALL_CLOSED");
    }

    @Test
    void bobsTransferButtonReachesSipp() throws Exception {
        Peer.SIPP.needed();
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(carol);
        Run target = sipp.start(Part.of("target", carol).pause(1_500).options("-rtp_echo"));
        int before = alices.rtpPort();

        bobs.run("transfer", "sip:" + carol.user() + "@localhost");

        bobs.await1("CALL_CLOSED");
        assertThat(alices.rtpPort()).isEqualTo(before);
        await().atMost(LIMIT).until(() -> alices.heardFrom(carol.audioPort()) >= PACKETS);
        target.succeed();
        alices.await1("CALL_CLOSED");
    }

    /// This baresip hangs up by itself when a transfer fails; that the call itself goes on is seen
    /// in [SippTest].
    @Test
    void aliceMayNotTransferAndIsToldSo() {
        alices.run("transfer", "sip:" + carol.user() + "@localhost");

        alices.await1("TRANSFER_FAILED");
        assertThat(alices.screen()).contains("SIP/2.0 603");
        assertThat(alices.screen().substring(alices.screen().indexOf("SIP/2.0 603")))
                .doesNotContain("BYE sip:" + alice.user());
    }
}

package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Hold by the server and hold music, heard by real phones: Alice calls Bob, and a phone of the
/// account `music` plays to whoever is held.
class HoldPhonesTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int PACKETS = 25;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone music = Phone.named("music");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Http http;
    private Baresip alices;
    private Baresip bobs;
    private JsonNode call;

    @BeforeEach
    void alicesCallsBob() throws Exception {
        Peer.BARESIP.needed();
        server =
                new ServerFolder(folder)
                        .configuration(
                                """
                                domains: [localhost]
                                sip: {udp: "127.0.0.1:0", tcp: "127.0.0.1:0"}
                                http: {listen: "127.0.0.1:0"}
                                transfer: {music: "sip:%s@localhost"}
                                """
                                        .formatted(music.user()))
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME),
                                        music.account(Phone.Mode.DENY)))
                        .start();
        open.add(server);
        http = new Http(server);
        alices = phone(alice, Transport.UDP);
        bobs = phone(bob, Transport.TCP);
        alices.run("dial", "sip:" + bob.user() + "@localhost");
        bobs.await1("CALL_INCOMING");
        bobs.run("accept");
        alices.await1("CALL_ESTABLISHED");
        bobs.await1("CALL_ESTABLISHED");
        hearEachOther(alices, bobs);
        call = http.call(alice, bob);
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
        phone.awaitRegistered();
        return phone;
    }

    private void ask(String action, String leg) throws Exception {
        http.post(
                "/api/v1/calls/" + call.path("id").asString() + '/' + action,
                "{\"leg\": \"" + leg + "\"}");
    }

    private static void direction(Baresip phone, String direction) {
        await().atMost(LIMIT)
                .until(() -> phone.run("audio_debug").contains("dir=" + direction + ' '));
    }

    @Test
    void bothAreHeldOverHttpAndResumed() throws Exception {
        ask("hold", "both");
        direction(alices, "inactive");
        direction(bobs, "inactive");
        assertThat(http.call(alice, bob).path("legs").valueStream())
                .allMatch(leg -> leg.path("held").asBoolean());

        ask("unhold", "both");
        direction(alices, "sendrecv");
        direction(bobs, "sendrecv");
        hearEachOther(alices, bobs);
        alices.run("hangup");
        bobs.await1("CALL_CLOSED");
    }

    @Test
    void whomBobHoldsHearsMusicUntilHeResumes() throws Exception {
        Baresip player = phone(music, Transport.UDP);

        bobs.run("hold");
        player.await1("CALL_INCOMING");
        player.run("accept");
        player.await1("CALL_ESTABLISHED");
        int port = player.rtpPort();
        await().atMost(LIMIT).until(() -> alices.heardFrom(port) >= PACKETS);
        direction(alices, "recvonly");

        bobs.run("resume");
        player.await1("CALL_CLOSED");
        direction(alices, "sendrecv");
        hearEachOther(alices, bobs);
        Silence.on(port);
        alices.run("hangup");
        bobs.await1("CALL_CLOSED");
    }
}

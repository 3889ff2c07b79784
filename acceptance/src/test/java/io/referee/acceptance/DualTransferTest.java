package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Two calls that the call manager joins, as an announcing application asks for it: Alice and Carol
/// have real audio, Bob and Dave, who are not needed any more, are played by SIPp.
class DualTransferTest {
    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");
    private final Phone dave = Phone.named("dave");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Http http;
    private Sipp sipp;
    private Baresip alices;
    private Baresip carols;

    @BeforeEach
    void start() throws Exception {
        Peer.BARESIP.needed();
        Peer.SIPP.needed();
        server =
                new ServerFolder(folder)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.DENY),
                                        carol.account(Phone.Mode.DENY),
                                        dave.account(Phone.Mode.DENY)))
                        .start();
        open.add(server);
        http = new Http(server);
        sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(bob, dave);
        alices = phone(alice, Transport.UDP);
        carols = phone(carol, Transport.TCP);
        alices.awaitRegistered();
        carols.awaitRegistered();
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
        return phone;
    }

    /// The Call-ID of the leg of the callee, as the call manager wants it.
    private String calls(Baresip caller, Phone who, Phone callee) throws Exception {
        caller.run("dial", "sip:" + callee.user() + "@localhost");
        caller.await1("CALL_ESTABLISHED");
        return http.call(who, callee)
                .path("legs")
                .valueStream()
                .filter(leg -> leg.path("party").asString().equals(callee.user()))
                .map(leg -> leg.path("callId").asString())
                .map(id -> URLEncoder.encode(id, StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("001, call announcement: those who are kept hear each other, others are hung up")
    void theTwoWhoAreKeptHearEachOtherAndTheOthersAreHungUp() throws Exception {
        Run bobs = sipp.start(Part.of("callee", bob));
        Run daves = sipp.start(Part.of("callee", dave));
        String first = calls(alices, alice, bob);
        String second = calls(carols, carol, dave);

        String answer =
                http.text(
                        "/callmanager.svc/dualtransfer?user=acme&callid1="
                                + first
                                + "&callid2="
                                + second);

        assertThat(answer).isEmpty();
        bobs.succeed();
        daves.succeed();
        hearEachOther(alices, carols);
        Silence.on(bob.audioPort());
        Silence.on(dave.audioPort());
        assertThat(http.calls()).hasSize(1);
        alices.run("hangup");
        carols.await1("CALL_CLOSED");
    }
}

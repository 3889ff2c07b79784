package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A transfer that comes back, with real audio: Bob gives Alice to Carol and hangs up at once,
/// Carol is busy, Bob's phone rings again.
class RecallPhonesTest {
    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;

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

    @Test
    void whoHungUpBeforeTheTargetRefusedIsCalledBackAndTheTwoTalkOn() throws Exception {
        Peer.BARESIP.needed();
        Peer.SIPP.needed();
        server =
                new ServerFolder(folder)
                        .configuration(
                                """
                                domains: [localhost]
                                sip: {udp: "127.0.0.1:0", tcp: "127.0.0.1:0"}
                                http: {listen: "127.0.0.1:0"}
                                transfer: {onFail: recall}
                                """)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME),
                                        carol.account(Phone.Mode.DENY)))
                        .start();
        open.add(server);
        Http http = new Http(server);
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(carol);
        Baresip alices = phone(alice, Transport.UDP);
        Baresip bobs = phone(bob, Transport.TCP);
        alices.run("dial", "sip:" + bob.user() + "@localhost");
        bobs.await1("CALL_INCOMING");
        bobs.run("accept");
        bobs.await1("CALL_ESTABLISHED");
        hearEachOther(alices, bobs);
        JsonNode call = http.call(alice, bob);

        Run busy = sipp.start(Part.of("callee-late-busy", carol).pause(1_000));
        bobs.run("transfer", "sip:" + carol.user() + "@localhost");
        bobs.awaitScreen("SIP/2.0 202 Accepted");
        bobs.run("hangup");
        busy.succeed();
        bobs.awaitCount("CALL_INCOMING", 2);
        bobs.run("accept");
        bobs.awaitCount("CALL_ESTABLISHED", 2);

        hearEachOther(alices, bobs);
        assertThat(bobs.screen()).contains("\"Recall: ", "<urn:alert:service:recall:transfer>");
        assertThat(http.call(alice, bob).path("id")).isEqualTo(call.path("id"));
        bobs.run("hangup");
        alices.await1("CALL_CLOSED");
    }
}

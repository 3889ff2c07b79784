package io.referee.acceptance;

import static io.referee.acceptance.Baresip.hearEachOther;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Real phones with real audio that place the call to the target themselves, through the server
/// again, because of a REFER that was passed on or is our own. The audio is right, and the records
/// say that the two calls belong together. SIPp plays the target Dora, who says back what she
/// hears.
class ReferredPhonesTest {
    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone carol = Phone.named("carol");
    private final Phone dora = Phone.named("dora");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Http http;
    private Baresip alices;
    private Baresip bobs;
    private Baresip carols;
    private JsonNode call;

    @BeforeEach
    void alicesCallsBob() throws Exception {
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
        alices = phone(alice, Transport.UDP);
        bobs = phone(bob, Transport.TCP);
        carols = phone(carol, Transport.UDP);
        alices.awaitRegistered();
        bobs.awaitRegistered();
        carols.awaitRegistered();
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
        return phone;
    }

    /// @return the transfer, as the records have it
    private JsonNode aliceCallsCarol() throws Exception {
        int first = bobs.rtpPort();
        carols.await1("CALL_INCOMING");
        carols.run("accept");
        bobs.await1("CALL_CLOSED");
        alices.await1("CALL_CLOSED");
        hearEachOther(alices, carols);
        Silence.on(first);
        return linked(carol);
    }

    /// @return the transfer that links the records of Alice's call to the target to those of the
    ///   first call
    private JsonNode linked(Phone target) throws Exception {
        String before = call.path("chain").asString();
        JsonNode chain = http.completedChain(before);
        JsonNode related = chain.path("related").path(0);
        assertThat(related.path("relatedTo").asString()).isEqualTo(before);
        assertThat(related.path("group").asString())
                .isEqualTo(http.call(alice, target).path("chain").asString());
        assertThat(related.path("because").asString())
                .isEqualTo(chain.path("transfers").path(0).path("transferId").asString());
        return chain.path("transfers").path(0);
    }

    @Test
    void aReferPassedOnLetsAliceCallCarol() throws Exception {
        bobs.run("transfer", "sip:" + carol.user() + "@localhost");

        JsonNode transfer = aliceCallsCarol();

        assertThat(transfer.path("kind").asString()).isEqualTo("pass");
        assertThat(alices.screen()).contains("REFER sip:" + alice.user());
    }

    @Test
    void aReferPassedOnLetsAliceCallSipp() throws Exception {
        Peer.SIPP.needed();
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(dora);
        Run target = sipp.start(Part.of("target-until-bye", dora).options("-rtp_echo"));
        open.add(target.process()::destroy);
        int first = bobs.rtpPort();

        bobs.run("transfer", "sip:" + dora.user() + "@localhost");

        bobs.await1("CALL_CLOSED");
        alices.await1("CALL_CLOSED");
        alices.hearsItselfFrom(dora);
        Silence.on(first);
        assertThat(linked(dora).path("kind").asString()).isEqualTo("pass");
        assertThat(alices.screen()).contains("REFER sip:" + alice.user());
        alices.run("hangup");
        target.succeed();
    }

    @Test
    void aReferOfOursLetsAliceCallCarol() throws Exception {
        JsonNode begun =
                http.post(
                        "/api/v1/calls/" + call.path("id").asString() + "/transfers",
                        "{\"kind\": \"refer\", \"leg\": \""
                                + Http.legOf(call, alice.user())
                                + "\", \"to\": \""
                                + carol.user()
                                + "@localhost\"}");

        JsonNode transfer = aliceCallsCarol();

        assertThat(transfer.path("transferId").asString()).isEqualTo(begun.path("id").asString());
        assertThat(http.ended(begun).path("outcome").asString()).isEqualTo("completed");
        assertThat(bobs.screen()).doesNotContain("REFER sip:");
    }
}

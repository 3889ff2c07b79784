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

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Attended transfers between real phones with real audio (RFC 5589 §7): Alice calls Bob, Bob holds
/// her, calls Carol and gives the two to each other by REFER with Replaces. The button of baresip
/// 1.0 knows no second call, so its Refer-To is written out for it; REFER, NOTIFYs and all that
/// follows are its own. SIPp plays the target Dora, who says back what she hears.
class AttendedPhonesTest {
    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");
    private final Phone barbara = Phone.named("barbara");
    private final Phone carol = Phone.named("carol");
    private final Phone dora = Phone.named("dora");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer server;
    private Http http;
    private Baresip alices;
    private Baresip carols;

    @BeforeEach
    void start() throws Exception {
        Peer.BARESIP.needed();
        server =
                new ServerFolder(folder)
                        .accounts(
                                Phone.applyFile(
                                        alice.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.CONSUME),
                                        barbara.account(Phone.Mode.ATTENDED),
                                        carol.account(Phone.Mode.DENY),
                                        dora.account(Phone.Mode.DENY)))
                        .start();
        open.add(server);
        http = new Http(server);
        alices = phone(alice, Transport.UDP);
        carols = phone(carol, Transport.UDP);
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

    /// The transferor, in a call with Alice whom it has put on hold.
    private Baresip talkingTo(Phone transferor) throws Exception {
        Baresip phone = phone(transferor, Transport.TCP);
        phone.awaitRegistered();
        alices.run("dial", "sip:" + transferor.user() + "@localhost");
        phone.await1("CALL_INCOMING");
        phone.run("accept");
        alices.await1("CALL_ESTABLISHED");
        phone.await1("CALL_ESTABLISHED");
        hearEachOther(alices, phone);
        phone.run("hold");
        alices.awaitCount("CALL_REMOTE_SDP", 2);
        return phone;
    }

    private void consults(Baresip transferor) {
        transferor.run("dial", "sip:" + carol.user() + "@localhost");
        carols.await1("CALL_INCOMING");
        carols.run("accept");
        transferor.awaitCount("CALL_ESTABLISHED", 2);
        hearEachOther(carols, transferor);
    }

    /// The two who stay hear each other, nobody speaks to the transferor, and the records say so.
    private void joined(Phone transferor, Baresip phone, int first, int second) throws Exception {
        phone.awaitCount("CALL_CLOSED", 2);
        hearEachOther(alices, carols);
        Silence.on(first);
        Silence.on(second);
        recorded(transferor, carol);
        alices.run("hangup");
        carols.await1("CALL_CLOSED");
    }

    /// Both calls are one chain.
    private void recorded(Phone transferor, Phone target) throws Exception {
        JsonNode call = http.call(alice, target);
        assertThat(http.calls()).hasSize(1);
        JsonNode chain = http.completedChain(call.path("chain").asString());
        assertThat(chain.path("transfers").path(0).path("kind").asString()).isEqualTo("attended");
        assertThat(chain.path("transfers").path(0).path("account").asString())
                .isEqualTo(transferor.user() + "@localhost");
        assertThat(chain.path("merges")).hasSize(1);
    }

    @Test
    @DisplayName("004, attended transfer: hold, call the third, REFER with Replaces to the first")
    void theReferOfTheFirstCallLetsAliceAndCarolHearEachOther() throws Exception {
        Baresip bobs = talkingTo(bob);
        int first = bobs.rtpPort();
        consults(bobs);
        int second = bobs.rtpPort();
        String carolInstead = bobs.replacing(carol);

        bobs.run("line", "1");
        bobs.run("transfer", carolInstead);

        joined(bob, bobs, first, second);
    }

    @Test
    void theReferOfTheFirstCallLetsAliceAndSippHearEachOther() throws Exception {
        Peer.SIPP.needed();
        Sipp sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
        sipp.register(dora);
        Run target = sipp.start(Part.of("target-until-bye", dora).options("-rtp_echo"));
        open.add(target.process()::destroy);
        Baresip bobs = talkingTo(bob);
        int first = bobs.rtpPort();
        bobs.run("dial", "sip:" + dora.user() + "@localhost");
        bobs.awaitCount("CALL_ESTABLISHED", 2);
        bobs.hearsItselfFrom(dora);
        int second = bobs.rtpPort();
        String doraInstead = bobs.replacing(dora);

        bobs.run("line", "1");
        bobs.run("transfer", doraInstead);

        bobs.awaitCount("CALL_CLOSED", 2);
        alices.hearsItselfFrom(dora);
        Silence.on(first);
        Silence.on(second);
        recorded(bob, dora);
        alices.run("hangup");
        target.succeed();
    }

    @Test
    void theReferOfTheConsultationDoesTheSameForWhoMayOnlyTransferAttended() throws Exception {
        Baresip barbaras = talkingTo(barbara);
        int first = barbaras.rtpPort();
        String aliceInstead = barbaras.replacing(alice);
        consults(barbaras);
        int second = barbaras.rtpPort();

        barbaras.run("transfer", aliceInstead);

        joined(barbara, barbaras, first, second);
    }

    @Test
    void aTargetThatStillRingsIsJoinedWhenItAnswers() throws Exception {
        Baresip bobs = talkingTo(bob);
        int first = bobs.rtpPort();
        bobs.run("dial", "sip:" + carol.user() + "@localhost");
        carols.await1("CALL_INCOMING");
        bobs.await1("CALL_RINGING");
        String carolInstead = bobs.replacing(carol);

        bobs.run("line", "1");
        bobs.run("transfer", carolInstead);
        bobs.awaitScreen("SIP/2.0 202 Accepted");
        carols.run("accept");

        bobs.awaitCount("CALL_CLOSED", 2);
        hearEachOther(alices, carols);
        Silence.on(first);
    }
}

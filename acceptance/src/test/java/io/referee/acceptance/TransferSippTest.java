package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.acceptance.Sipp.Part;
import io.referee.acceptance.Sipp.Run;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Transfers that need two dialogs or a REFER of ours, message by message, with phones that SIPp
/// plays: REFER with Replaces (RFC 5589 §7.3), directed pickup (RFC 3891), and the outcomes of a
/// REFER that the server sends (RFC 3515). Each test has its own three phones. Bob may transfer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransferSippTest {
    private static final int TRIOS = 6;

    private final Queue<Phone[]> trios = new ArrayDeque<>();
    private RunningServer server;
    private Http http;
    private Sipp sipp;
    private Phone alice;
    private Phone bob;
    private Phone carol;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Peer.SIPP.needed();
        StringBuilder accounts = new StringBuilder();
        for (int i = 0; i < TRIOS; i++) {
            Phone[] trio = {Phone.named("alice"), Phone.named("bob"), Phone.named("carol")};
            trios.add(trio);
            accounts.append(trio[0].account(Phone.Mode.DENY))
                    .append(trio[1].account(i == 0 ? Phone.Mode.ATTENDED : Phone.Mode.CONSUME))
                    .append(trio[2].account(Phone.Mode.DENY));
        }
        server = new ServerFolder(folder).accounts(Phone.applyFile(accounts.toString())).start();
        http = new Http(server);
        sipp = new Sipp(folder, server.port(Transport.UDP), Transport.UDP);
    }

    @BeforeEach
    void register() throws Exception {
        Phone[] trio = trios.remove();
        alice = trio[0];
        bob = trio[1];
        carol = trio[2];
        sipp.register(alice, bob, carol);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aReferWithReplacesJoinsTheTwoWhomTheTransferorCalls() throws Exception {
        Run target = sipp.start(Part.of("target-offered", carol).pause(500));
        Run transferor = sipp.start(Part.of("transferor-attended", bob).to(carol));
        Run transferee = sipp.start(Part.of("transferee-asked", alice).to(bob));

        transferor.succeed();
        transferee.succeed();
        target.succeed();

        assertThat(target.text("messages")).contains(audio(alice));
        assertThat(transferee.text("messages")).contains(audio(carol));
    }

    private static String audio(Phone phone) {
        return "m=audio " + phone.audioPort() + " RTP/AVP 8";
    }

    @Test
    void aCallThatRingsAtBobIsTakenByCarol() throws Exception {
        Run ringing = sipp.start(Part.of("callee-cancelled", bob));
        Run caller = sipp.start(Part.of("caller-until-bye", alice).to(bob));
        await().until(() -> ringing.text("messages").contains("SIP/2.0 180"));

        Run newcomer =
                sipp.start(
                        Part.of("pickup", carol)
                                .to(bob)
                                .with("replaces", early(ringing.text("messages"))));

        newcomer.succeed();
        ringing.succeed();
        caller.succeed();
        assertThat(newcomer.text("messages")).contains(audio(alice));
        assertThat(caller.text("messages")).contains(audio(carol));
    }

    /// The early dialog of a phone that rings, as a Replaces names it for the server.
    private static String early(String messages) {
        String ringing = messages.substring(messages.indexOf("SIP/2.0 180"));
        return found("Call-ID: (\\S+)", ringing)
                + ";to-tag="
                + found("From: .*;tag=([^;\\s]+)", ringing)
                + ";from-tag="
                + found("To: .*;tag=([^;\\s]+)", ringing);
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile("(?m)^" + regex).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + regex + " in\n" + text);
        }
        return matcher.group(1);
    }

    /// A call of Alice to Bob, whose phone gets a REFER of ours and plays that scenario.
    private final class Referred {
        private final Run phone;
        private final Run caller;
        private final JsonNode call;
        private final JsonNode transfer;

        Referred(Part part) throws Exception {
            phone = sipp.start(part);
            caller = sipp.start(Part.of("caller-until-bye", alice).to(bob));
            call = http.call(alice, bob);
            JsonNode begun =
                    http.post(
                            "/api/v1/calls/" + call.path("id").asString() + "/transfers",
                            "{\"kind\": \"refer\", \"leg\": \""
                                    + Http.legOf(call, bob.user())
                                    + "\", \"to\": \""
                                    + carol.user()
                                    + "@localhost\"}");
            transfer = http.ended(begun);
        }

        void told(String outcome, int status, int notified) {
            assertThat(transfer.path("outcome").asString()).isEqualTo(outcome);
            assertThat(transfer.path("sipCode").asInt()).isEqualTo(status);
            assertThat(transfer.path("refer").path("status").asInt()).isEqualTo(202);
            assertThat(transfer.path("refer").path("notified").asInt()).isEqualTo(notified);
        }

        /// The two still talk, until they are hung up from here.
        void goesOn() throws Exception {
            assertThat(http.call(alice, bob).path("id")).isEqualTo(call.path("id"));
            assertThat(caller.process().isAlive()).isTrue();
            http.hangUp(call);
            over();
        }

        void over() throws Exception {
            phone.succeed();
            caller.succeed();
        }
    }

    private Part referred(String status) {
        return Part.of("referred", bob).with("status", status);
    }

    @Test
    void aPhoneThatTellsSuccessIsBelievedAndTheOldCallEnds() throws Exception {
        Referred call = new Referred(referred("200 OK"));

        call.told("completed", 200, 200);
        call.over();
    }

    @Test
    void aPhoneThatTellsFailureKeepsItsCall() throws Exception {
        Referred call = new Referred(referred("486 Busy Here"));

        call.told("failed", 486, 486);
        call.goesOn();
    }

    @Test
    void aPhoneThatTellsNothingLeavesTheOutcomeUnknown() throws Exception {
        Referred call = new Referred(Part.of("referred-untold", bob));

        call.told("unknown", 0, 0);
        call.goesOn();
    }
}

package io.referee.softphone;

import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A phone that asks a scripted server for transfers.
class TransferTest {
    private SoftPhone alice;
    private ScriptedPeer server;
    private PhoneCall call;

    @BeforeEach
    void talk() throws Exception {
        server = new ScriptedPeer();
        alice = SoftPhone.builder().name("alice").build();
        call = alice.call(server.uri());
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        Waiting.of(server.talking);
    }

    @AfterEach
    void stop() {
        alice.close();
        server.close();
    }

    private int notify(String subscription, String body) throws Exception {
        return Waiting.of(server.sendNotify("refer", subscription, body)).status();
    }

    @Test
    void aTransferThatSucceedsHangsUpOurLeg() throws Exception {
        Transfer transfer = call.blindTransfer("sip:carol@127.0.0.1:9");
        List<Integer> progress = new CopyOnWriteArrayList<>();
        CompletableFuture<Integer> verdict = new CompletableFuture<>();
        transfer.onProgress(
                step -> {
                    progress.add(step.status());
                    if (step.status() >= 200) {
                        verdict.complete(step.status());
                    }
                });
        Waiting.of(server.referred);
        assertThat(call.state()).isEqualTo(CallState.TRANSFERRING);

        assertThat(notify("active;expires=60", "SIP/2.0 100 Trying\r\n")).isEqualTo(200);
        assertThat(notify("terminated;reason=noresource", "SIP/2.0 200 OK\r\n")).isEqualTo(200);

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        Waiting.of(server.hungUp);
        Waiting.of(verdict);
        assertThat(progress).containsExactly(100, 200);
    }

    @Test
    void theReferNamesTargetReferrerAndContactInBrackets() throws Exception {
        call.blindTransfer("sip:carol@127.0.0.1:9;user=phone");

        Request refer = Waiting.of(server.referred);

        assertThat(refer.value(HeaderName.REFER_TO)).contains("<sip:carol@127.0.0.1:9;user=phone>");
        assertThat(refer.value(HeaderName.REFERRED_BY).orElseThrow())
                .startsWith("<sip:alice@127.0.0.1");
        assertThat(refer.contact().orElseThrow().user()).isEqualTo("alice");
    }

    @Test
    void theOtherSideIsHeldBeforeTheReferAndFreeAfterAFailure() throws Exception {
        Transfer transfer = call.blindTransfer("sip:carol@127.0.0.1:9");
        Waiting.of(server.referred);
        assertThat(call.audio().path().orElseThrow().direction().token()).isEqualTo("sendonly");

        notify("terminated;reason=noresource", "SIP/2.0 486 Busy Here\r\n");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Failed(486));
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(call.audio().path().orElseThrow().direction().token()).isEqualTo("sendrecv");
    }

    @Test
    void withoutHoldTheAudioIsLeftAlone() throws Exception {
        call.blindTransfer("sip:carol@127.0.0.1:9", TransferOptions.standard().withoutHold());
        Waiting.of(server.referred);

        assertThat(call.audio().path().orElseThrow().direction().token()).isEqualTo("sendrecv");
    }

    @Test
    void anEndWithoutAVerdictIsUnknownAndTheCallGoesOn() throws Exception {
        Transfer transfer = call.blindTransfer("sip:carol@127.0.0.1:9");
        Waiting.of(server.referred);

        assertThat(notify("terminated;reason=timeout", "")).isEqualTo(200);

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Unknown());
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void silenceIsUnknownAfterOurPatience() throws Exception {
        Transfer transfer =
                call.blindTransfer(
                        "sip:carol@127.0.0.1:9",
                        TransferOptions.standard().within(Duration.ofMillis(300)));

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Unknown());
    }

    @Test
    void aNotifyMayOvertakeThe202() throws Exception {
        CompletableFuture<Runnable> accepting = new CompletableFuture<>();
        server.onRefer =
                (session, refer) ->
                        accepting.complete(
                                () -> refer.respond(session.responding(refer).response(202)));
        Transfer transfer = call.blindTransfer("sip:carol@127.0.0.1:9");
        Runnable accept = Waiting.of(accepting);

        assertThat(notify("active", "SIP/2.0 100 Trying\r\n")).isEqualTo(200);
        server.engine.post(accept);
        assertThat(notify("terminated", "SIP/2.0 503 Service Unavailable\r\n")).isEqualTo(200);

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Failed(503));
    }

    @Test
    void aNotifyAfterTheByeStillCounts() throws Exception {
        Transfer transfer = call.blindTransfer("sip:carol@127.0.0.1:9");
        Waiting.of(server.referred);
        call.hangUp();
        state(call, CallState.COMPLETED);
        Waiting.of(server.hungUp);

        assertThat(notify("terminated", "SIP/2.0 200 OK\r\n")).isEqualTo(200);

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
    }

    @Test
    void aNotifyOfAnotherTransferIsAnsweredAndIgnored() throws Exception {
        Transfer transfer = call.blindTransfer("sip:carol@127.0.0.1:9");
        long id = Waiting.of(server.referred).cseq().number();
        // The answer to this one tells that the 202, sent before it, was handled.
        Waiting.of(server.send(Method.OPTIONS, "", ""));

        Waiting.of(
                server.sendNotify(
                        "refer;id=" + (id + 7), "terminated", "SIP/2.0 486 Busy Here\r\n"));
        Waiting.of(server.sendNotify("refer;id=" + id, "terminated", "SIP/2.0 200 OK\r\n"));

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
    }

    @Test
    void aSecondTransferMeanwhileFailsWith491() throws Exception {
        call.blindTransfer("sip:carol@127.0.0.1:9");
        Transfer second = call.blindTransfer("sip:dave@127.0.0.1:9");

        assertThat(Waiting.of(second.result())).isEqualTo(new TransferOutcome.Failed(491));
    }

    @Test
    void transferringACallThatIsOverFailsWith481() throws Exception {
        call.hangUp();
        state(call, CallState.COMPLETED);

        assertThat(Waiting.of(call.blindTransfer("sip:carol@127.0.0.1:9").result()))
                .isEqualTo(new TransferOutcome.Failed(481));
    }

    @Test
    void aTransferWithoutHangUpLeavesTheByeToTheServer() throws Exception {
        Transfer transfer =
                call.blindTransfer(
                        "sip:carol@127.0.0.1:9", TransferOptions.standard().withoutHangUp());
        Waiting.of(server.referred);
        notify("terminated", "SIP/2.0 200 OK\r\n");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
        assertThat(state(call, CallState.LOCAL_HELD)).isEqualTo(CallState.LOCAL_HELD);
        Session session = Waiting.of(server.talking);
        server.engine.post(() -> session.bye(List.of()));
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
    }

    @Test
    void aNotifyOfAnotherEventIsRefused489() throws Exception {
        assertThat(Waiting.of(server.sendNotify("dialog", "active", "")).status()).isEqualTo(489);
    }
}

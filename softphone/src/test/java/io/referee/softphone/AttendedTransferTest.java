package io.referee.softphone;

import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A phone with two calls through a scripted server that asks for their other sides to be
/// connected.
class AttendedTransferTest {
    private final CompletableFuture<Session> second = new CompletableFuture<>();
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

    private PhoneCall consult() {
        server.onInvite =
                (session, invite) -> {
                    server.accept(session, invite);
                    second.complete(session);
                };
        PhoneCall consultation = alice.call(server.uri());
        assertThat(state(consultation, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        return consultation;
    }

    private PhoneCall ring() {
        server.onInvite =
                (session, invite) -> {
                    session.listener(new SessionListener() {});
                    session.progress(180, CallControl.NOTHING, List.of());
                    second.complete(session);
                };
        PhoneCall consultation = alice.call(server.uri());
        assertThat(state(consultation, CallState.RINGING)).isEqualTo(CallState.RINGING);
        return consultation;
    }

    private void notify(String body) throws Exception {
        assertThat(Waiting.of(server.sendNotify("refer", "terminated", body)).status())
                .isEqualTo(200);
    }

    private static String flow(PhoneCall one) {
        return one.audio().path().orElseThrow().direction().token();
    }

    private static Replaces replaces(Request refer) {
        NameAddr referTo = NameAddr.parse(refer.value(HeaderName.REFER_TO).orElseThrow()).get();
        String headers = ((SipUri) referTo.uri()).headers();
        assertThat(headers).startsWith("Replaces=").doesNotContain("@", ";", "&");
        return Replaces.parseEscaped(headers.substring("Replaces=".length())).orElseThrow();
    }

    @Test
    void theReferNamesTheDialogOfTheConsultation() throws Exception {
        PhoneCall consultation = consult();
        call.attendedTransfer(consultation);

        Request refer = Waiting.of(server.referred);

        Session named = Waiting.of(second);
        assertThat(replaces(refer).names(named.callId(), named.localTag(), named.remoteTag()))
                .isTrue();
        assertThat(refer.callId()).isEqualTo(call.sipCallId()).isNotEqualTo(named.callId());
        assertThat(refer.value(HeaderName.REFER_TO).orElseThrow())
                .startsWith("<" + server.uri() + "?Replaces=")
                .endsWith(">");
        assertThat(refer.value(HeaderName.REFERRED_BY).orElseThrow())
                .startsWith("<sip:alice@127.0.0.1");
    }

    @Test
    void bothAreHeldBeforeTheReferAndHungUpAfterSuccess() throws Exception {
        PhoneCall consultation = consult();
        Transfer transfer = call.attendedTransfer(consultation);
        Waiting.of(server.referred);
        assertThat(flow(call)).isEqualTo("sendonly");
        assertThat(flow(consultation)).isEqualTo("sendonly");

        notify("SIP/2.0 200 OK\r\n");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        assertThat(state(consultation, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
    }

    @Test
    void bothAreFreeAfterAFailure() throws Exception {
        PhoneCall consultation = consult();
        Transfer transfer = call.attendedTransfer(consultation);
        Waiting.of(server.referred);

        notify("SIP/2.0 488 Not Acceptable Here\r\n");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Failed(488));
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(state(consultation, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(flow(call)).isEqualTo("sendrecv");
        assertThat(flow(consultation)).isEqualTo("sendrecv");
    }

    @Test
    void aCallThatWasOnHoldBeforeStaysThereAfterAFailure() throws Exception {
        assertThat(Waiting.of(call.hold())).isEqualTo(new HoldOutcome.Agreed());
        PhoneCall consultation = consult();
        Transfer transfer = call.attendedTransfer(consultation);
        Waiting.of(server.referred);

        notify("SIP/2.0 603 Decline\r\n");

        Waiting.of(transfer.result());
        assertThat(state(consultation, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(call.state()).isEqualTo(CallState.LOCAL_HELD);
    }

    @Test
    void withoutHoldTheAudioIsLeftAlone() throws Exception {
        PhoneCall consultation = consult();
        call.attendedTransfer(consultation, TransferOptions.standard().withoutHold());
        Waiting.of(server.referred);

        assertThat(flow(call)).isEqualTo("sendrecv");
        assertThat(flow(consultation)).isEqualTo("sendrecv");
    }

    @Test
    void aConsultationThatRingsIsNamedByItsEarlyDialog() throws Exception {
        PhoneCall consultation = ring();
        Transfer transfer = call.attendedTransfer(consultation);

        Session early = Waiting.of(second);
        assertThat(
                        replaces(Waiting.of(server.referred))
                                .names(early.callId(), early.localTag(), early.remoteTag()))
                .isTrue();
        notify("SIP/2.0 200 OK\r\n");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
        assertThat(state(consultation, CallState.CANCELLED)).isEqualTo(CallState.CANCELLED);
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
    }

    @Test
    void aConsultationThatWasNotAnsweredAtAllCannotBeNamed() throws Exception {
        server.onInvite = (session, invite) -> session.listener(new SessionListener() {});
        PhoneCall consultation = alice.call(server.uri());

        assertThat(Waiting.of(call.attendedTransfer(consultation).result()))
                .isEqualTo(new TransferOutcome.Failed(481));
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void theOtherSideMayHangUpTheConsultationFirst() throws Exception {
        PhoneCall consultation = consult();
        Transfer transfer = call.attendedTransfer(consultation);
        Waiting.of(server.referred);
        Session gone = Waiting.of(second);
        server.engine.post(() -> gone.bye(List.of()));
        assertThat(state(consultation, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);

        notify("SIP/2.0 200 OK\r\n");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Completed(200));
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
    }

    @Test
    void silenceIsUnknownAndBothAreFree() throws Exception {
        PhoneCall consultation = consult();
        TransferOptions hasty = TransferOptions.standard().within(Duration.ofMillis(300));
        Transfer transfer = call.attendedTransfer(consultation, hasty);

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Unknown());
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(state(consultation, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void aCallIsNotTransferredToItselfNorToAnotherPhonesCall() throws Exception {
        assertThatThrownBy(() -> call.attendedTransfer(call))
                .isInstanceOf(IllegalArgumentException.class);
        try (SoftPhone bob = SoftPhone.builder().name("bob").build()) {
            PhoneCall foreign = bob.call(server.uri());
            assertThatThrownBy(() -> call.attendedTransfer(foreign))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

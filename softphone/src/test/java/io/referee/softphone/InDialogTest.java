package io.referee.softphone;

import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What a phone answers to a peer that asks for more than a plain call.
class InDialogTest {
    private SoftPhone alice;
    private ScriptedPeer server;
    private PhoneCall call;
    private Session session;

    @BeforeEach
    void talk() throws Exception {
        server = new ScriptedPeer();
        alice = SoftPhone.builder().name("alice").build();
        call = alice.call(server.uri());
        session = Waiting.of(server.talking);
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
    }

    @AfterEach
    void stop() {
        alice.close();
        server.close();
    }

    private CompletableFuture<Response> reinvite(byte[] offer) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        server.engine.post(
                () ->
                        session.reinvite(
                                offer,
                                List.of(),
                                new ReinviteListener() {
                                    @Override
                                    public void accepted(Response response) {
                                        byte[] body =
                                                offer.length > 0
                                                        ? CallControl.NOTHING
                                                        : server.sdp
                                                                .answer(
                                                                        response.body(),
                                                                        Direction.SENDRECV)
                                                                .orElseThrow()
                                                                .body();
                                        session.acknowledge(body);
                                        answer.complete(response);
                                    }

                                    @Override
                                    public void refused(Response response) {
                                        answer.complete(response);
                                    }
                                }));
        return answer;
    }

    @Test
    void aReinviteThatHoldsIsAnsweredRecvonly() throws Exception {
        Response answer = Waiting.of(reinvite(server.sdp.offer(Direction.SENDONLY)));

        assertThat(text(answer)).contains("a=recvonly");
        assertThat(state(call, CallState.REMOTE_HELD)).isEqualTo(CallState.REMOTE_HELD);
    }

    @Test
    void aReinviteWithoutOfferGetsOne() throws Exception {
        Response answer = Waiting.of(reinvite(CallControl.NOTHING));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).contains("m=audio " + call.audio().port()).contains("a=sendrecv");
    }

    @Test
    void aReinviteWithoutOfferWhileWeHoldGetsOneThatKeepsTheHold() throws Exception {
        Waiting.of(call.hold());

        assertThat(text(Waiting.of(reinvite(CallControl.NOTHING)))).contains("a=sendonly");
    }

    @Test
    void aReinviteThatWeCannotSpeakIsRefused488AndNothingChanges() throws Exception {
        String other =
                "v=0\r\n"
                        + "o=- 1 2 IN IP4 127.0.0.1\r\n"
                        + "s=-\r\n"
                        + "c=IN IP4 127.0.0.1\r\n"
                        + "t=0 0\r\n"
                        + "m=audio 8 RTP/AVP 18\r\n";

        assertThat(Waiting.of(reinvite(other.getBytes(StandardCharsets.UTF_8))).status())
                .isEqualTo(488);
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void aReinviteMovesOurPacketsToTheNewAddress() throws Exception {
        CallSdp moved = new CallSdp("127.0.0.1", 7_002, 99);

        Waiting.of(reinvite(moved.offer(Direction.SENDRECV)));

        assertThat(call.audio().path().orElseThrow().remote().getPort()).isEqualTo(7_002);
    }

    @Test
    void anUpdateIsAnsweredLikeAReinvite() throws Exception {
        String hold = new String(server.sdp.offer(Direction.INACTIVE), StandardCharsets.UTF_8);

        Response answer = Waiting.of(server.send(Method.UPDATE, "application/sdp", hold));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).contains("a=inactive");
        assertThat(state(call, CallState.INACTIVE_HELD)).isEqualTo(CallState.INACTIVE_HELD);
    }

    @Test
    void infoOptionsAndMessagesAreTakenAndTheUnknownIsNot() throws Exception {
        assertThat(Waiting.of(server.send(Method.INFO, "text/plain", "5")).status()).isEqualTo(200);
        assertThat(Waiting.of(server.send(Method.OPTIONS, "", "")).status()).isEqualTo(200);
        assertThat(Waiting.of(server.send(Method.MESSAGE, "text/plain", "hi")).status())
                .isEqualTo(200);
        assertThat(Waiting.of(server.send(Method.UPDATE, "", "")).status()).isEqualTo(200);
        assertThat(Waiting.of(server.send(new Method("DANCE"), "", "")).status()).isEqualTo(405);
    }

    @Test
    void aReferToUsIsDeclined() throws Exception {
        Response answer =
                Waiting.of(
                        server.send(
                                Method.REFER,
                                "",
                                "",
                                Header.of(HeaderName.REFER_TO, "<sip:x@127.0.0.1>")));

        assertThat(answer.status()).isEqualTo(603);
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void aCallWithoutOfferIsAnsweredWithOne() throws Exception {
        try (ScriptedPeer caller = new ScriptedPeer()) {
            CompletableFuture<PhoneCall> arrival = Waiting.incoming(alice);
            caller.call(alice.uri(), CallControl.NOTHING);
            PhoneCall incoming = Waiting.of(arrival);
            incoming.answer();

            assertThat(state(incoming, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
            assertThat(incoming.audio().path().orElseThrow().direction())
                    .isEqualTo(Direction.SENDRECV);
        }
    }

    @Test
    void aHoldAnswered491IsTriedAgain() throws Exception {
        try (ScriptedPeer caller = new ScriptedPeer()) {
            CompletableFuture<PhoneCall> arrival = Waiting.incoming(alice);
            caller.call(alice.uri(), caller.sdp.offer(Direction.SENDRECV));
            PhoneCall incoming = Waiting.of(arrival);
            incoming.answer();
            assertThat(state(incoming, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
            caller.onReinvite =
                    (peer, transaction) -> {
                        caller.onReinvite = caller::acceptAgain;
                        peer.refuse(transaction, 491);
                    };

            assertThat(Waiting.of(incoming.hold())).isEqualTo(new HoldOutcome.Agreed());
            assertThat(incoming.state()).isEqualTo(CallState.LOCAL_HELD);
        }
    }

    @Test
    void aHoldThatIsRefusedChangesNothing() throws Exception {
        server.onReinvite = (peer, transaction) -> peer.refuse(transaction, 488);

        assertThat(Waiting.of(call.hold())).isEqualTo(new HoldOutcome.Refused(488));
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
        assertThat(call.audio().path().orElseThrow().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void aHoldThatTheEndOvertakesIsRefused481() throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        server.onReinvite = (peer, transaction) -> seen.complete(true);
        CompletableFuture<HoldOutcome> hold = call.hold();
        Waiting.of(seen);

        call.hangUp();

        assertThat(Waiting.of(hold)).isEqualTo(new HoldOutcome.Refused(481));
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}

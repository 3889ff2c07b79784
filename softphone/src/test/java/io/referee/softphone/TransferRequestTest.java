package io.referee.softphone;

import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session;
import io.referee.sip.subscription.Sipfrag;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// A phone that a scripted server asks to call somebody else.
class TransferRequestTest {
    private final CompletableFuture<TransferRequest> asked = new CompletableFuture<>();
    private final CompletableFuture<Request> invited = new CompletableFuture<>();
    private SoftPhone alice;
    private ScriptedPeer server;
    private PhoneCall call;
    private Session session;

    @BeforeEach
    void talk() throws Exception {
        server = new ScriptedPeer();
        alice = SoftPhone.builder().name("alice").build();
        call = alice.call(server.uri());
        assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        session = Waiting.of(server.talking);
        call.onTransferRequested(asked::complete);
    }

    @AfterEach
    void stop() {
        alice.close();
        server.close();
    }

    private void atInvite(BiConsumer<Session, Request> then) {
        server.onInvite =
                (incoming, invite) -> {
                    invited.complete(invite);
                    then.accept(incoming, invite);
                };
    }

    private CompletableFuture<Response> refer(Header... headers) {
        return server.send(Method.REFER, "", "", headers);
    }

    private CompletableFuture<Response> refer(String referTo) {
        return refer(Header.of(HeaderName.REFER_TO, referTo));
    }

    private void told(String state, int status) throws Exception {
        Request notify = server.notified.poll(Waiting.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(notify).isNotNull();
        assertThat(Sipfrag.parse(notify.body()).orElseThrow().status()).isEqualTo(status);
        assertThat(notify.value(HeaderName.SUBSCRIPTION_STATE).orElseThrow()).startsWith(state);
        assertThat(notify.value(HeaderName.EVENT).orElseThrow()).startsWith("refer");
    }

    @Test
    void whenNobodyListensARequestIsRefused603() throws Exception {
        try (SoftPhone bob = SoftPhone.builder().name("bob").build();
                ScriptedPeer other = new ScriptedPeer()) {
            bob.call(other.uri());
            Waiting.of(other.talking);

            Response answer =
                    Waiting.of(
                            other.send(
                                    Method.REFER,
                                    "",
                                    "",
                                    Header.of(HeaderName.REFER_TO, "<" + other.uri() + ">")));

            assertThat(answer.status()).isEqualTo(603);
        }
    }

    @Test
    void aRejectedRequestIsAnswered603AndNobodyIsCalled() throws Exception {
        CompletableFuture<Response> answer = refer("<sip:carol@127.0.0.1:9>");
        Waiting.of(asked).reject();

        assertThat(Waiting.of(answer).status()).isEqualTo(603);
        assertThat(Waiting.of(asked).accept()).isEmpty();
        assertThat(alice.calls()).containsExactly(call);
    }

    @Test
    void anAcceptedRequestIsCarriedOutAndItsResultTold() throws Exception {
        atInvite(server::accept);
        CompletableFuture<Response> answer = refer("<" + server.uri() + ">");
        PhoneCall next = Waiting.of(asked).accept().orElseThrow();

        assertThat(Waiting.of(answer).status()).isEqualTo(202);
        told("active", 100);
        told("terminated;reason=noresource", 200);
        assertThat(state(next, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(next.transferredFrom()).contains(call);
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void ringingIsToldAndARefusalLeavesTheOldCall() throws Exception {
        atInvite(
                (incoming, invite) -> {
                    incoming.progress(180, CallControl.NOTHING, List.of());
                    incoming.reject(486, "Busy Here", List.of());
                });
        refer("<" + server.uri() + ">");
        PhoneCall next = Waiting.of(asked).accept().orElseThrow();

        told("active", 100);
        told("active", 180);
        told("terminated;reason=noresource", 486);
        assertThat(state(next, CallState.REJECTED)).isEqualTo(CallState.REJECTED);
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void theNewInviteHasWhatTheReferToCarried() throws Exception {
        atInvite(server::accept);
        refer(
                Header.of(
                        HeaderName.REFER_TO,
                        "<"
                                + server.uri()
                                + ";xid=7?Replaces=c%40h%3Bto-tag%3D1%3Bfrom-tag%3D2"
                                + "&User-to-User=56a3%3Bencoding%3Dhex&Route=%3Csip%3Aevil%3E>"),
                Header.of(HeaderName.REFERRED_BY, "<sip:bob@example.org>"));
        TransferRequest request = Waiting.of(asked);
        assertThat(request.replaces())
                .contains(new Replaces("c@h", "1", "2", Replaces.When.ALWAYS));
        assertThat(request.referredBy().orElseThrow().user()).isEqualTo("bob");
        assertThat(request.call()).isSameAs(call);
        request.accept();

        Request invite = Waiting.of(invited);
        assertThat(invite.uri().text()).isEqualTo(server.uri() + ";xid=7");
        assertThat(invite.value(HeaderName.REPLACES)).contains("c@h;to-tag=1;from-tag=2");
        assertThat(invite.value(HeaderName.USER_TO_USER)).contains("56a3;encoding=hex");
        assertThat(invite.value(HeaderName.REFERRED_BY)).contains("<sip:bob@example.org>");
        assertThat(invite.values(HeaderName.ROUTE)).isEmpty();
    }

    @Test
    void aSecondRequestMeanwhileIsAnswered491() throws Exception {
        refer("<sip:carol@127.0.0.1:9>");
        Waiting.of(asked);

        assertThat(Waiting.of(refer("<sip:dave@127.0.0.1:9>")).status()).isEqualTo(491);
    }

    @Test
    void acceptingAfterTheEndOfTheCallComesTooLate() throws Exception {
        CompletableFuture<Response> answer = refer("<sip:carol@127.0.0.1:9>");
        TransferRequest request = Waiting.of(asked);
        call.hangUp();

        assertThat(Waiting.of(answer).status()).isEqualTo(487);
        assertThat(request.accept()).isEmpty();
    }

    @Test
    void theResultIsToldAfterTheOldCallIsOver() throws Exception {
        CompletableFuture<Session> ringing = new CompletableFuture<>();
        atInvite((incoming, invite) -> ringing.complete(incoming));
        refer("<" + server.uri() + ">");
        Waiting.of(asked).accept();
        told("active", 100);
        server.engine.post(() -> session.bye(List.of()));
        assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);

        Session incoming = Waiting.of(ringing);
        server.engine.post(() -> incoming.reject(486, "Busy Here", List.of()));

        told("terminated", 486);
    }

    @Test
    void whoDeclinesTheSubscriptionHearsNothing() throws Exception {
        atInvite(server::accept);
        CompletableFuture<Response> answer =
                refer(
                        Header.of(HeaderName.REFER_TO, "<" + server.uri() + ">"),
                        Header.of(HeaderName.REFER_SUB, "false"));
        PhoneCall next = Waiting.of(asked).accept().orElseThrow();

        assertThat(Waiting.of(answer).value(HeaderName.REFER_SUB)).contains("false");
        assertThat(state(next, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        // Whatever the phone had sent before this answer is here by now.
        Waiting.of(server.send(Method.OPTIONS, "", ""));
        assertThat(server.notified).isEmpty();
    }

    @Test
    void aSubscribeWithZeroEndsTheSubscriptionButNotTheCall() throws Exception {
        atInvite((incoming, invite) -> {});
        refer("<" + server.uri() + ">");
        PhoneCall next = Waiting.of(asked).accept().orElseThrow();
        told("active", 100);

        Response answer =
                Waiting.of(
                        server.send(
                                Method.SUBSCRIBE,
                                "",
                                "",
                                Header.of(HeaderName.EVENT, "refer"),
                                Header.of(HeaderName.EXPIRES, "0")));

        assertThat(answer.status()).isEqualTo(200);
        told("terminated;reason=timeout", 100);
        assertThat(next.state()).isEqualTo(CallState.SETUP);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/, 603",
        "<sip:carol@127.0.0.1;method=BYE>, 603",
        "<sip:carol@127.0.0.1?Replaces=nonsense>, 400",
        "<sip:carol@127.0.0.1?Subject=a%0d%0ab>, 400",
    })
    void whatWeCannotCallIsRefusedUnasked(String referTo, int status) throws Exception {
        assertThat(Waiting.of(refer(referTo)).status()).isEqualTo(status);
        assertThat(asked).isNotDone();
    }

    @Test
    void aReferWithoutTargetOrWithExplicitsubIsRefusedUnasked() throws Exception {
        assertThat(Waiting.of(server.send(Method.REFER, "", "")).status()).isEqualTo(400);
        Response extension =
                Waiting.of(
                        refer(
                                Header.of(HeaderName.REFER_TO, "<sip:carol@127.0.0.1:9>"),
                                Header.of(HeaderName.REQUIRE, "explicitsub")));

        assertThat(extension.status()).isEqualTo(420);
        assertThat(extension.value(HeaderName.UNSUPPORTED)).contains("explicitsub");
        assertThat(asked).isNotDone();
    }
}

package io.referee.softphone;

import io.referee.net.Engine;
import io.referee.net.EngineSettings;
import io.referee.net.Inbound;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.Direction;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// The other end of a phone in tests: answers calls and requests as it is told to.
final class ScriptedPeer implements UserAgent.Handler, SessionListener, Inbound, AutoCloseable {
    final Engine engine = new Engine(EngineSettings.loopback());
    final UserAgent agent =
            new UserAgent(engine, new SessionSettings("Peer", "INVITE", "", Timing.STANDARD), this);
    final CallSdp sdp = new CallSdp("127.0.0.1", 9, 99);

    /// Completes with the session of the first call once it is confirmed.
    final CompletableFuture<Session> talking = new CompletableFuture<>();

    final CompletableFuture<Request> referred = new CompletableFuture<>();
    final CompletableFuture<Request> hungUp = new CompletableFuture<>();

    /// What happens at a REFER; 202 unless said.
    volatile BiConsumer<Session, ServerTransaction> onRefer =
            (session, refer) -> refer.respond(session.responding(refer).response(202));

    /// What happens at an INVITE; it is answered unless said.
    volatile BiConsumer<Session, Request> onInvite = this::accept;

    /// What happens at a re-INVITE; it is answered unless said.
    volatile BiConsumer<Session, ServerTransaction> onReinvite = this::acceptAgain;

    /// What happens at requests outside of dialogs.
    volatile java.util.function.Consumer<ServerTransaction> onRequest =
            request -> request.respond(agent.responding(request).response(405));

    ScriptedPeer() throws Exception {
        engine.deliverTo(this);
        engine.start();
    }

    int port() {
        return engine.udpAddress().orElseThrow().getPort();
    }

    String uri() {
        return "sip:server@127.0.0.1:" + port();
    }

    @Override
    public void invited(Session session, Request invite) {
        onInvite.accept(session, invite);
    }

    void accept(Session session, Request invite) {
        session.listener(this);
        session.contactUser("server");
        byte[] answer = sdp.answer(invite.body(), Direction.SENDRECV).orElseThrow().body();
        session.answer(answer, List.of());
    }

    @Override
    public void requested(ServerTransaction transaction) {
        onRequest.accept(transaction);
    }

    @Override
    public void acknowledged(Session session, Request ack) {
        talking.complete(session);
    }

    @Override
    public void answered(Session session, Response response) {
        boolean offered = sdp.answered(response.body()).isPresent();
        session.acknowledge(
                offered
                        ? CallControl.NOTHING
                        : sdp.answer(response.body(), Direction.SENDRECV).orElseThrow().body());
        talking.complete(session);
    }

    @Override
    public void reinvited(Session session, ServerTransaction transaction) {
        onReinvite.accept(session, transaction);
    }

    void acceptAgain(Session session, ServerTransaction transaction) {
        byte[] answer =
                sdp.answer(transaction.request().body(), Direction.SENDRECV).orElseThrow().body();
        session.accept(transaction, answer, List.of());
    }

    @Override
    public void requested(Session session, ServerTransaction transaction) {
        if (transaction.request().is(Method.REFER)) {
            referred.complete(transaction.request());
            onRefer.accept(session, transaction);
        } else {
            session.refuse(transaction, 501);
        }
    }

    @Override
    public void ended(Session session, Ending ending) {
        if (ending instanceof Ending.PeerHungUp(Request bye)) {
            hungUp.complete(bye);
        }
    }

    /// Calls a phone; completes [#talking].
    void call(SipUri uri, byte[] offer) {
        NameAddr self = NameAddr.of(SipUri.of("server", "127.0.0.1", port()));
        OutgoingInvite invite =
                new OutgoingInvite(
                        uri,
                        self,
                        NameAddr.of(uri),
                        Addressing.hop(uri),
                        List.of(),
                        offer,
                        "server",
                        "",
                        Authorizer.NONE,
                        "");
        engine.post(() -> agent.invite(invite, this));
    }

    /// Sends a request in the dialog; completes with its final response.
    CompletableFuture<Response> send(Method method, String type, String body, Header... headers) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        engine.post(
                () ->
                        talking.join()
                                .request(
                                        method,
                                        List.of(headers),
                                        type,
                                        body.getBytes(StandardCharsets.UTF_8),
                                        answer::complete));
        return answer;
    }

    CompletableFuture<Response> sendNotify(String event, String subscription, String body) {
        return send(
                Method.NOTIFY,
                "message/sipfrag",
                body,
                Header.of(HeaderName.EVENT, event),
                Header.of(HeaderName.SUBSCRIPTION_STATE, subscription));
    }

    @Override
    public void received(SipMessage message, Hop from) {
        agent.received(message, from);
    }

    @Override
    public void malformed(Malformed malformed, Hop from) {}

    @Override
    public void failed(SipMessage message, Hop hop) {
        agent.failed(message, hop);
    }

    @Override
    public void connectionClosed(Hop hop) {}

    @Override
    public void close() {
        engine.close();
    }
}

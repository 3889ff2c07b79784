package io.referee.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.net.Engine;
import io.referee.net.EngineSettings;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.proxy.Proxy;
import io.referee.sip.proxy.Target;
import io.referee.sip.proxy.Verdict;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The code in the README files and in docs/library.md: what stands there stands here, and runs.
class SamplesTest {
    private static final byte[] OPTIONS =
            ("OPTIONS sip:bob@192.0.2.1 SIP/2.0\r\n"
                            + "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1\r\n"
                            + "From: <sip:alice@example.org>;tag=1\r\n"
                            + "To: <sip:bob@example.org>\r\n"
                            + "Call-ID: c1\r\n"
                            + "CSeq: 1 OPTIONS\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void aPhoneCallsAnother() throws Exception {
        try (SoftPhone alice = SoftPhone.builder().name("alice").build();
                SoftPhone bob = SoftPhone.builder().name("bob").tone(500).build()) {
            bob.onIncomingCall(PhoneCall::answer);
            PhoneCall call = alice.call(bob.uri().text());
            call.await(CallState.IN_CALL, Duration.ofSeconds(10));
            call.press("42#");
            call.audio().hears(500, Duration.ofSeconds(10)).join();
            call.hangUp();
        }
    }

    @Test
    void octetsBecomeAValueAndTheAnswerOctets() {
        assertThat(new String(answer(OPTIONS), StandardCharsets.UTF_8)).startsWith("SIP/2.0 486 ");
        assertThat(answer(new byte[] {1, 2, 3})).isEmpty();
    }

    private static byte[] answer(byte[] datagram) {
        return switch (Parser.datagram(datagram)) {
            case Request request ->
                    MessageBuilder.responding(request, "our-tag").response(486).encoded();
            case Response response -> new byte[0];
            case Malformed rubbish -> rubbish.answer().map(Response::encoded).orElse(new byte[0]);
        };
    }

    /// Answers whoever calls, and hangs up when they do.
    private static final class Doorbell implements UserAgent.Handler {
        @Override
        public void invited(Session session, Request invite) {
            session.reject(603, "Nobody Home", List.of());
        }

        @Override
        public void requested(ServerTransaction transaction) {
            transaction.respond(transaction.request().is(Method.OPTIONS) ? 200 : 501);
        }
    }

    @Test
    void anEngineRunsAUserAgent() throws Exception {
        SessionSettings settings = SessionSettings.of("Doorbell/1.0");
        try (Engine engine =
                Engine.start(
                        EngineSettings.at("127.0.0.1:0"),
                        outside -> new UserAgent(outside, settings, new Doorbell()))) {
            int port = engine.udpAddress().orElseThrow().getPort();
            assertThat(ring(port)).isEqualTo("Nobody Home");
        }
    }

    private static String ring(int port) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        SessionSettings settings = SessionSettings.of("Visitor/1.0");
        CompletableFuture<UserAgent> agent = new CompletableFuture<>();
        try (Engine engine =
                Engine.start(
                        EngineSettings.loopback(),
                        outside -> {
                            agent.complete(new UserAgent(outside, settings, new Doorbell()));
                            return agent.join();
                        })) {
            Uri target = SipUri.of("door", "127.0.0.1", port);
            NameAddr visitor = NameAddr.of(SipUri.of("visitor", "127.0.0.1", -1));
            OutgoingInvite invite = OutgoingInvite.of(visitor, target, new byte[0]);
            engine.post(
                    () ->
                            agent.join()
                                    .invite(
                                            invite,
                                            new SessionListener() {
                                                @Override
                                                public void rejected(
                                                        Session session, Response response) {
                                                    outcome.complete(response.reason());
                                                }
                                            }));
            return outcome.join();
        }
    }

    @Test
    void aProxyInVirtualTime() {
        VirtualWorld world = new VirtualWorld();
        Uri nobody = SipUri.of("bob", "192.0.2.99", 5060);
        Proxy proxy = new Proxy(world, (request, from) -> Verdict.forward(Target.of(nobody)));

        Request options = (Request) Parser.datagram(OPTIONS);
        proxy.received(options, Hop.udp(Hosts.address("192.0.2.7", 5060)));
        assertThat(world.sent).hasSize(1);

        world.time.advance(Duration.ofSeconds(40)); // takes no time
        assertThat(world.sent).hasSizeGreaterThan(5); // it was sent again and again
        assertThat(proxy.size()).isZero(); // and given up
    }
}

package io.referee.softphone;

import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.net.EngineSettings;
import io.referee.net.Tap;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.SessionTimers;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Reliable provisional responses (RFC 3262) and session timers (RFC 4028) between two phones.
class ExtensionsTest {
    private static final SessionTimers BRIEF =
            new SessionTimers(Duration.ofSeconds(2), Duration.ofSeconds(1));

    private final Wiretap wire = new Wiretap();
    private PhoneEngine callers;
    private PhoneEngine callees;
    private SoftPhone alice;
    private SoftPhone bob;

    private void phones(SessionTimers ofAlice, SessionTimers ofBob) throws Exception {
        callers = PhoneEngine.start(EngineSettings.loopback(), ofAlice, wire);
        callees = PhoneEngine.start(EngineSettings.loopback(), ofBob, new Wiretap());
        alice = SoftPhone.builder().engine(callers).name("alice").build();
        bob =
                SoftPhone.builder()
                        .engine(callees)
                        .name("bob")
                        .ringing(RingBehaviour.NOTHING)
                        .build();
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        callers.close();
        callees.close();
    }

    @Test
    void earlyMediaIsAcknowledgedAndTheAnswerRepeatsNothing() throws Exception {
        phones(SessionTimers.STANDARD, SessionTimers.STANDARD);
        CompletableFuture<PhoneCall> arrival = Waiting.incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());
        PhoneCall callee = Waiting.of(arrival);

        callee.ringWithMedia();
        Response early = wire.response(one -> one.status() == 183);
        assertThat(early.lists(HeaderName.REQUIRE, "100rel")).isTrue();
        assertThat(early.hasSdp()).isTrue();
        Request prack = wire.request(Method.PRACK);
        assertThat(prack.value(HeaderName.RACK).orElseThrow())
                .startsWith(early.value(HeaderName.RSEQ).orElseThrow() + " ")
                .endsWith(" INVITE");
        assertThat(wire.response(to(Method.PRACK)).status()).isEqualTo(200);

        callee.answer();
        Response answer = wire.response(one -> to(Method.INVITE).test(one) && one.success());
        assertThat(answer.hasBody()).isFalse();
        assertThat(state(caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(state(callee, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        Waiting.of(callee.audio().hears(440, Waiting.LONG));
    }

    @Test
    void aCallThatLastsIsRefreshed() throws Exception {
        phones(BRIEF, BRIEF);
        PhoneCall caller = talking();
        for (int i = 0; i < 2; i++) {
            Request update = wire.request(Method.UPDATE);
            assertThat(update.value(HeaderName.SESSION_EXPIRES).orElseThrow()).startsWith("2;");
            Response answer = wire.response(to(Method.UPDATE));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.value(HeaderName.SESSION_EXPIRES).orElseThrow()).startsWith("2;");
        }
        assertThat(caller.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void tooShortATimerIsRefused422AndAskedForAgain() throws Exception {
        phones(BRIEF, SessionTimers.STANDARD);
        PhoneCall caller = talking();
        assertThat(wire.request(Method.INVITE).value(HeaderName.SESSION_EXPIRES)).hasValue("2");
        Response refusal = wire.response(one -> one.status() == 422);
        assertThat(refusal.value(HeaderName.MIN_SE)).hasValue("90");
        assertThat(wire.request(Method.INVITE).value(HeaderName.SESSION_EXPIRES)).hasValue("90");
        assertThat(caller.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void withoutTimersNoneIsOfferedOrAskedFor() throws Exception {
        phones(SessionTimers.NONE, SessionTimers.STANDARD);
        talking();
        Request invite = wire.request(Method.INVITE);
        assertThat(invite.lists(HeaderName.SUPPORTED, "100rel")).isTrue();
        assertThat(invite.lists(HeaderName.SUPPORTED, "timer")).isFalse();
        assertThat(invite.header(HeaderName.SESSION_EXPIRES)).isEmpty();
    }

    private PhoneCall talking() throws Exception {
        CompletableFuture<PhoneCall> arrival = Waiting.incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());
        Waiting.of(arrival).answer();
        assertThat(state(caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        return caller;
    }

    private static Predicate<Response> to(Method method) {
        return response -> response.cseq().method().equals(method);
    }

    /// What the caller's engine sends and gets.
    private static final class Wiretap implements Tap {
        private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();

        private void keep(SipMessage message) {
            switch (message) {
                case Request request -> requests.add(request);
                case Response response -> responses.add(response);
            }
        }

        @Override
        public void sent(SipMessage message, Hop to, Local local) {
            keep(message);
        }

        @Override
        public void received(SipMessage message, Hop from, Local local) {
            keep(message);
        }

        /// The next with this method.
        Request request(Method method) throws InterruptedException {
            return next(requests, one -> one.is(method));
        }

        Response response(Predicate<Response> wanted) throws InterruptedException {
            return next(responses, wanted);
        }

        private static <T> T next(BlockingQueue<T> queue, Predicate<T> wanted)
                throws InterruptedException {
            T one;
            do {
                one = queue.poll(Waiting.LONG.toSeconds(), TimeUnit.SECONDS);
                assertThat(one).as("nothing came").isNotNull();
            } while (!wanted.test(one));
            return one;
        }
    }
}

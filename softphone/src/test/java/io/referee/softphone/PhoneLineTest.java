package io.referee.softphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.AuthenticationInfo;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.Covered;
import io.referee.sip.digest.Credentials;
import io.referee.sip.digest.Digest;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Registration at a registrar of a few lines.
class PhoneLineTest {
    private final BlockingQueue<Request> accepted = new LinkedBlockingQueue<>();
    private final Digest digest = new Digest();
    private volatile Algorithm algorithm = Algorithm.MD5;
    private volatile String proof = "";
    private volatile String expires = "";
    private volatile int least;
    private ScriptedPeer registrar;
    private SoftPhone phone;

    @BeforeEach
    void start() throws Exception {
        registrar = new ScriptedPeer();
        registrar.onRequest = this::register;
        phone = SoftPhone.builder().name("desk").build();
    }

    @AfterEach
    void stop() {
        phone.close();
        registrar.close();
    }

    private void register(ServerTransaction transaction) {
        Request request = transaction.request();
        MessageBuilder response = registrar.agent.responding(transaction);
        int asked = Integer.parseInt(request.value(HeaderName.EXPIRES).orElseThrow());
        if (!proven(request)) {
            String challenge = Challenge.of("test", "n0nce", algorithm).print();
            transaction.respond(response.add(HeaderName.WWW_AUTHENTICATE, challenge).response(401));
        } else if (asked > 0 && asked < least) {
            transaction.respond(
                    response.add(HeaderName.MIN_EXPIRES, Integer.toString(least)).response(423));
        } else {
            accepted.add(request);
            String contact = request.value(HeaderName.CONTACT).orElseThrow();
            String granted = expires.isEmpty() ? Integer.toString(asked) : expires;
            if (!proof.isEmpty()) {
                response.add(HeaderName.AUTHENTICATION_INFO, proof(request));
            }
            transaction.respond(
                    response.add(HeaderName.CONTACT, "<sip:other@127.0.0.1>;expires=9")
                            .add(HeaderName.CONTACT, contact + ";expires=" + granted)
                            .response(200));
        }
    }

    /// What the registrar says to prove that it knows `proof`.
    private String proof(Request request) {
        String value = request.value(HeaderName.AUTHORIZATION).orElseThrow();
        Credentials given = ((Credentials.Reading.Parsed) Credentials.parse(value)).credentials();
        String ha1 = digest.ha1(algorithm, "bob", "test", proof);
        String rspauth = digest.rspauth(ha1, new byte[0], given);
        return new AuthenticationInfo(null, rspauth, given.use()).print();
    }

    private boolean proven(Request request) {
        String value = request.value(HeaderName.AUTHORIZATION).orElse("");
        if (!(Credentials.parse(value) instanceof Credentials.Reading.Parsed(Credentials given))) {
            return false;
        }
        String ha1 = digest.ha1(algorithm, "bob", "test", "secret");
        return given.algorithm() == algorithm
                && given.uri().equals(request.uri().text())
                && given.response().equals(digest.response(ha1, Covered.of("REGISTER"), given));
    }

    private PhoneLine line(String password) {
        return phone.line(SipAccount.udp("bob", password, "test", "127.0.0.1:" + registrar.port()));
    }

    private Request taken() throws Exception {
        Request request = accepted.poll(Waiting.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    @Test
    void aLineRegistersWithEitherAlgorithm() throws Exception {
        for (Algorithm each : Algorithm.values()) {
            algorithm = each;
            PhoneLine line = line("secret");

            assertThat(Waiting.of(line.register())).as("%s", each).isEqualTo(LineState.REGISTERED);
            assertThat(taken().contact().orElseThrow().user()).isEqualTo("bob");
            line.close();
            assertThat(taken().value(HeaderName.EXPIRES)).contains("0");
        }
    }

    /// RFC 7616 §3.5.
    @Test
    void aRegistrarThatOnlyPretendsToKnowThePasswordIsAnError() throws Exception {
        proof = "secret";
        assertThat(Waiting.of(line("secret").register())).isEqualTo(LineState.REGISTERED);
        proof = "guess";
        PhoneLine line = line("secret");

        assertThat(Waiting.of(line.register())).isEqualTo(LineState.ERROR);
        assertThat(line.reason()).isEqualTo("The server does not know the password");
    }

    @Test
    void aWrongPasswordIsAnErrorWithItsReason() throws Exception {
        PhoneLine line = line("wrong");

        assertThat(Waiting.of(line.register())).isEqualTo(LineState.ERROR);
        assertThat(line.reason()).isEqualTo("401 Unauthorized");
        assertThat(accepted).isEmpty();
    }

    @Test
    void aLineIsRefreshedBeforeItExpires() throws Exception {
        expires = "1";
        PhoneLine line = line("secret");
        Waiting.of(line.register());

        Request first = taken();
        Request second = taken();

        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.cseq().number()).isGreaterThan(first.cseq().number());
        assertThat(line.state()).isEqualTo(LineState.REGISTERED);
    }

    @Test
    void refreshesComeAtFourFifthsOfTheTimeButNotInARush() {
        assertThat(PhoneLine.refreshAfter(3_600)).isEqualTo(Duration.ofSeconds(2_880));
        assertThat(PhoneLine.refreshAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(PhoneLine.refreshAfter(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anIntervalThatIsTooBriefIsRaised() throws Exception {
        least = 7_200;
        PhoneLine line = line("secret");

        assertThat(Waiting.of(line.register())).isEqualTo(LineState.REGISTERED);
        assertThat(taken().value(HeaderName.EXPIRES)).contains("7200");
    }

    @Test
    void unregisteringRemovesTheBindingAndStatesAreTold() throws Exception {
        PhoneLine line = line("secret");
        List<LineState> seen = new CopyOnWriteArrayList<>();
        line.onState(seen::add);
        Waiting.of(line.register());
        Waiting.of(line.unregister());

        assertThat(line.state()).isEqualTo(LineState.NOT_REGISTERED);
        taken();
        assertThat(taken().value(HeaderName.EXPIRES)).contains("0");
        assertThat(seen)
                .startsWith(LineState.REGISTERING, LineState.REGISTERED, LineState.UNREGISTERING);
    }

    @Test
    void aRegistrarThatIsNotThereIsAnErrorSoon() throws Exception {
        int closed;
        try (ScriptedPeer gone = new ScriptedPeer()) {
            closed = gone.engine.tcpAddress().orElseThrow().getPort();
        }
        PhoneLine line =
                phone.line(
                        new SipAccount("bob", "x", "test", "127.0.0.1:" + closed, Transport.TCP));

        assertThat(Waiting.of(line.register())).isEqualTo(LineState.ERROR);
        assertThat(line.reason()).startsWith("503");
    }

    @Test
    void aCallToTheContactReachesThePhoneOfTheLine() throws Exception {
        PhoneLine line = line("secret");
        Waiting.of(line.register());
        String contact = taken().contact().orElseThrow().uri().text();
        var arrival = Waiting.incoming(phone);

        try (SoftPhone other = SoftPhone.builder().name("other").build()) {
            PhoneCall call = other.call(contact);
            Waiting.of(arrival).answer();
            assertThat(Waiting.state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        }
    }

    @Test
    void aCallOfALineGoesThroughItsRegistrar() throws Exception {
        PhoneLine line = line("secret");

        PhoneCall call = line.call("carol");

        assertThat(Waiting.state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(call.remoteParty().uri().text()).isEqualTo("sip:carol@test");
        var session = Waiting.of(registrar.talking);
        assertThat(session.dialog().orElseThrow().remote().uri().text()).isEqualTo("sip:bob@test");
    }

    @Test
    void aChallengeToACallAndToATransferIsAnswered() throws Exception {
        List<String> methods = new CopyOnWriteArrayList<>();
        String challenge = Challenge.of("test", "n0nce", Algorithm.SHA_256).print();
        registrar.onInvite =
                (session, invite) -> {
                    if (invite.value(HeaderName.PROXY_AUTHORIZATION).isPresent()) {
                        methods.add("INVITE");
                        registrar.accept(session, invite);
                    } else {
                        session.reject(
                                407,
                                "Who",
                                List.of(Header.of(HeaderName.PROXY_AUTHENTICATE, challenge)));
                    }
                };
        registrar.onRefer =
                (session, refer) -> {
                    MessageBuilder response = session.responding(refer);
                    if (refer.request().value(HeaderName.AUTHORIZATION).isPresent()) {
                        methods.add("REFER");
                        refer.respond(response.response(403));
                    } else {
                        refer.respond(
                                response.add(HeaderName.WWW_AUTHENTICATE, challenge).response(401));
                    }
                };
        PhoneCall call = line("secret").call("carol");
        assertThat(Waiting.state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);

        Transfer transfer = call.blindTransfer("dave");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Failed(403));
        assertThat(methods).containsExactly("INVITE", "REFER");
        assertThat(transfer.target().text()).isEqualTo("sip:dave@test");
    }

    @Test
    void anAccountWithoutARegistrarIsRefusedAtOnceAndHidesItsPassword() {
        assertThatThrownBy(() -> SipAccount.udp("bob", "x", "test", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SipAccount.udp("bob", "topsecret", "test", "127.0.0.1").toString())
                .doesNotContain("topsecret");
    }
}

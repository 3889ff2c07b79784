package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One server is the provider of another: the customer registers there as `trunk`. Then Kamailio
/// is.
@Execution(ExecutionMode.CONCURRENT) // each test has a server of its own
class ProviderTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Phone trunk = Phone.named("trunk");
    private final Phone bob = Phone.named("bob");
    private final Phone alice = Phone.named("alice");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    private RunningServer provider;

    @BeforeEach
    void start() throws Exception {
        provider =
                new ServerFolder(folder.resolve("provider"))
                        .accounts(
                                Phone.applyFile(
                                        trunk.account(Phone.Mode.DENY),
                                        bob.account(Phone.Mode.DENY)))
                        .start();
        open.add(provider);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private ServerFolder customer() {
        return new ServerFolder(folder.resolve("customer"));
    }

    private RunningServer customer(String password) throws Exception {
        return customer(provider.udp().getPort(), password);
    }

    private RunningServer customer(int port, String password) throws Exception {
        RunningServer server =
                customer()
                        .configuration(
                                """
                                domains: [customer.example]
                                sip:
                                  udp: 127.0.0.1:0
                                  tcp: 127.0.0.1:0
                                http:
                                  listen: 127.0.0.1:0
                                """)
                        .accounts(applyFile(port, password))
                        .start();
        open.add(server);
        return server;
    }

    private String applyFile(int port, String password) {
        return """
        users:
          - name: acme
            keys: [k-acme]
            accounts:
              - {name: %s, password: %s, out: main}
            dialPlans:
              - name: main
                type: rules
                rules:
                  - {direction: out, match: prefix, pattern: b, command: dial, parameters: "${dst}@up"}
            providers:
              - {name: up, server: "127.0.0.1:%d", username: %s, password: %s, register: true}
        """
                .formatted(alice.user(), alice.password(), port, trunk.user(), password);
    }

    private static JsonNode standing(Http http, String state) {
        return await().atMost(LIMIT)
                .until(
                        () -> http.get("/api/v1/providers/up").path("registration"),
                        now -> now.path("state").asString("").equals(state));
    }

    private List<String> registeredAtTheProvider() throws Exception {
        return new Http(provider)
                .get("/api/v1/registrations")
                .path("registrations")
                .valueStream()
                .map(each -> each.path("contact").asString())
                .filter(contact -> contact.contains("up.acme@"))
                .toList();
    }

    @Test
    void theCustomerRegistersAndTakesItBackWhenItGoes() throws Exception {
        RunningServer server = customer(trunk.password());
        Http http = new Http(server);

        assertThat(standing(http, "registered").path("contact").asString())
                .contains("up.acme@127.0.0.1:" + server.udp().getPort(), "rinstance=");
        assertThat(registeredAtTheProvider()).hasSize(1);
        ServerFolder.Ended listed =
                customer().run(List.of("providers", "--server", server.http(), "--key", "k-acme"));
        assertThat(listed.out()).contains("NAME", "up", "registered");

        assertThat(server.terminate()).isZero();
        assertThat(registeredAtTheProvider()).isEmpty();
    }

    @Test
    void aWrongPasswordIsToldInWords() throws Exception {
        Http http = new Http(customer("wrong"));

        assertThat(standing(http, "disabled").path("reason").asString())
                .isEqualTo(
                        "The provider forbids the registration; perhaps the password is wrong (403"
                                + " Forbidden)");
    }

    @Test
    void aCallToTheCustomersNumberRingsTheCustomersPhone() throws Exception {
        RunningServer server = customer(trunk.password());
        standing(new Http(server), "registered");
        CompletableFuture<PhoneCall> rung = answering(server);
        SoftPhone bobs = phone(bob);

        PhoneCall call =
                bobs.line(account(bob, "localhost", provider))
                        .call("sip:" + trunk.user() + "@localhost");

        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        PhoneCall answered = rung.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        call.hangUp();
        assertThat(answered.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }

    private SoftPhone phone(Phone who) throws Exception {
        SoftPhone phone =
                SoftPhone.builder().name(who.user()).ringing(RingBehaviour.NOTHING).build();
        open.add(phone);
        return phone;
    }

    private static SipAccount account(Phone who, String domain, RunningServer server) {
        return SipAccount.udp(
                who.user(), who.password(), domain, "127.0.0.1:" + server.port(Transport.UDP));
    }

    /// Alice's phone at the customer's server, which answers.
    private CompletableFuture<PhoneCall> answering(RunningServer server) throws Exception {
        SoftPhone alices = phone(alice);
        CompletableFuture<PhoneCall> rung = new CompletableFuture<>();
        alices.onIncomingCall(
                call -> {
                    call.answer();
                    rung.complete(call);
                });
        LineState state =
                alices.line(account(alice, "customer.example", server))
                        .register()
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(state).isEqualTo(LineState.REGISTERED);
        return rung;
    }

    @Test
    void aCallOutProvesThatItIsTheCustomers() throws Exception {
        RunningServer server = customer(trunk.password());
        standing(new Http(server), "registered");
        SoftPhone bobs = phone(bob);
        CompletableFuture<PhoneCall> rung = new CompletableFuture<>();
        bobs.onIncomingCall(
                call -> {
                    call.answer();
                    rung.complete(call);
                });
        bobs.line(account(bob, "localhost", provider))
                .register()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        PhoneCall call =
                phone(alice).line(account(alice, "customer.example", server)).call(bob.user());

        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        PhoneCall answered = rung.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(answered.remoteParty().uri().text()).contains(trunk.user());
        answered.hangUp();
        assertThat(call.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }

    // ---- Kamailio as the provider

    @Test
    void kamailioAsTheProviderIsRegisteredWithAndCallsCome() throws Exception {
        Peer.KAMAILIO.needed();
        Kamailio kamailio = new Kamailio(folder, trunk);
        open.add(kamailio);
        RunningServer server = customer(kamailio.port(), trunk.password());
        Http http = new Http(server);

        assertThat(standing(http, "registered").path("expires").asInt()).isEqualTo(120);
        CompletableFuture<PhoneCall> rung = answering(server);
        SoftPhone strangers = phone(bob);
        PhoneCall call = strangers.call("sip:" + trunk.user() + "@127.0.0.1:" + kamailio.port());

        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        PhoneCall answered = rung.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        answered.hangUp();
        assertThat(call.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }

    /// The gateway is reached by nobody who cannot answer Kamailio's 407.
    @Test
    void kamailioChallengesACallOutAndIsAnswered() throws Exception {
        Peer.KAMAILIO.needed();
        Kamailio kamailio = new Kamailio(folder, trunk);
        open.add(kamailio);
        SoftPhone gateway =
                SoftPhone.builder()
                        .name("gateway")
                        .listen("127.0.0.1:" + kamailio.gateway())
                        .ringing(RingBehaviour.NOTHING)
                        .build();
        open.add(gateway);
        CompletableFuture<PhoneCall> rung = new CompletableFuture<>();
        gateway.onIncomingCall(
                call -> {
                    call.answer();
                    rung.complete(call);
                });
        RunningServer server = customer(kamailio.port(), trunk.password());
        standing(new Http(server), "registered");

        PhoneCall call =
                phone(alice).line(account(alice, "customer.example", server)).call(bob.user());

        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        PhoneCall answered = rung.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(answered.remoteParty().user()).isEqualTo(trunk.user());
        call.hangUp();
        assertThat(answered.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }

    @Test
    void kamailioForbidsAndTheProviderIsSwitchedOff() throws Exception {
        Peer.KAMAILIO.needed();
        Kamailio kamailio = new Kamailio(folder, bob);
        open.add(kamailio);
        Http http = new Http(customer(kamailio.port(), trunk.password()));

        assertThat(standing(http, "disabled").path("reason").asString())
                .isEqualTo("The provider forbids the registration (403 Unknown here)");
    }
}

package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Step 5 of the Simple Wizard with a provider that is registered with: its Register Contact is the
/// account made for it, and a rule tells calls by that account.
class SeedProviderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Phone trunk = Phone.named("trunk");
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private String customer(int ours, RunningServer provider, int someprovider) {
        return """
        users:
          - name: acme
            keys: [k-acme]
            accounts:
              - {name: main, password: secret}
              - {name: prov1, password: secret, in: wizard}
            dialPlans:
              - name: wizard
                type: rules
                rules:
                  - {direction: in, toMatch: toSIPAccount, toMatchParameter: prov1@localhost, command: dial, parameters: "0447623322@someprovider"}
            providers:
              - {name: provider1, server: "127.0.0.1:%d", username: %s, password: %s, register: true, registerContact: "prov1@localhost:%d"}
              - {name: someprovider, server: "127.0.0.1:%d", username: acme, password: p, register: false}
        """
                .formatted(
                        provider.port(Transport.UDP),
                        trunk.user(),
                        trunk.password(),
                        ours,
                        someprovider);
    }

    private RunningServer customer(RunningServer provider, int someprovider) throws Exception {
        int ours = Ports.ten();
        return new ServerFolder(folder.resolve("customer"))
                .configuration(
                        """
                        domains: [localhost]
                        sip:
                          udp: 127.0.0.1:%d
                          tcp: 127.0.0.1:0
                        http:
                          listen: 127.0.0.1:0
                        """
                                .formatted(ours))
                .accounts(customer(ours, provider, someprovider))
                .start();
    }

    private SoftPhone phone(String name, String address) throws Exception {
        SoftPhone phone =
                SoftPhone.builder()
                        .name(name)
                        .listen(address)
                        .ringing(RingBehaviour.NOTHING)
                        .build();
        open.add(phone);
        return phone;
    }

    @Test
    @DisplayName("001, Simple Wizard, step 5: a provider's Register Contact tells its calls")
    void aCallOfTheProviderIsToldByItsAccount() throws Exception {
        RunningServer provider =
                new ServerFolder(folder.resolve("provider"))
                        .accounts(Phone.applyFile(trunk.account(Phone.Mode.DENY)))
                        .start();
        open.add(provider);
        int port = Ports.ten();
        BlockingQueue<PhoneCall> rung = new LinkedBlockingQueue<>();
        phone("someprovider", "127.0.0.1:" + port)
                .onIncomingCall(
                        call -> {
                            call.answer();
                            rung.add(call);
                        });
        RunningServer server = customer(provider, port);
        open.add(server);
        Http http = new Http(server);
        await().atMost(LIMIT)
                .until(
                        () ->
                                http.get("/api/v1/providers/provider1")
                                        .path("registration")
                                        .path("state")
                                        .asString("")
                                        .equals("registered"));

        PhoneCall call =
                phone("stranger", "127.0.0.2:" + Ports.ten())
                        .call("sip:" + trunk.user() + "@localhost:" + provider.port(Transport.UDP));

        assertThat(call.await(CallState.IN_CALL, LIMIT))
                .as("refused with %s", call.endStatus())
                .isEqualTo(CallState.IN_CALL);
        PhoneCall answered = rung.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(answered).isNotNull();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(http.text("/api/v1/cdrs")).contains("0447623322@"));
        call.hangUp();
        assertThat(answered.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
    }
}

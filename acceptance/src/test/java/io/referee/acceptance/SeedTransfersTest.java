package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The transfers that the documents draw and program, with phones that do what is drawn.
class SeedTransfersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, PhoneLine> lines = new LinkedHashMap<>();
    private final Map<String, BlockingQueue<PhoneCall>> arrived = new LinkedHashMap<>();

    @TempDir Path folder;

    private RunningServer server;
    private Http http;

    /// Phones that answer what rings them.
    private void phones(Phone.Mode mode, String... names) throws Exception {
        List<String> accounts = new ArrayList<>();
        for (String name : names) {
            accounts.add(new Phone(name, 0).account(mode));
        }
        server =
                new ServerFolder(folder)
                        .accounts(Phone.applyFile(accounts.toArray(String[]::new)))
                        .start();
        open.add(server);
        http = new Http(server);
        for (String name : names) {
            SoftPhone phone = SoftPhone.builder().name(name).ringing(RingBehaviour.NOTHING).build();
            open.add(phone);
            BlockingQueue<PhoneCall> calls = new LinkedBlockingQueue<>();
            phone.onIncomingCall(
                    call -> {
                        call.answer();
                        calls.add(call);
                    });
            arrived.put(name, calls);
            PhoneLine line =
                    phone.line(
                            SipAccount.udp(
                                    name,
                                    "secret-" + name,
                                    "localhost",
                                    "127.0.0.1:" + server.port(Transport.UDP)));
            line.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            lines.put(name, line);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private PhoneCall calls(String caller, String callee) {
        return talking(lines.get(caller).call(callee));
    }

    private static PhoneCall talking(PhoneCall call) {
        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        return call;
    }

    private PhoneCall arrivedAt(String name) throws InterruptedException {
        PhoneCall call = arrived.get(name).poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(call).as(name).isNotNull();
        return talking(call);
    }

    private static void over(PhoneCall... calls) {
        for (PhoneCall call : calls) {
            assertThat(call.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
        }
    }

    private void oneCallIsLeft() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.calls()).hasSize(1));
    }

    @Test
    @DisplayName("002, end-point based: B gets the REFER and calls C itself")
    void theOtherEndPointCallsTheTarget() throws Exception {
        phones(Phone.Mode.PASS, "a", "b", "c");
        CompletableFuture<PhoneCall> placed = new CompletableFuture<>();
        PhoneCall first = calls("a", "b");
        PhoneCall atB = arrivedAt("b");
        atB.onTransferRequested(asked -> asked.accept().ifPresent(placed::complete));

        first.blindTransfer("sip:c@localhost");

        PhoneCall fromB = talking(placed.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        PhoneCall atC = arrivedAt("c");
        over(first, atB);
        oneCallIsLeft();
        fromB.hangUp();
        over(atC);
    }

    @Test
    @DisplayName("002, network based: B gets no REFER, and talks to C in the call that it has")
    void theServerCallsTheTarget() throws Exception {
        phones(Phone.Mode.CONSUME, "a", "b", "c");
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        PhoneCall first = calls("a", "b");
        PhoneCall atB = arrivedAt("b");
        atB.onTransferRequested(_ -> asked.complete(true));

        first.blindTransfer("sip:c@localhost");

        PhoneCall atC = arrivedAt("c");
        over(first);
        oneCallIsLeft();
        assertThat(atB.state()).isEqualTo(CallState.IN_CALL);
        assertThat(asked).isNotDone();
        atB.hangUp();
        over(atC);
    }

    @Test
    @DisplayName("004, attended transfer: who took a call asks 895 and joins the two")
    void theOperatorAsksFirst() throws Exception {
        phones(Phone.Mode.ATTENDED, "caller", "858", "895");
        PhoneCall callers = calls("caller", "858");
        PhoneCall call = arrivedAt("858");
        PhoneCall call2 = calls("858", "895");
        PhoneCall agents = arrivedAt("895");

        call.attendedTransfer(call2);

        over(call, call2);
        oneCallIsLeft();
        assertThat(callers.state()).isEqualTo(CallState.IN_CALL);
        assertThat(agents.state()).isEqualTo(CallState.IN_CALL);
        callers.hangUp();
        over(agents);
    }
}

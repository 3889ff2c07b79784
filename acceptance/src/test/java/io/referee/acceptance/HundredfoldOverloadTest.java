package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A hundred times as much as phones ask for. The addresses are trusted ones, whom no limit keeps
/// out. `-Dreferee.overload.seconds=60` says for how long.
@Isolated("needs all of the machine")
class HundredfoldOverloadTest {
    private static final int SECONDS = Integer.getInteger("referee.overload.seconds", 2);

    /// A busy office: twenty requests in a second.
    private static final int USUAL = 20;

    private static final int TIMES = 100;
    private static final int SOURCES = 50;
    private static final int AT_ONCE = 50;
    private static final Duration NORMAL_AGAIN = Duration.ofSeconds(10);
    private static final long QUICK_MILLIS = 500;
    private static final int QUICK_CALLS = 5;

    private final Phone alice = Phone.named("alice");
    private final Phone bob = Phone.named("bob");

    @TempDir Path folder;

    private RunningServer server() throws Exception {
        return new ServerFolder(folder)
                .underLoad()
                .accounts(
                        Phone.applyFile(
                                alice.account(Phone.Mode.DENY), bob.account(Phone.Mode.DENY)))
                .start();
    }

    @Test
    void tenSecondsAfterAHundredfoldOverloadCallsAreAsQuickAsBefore() throws Exception {
        try (RunningServer server = server();
                SoftPhone caller = SoftPhones.silent(alice);
                SoftPhone callee = SoftPhones.silent(bob);
                Attackers crowd = new Attackers(server.udp(), bob.user(), 1, SOURCES)) {
            callee.onIncomingCall(PhoneCall::answer);
            SoftPhones.registered(callee, bob, server);
            PhoneLine line = SoftPhones.registered(caller, alice, server);
            PhoneCall during = SoftPhones.calling(line, bob);

            CompletableFuture.runAsync(() -> flood(crowd)).get(SECONDS + 60L, TimeUnit.SECONDS);
            long over = System.nanoTime();
            assertThat(crowd.sent).isGreaterThanOrEqualTo((long) USUAL * TIMES * SECONDS);

            for (int quick = 0; quick < QUICK_CALLS; ) {
                quick = setUpMillis(line) < QUICK_MILLIS ? quick + 1 : 0;
                assertThat(Duration.ofNanos(System.nanoTime() - over))
                        .as("until calls were quick again")
                        .isLessThan(NORMAL_AGAIN);
            }
            System.out.println(
                    crowd.sent
                            + " requests in "
                            + SECONDS
                            + " s, "
                            + crowd.answers
                            + " answers; five quick calls "
                            + (System.nanoTime() - over) / 1_000_000
                            + " ms later");
            assertThat(during.state()).isEqualTo(CallState.IN_CALL);
            during.hangUp();
            Http http = new Http(server);
            assertThat(http.get("/healthz").path("status").asString()).isEqualTo("ok");
            assertThat(http.text("/metrics")).contains("referee_engine_uncaught_total 0.0");
        }
    }

    /// As much as goes.
    private static void flood(Attackers crowd) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            crowd.send(AT_ONCE);
        }
    }

    private long setUpMillis(PhoneLine line) {
        long began = System.nanoTime();
        PhoneCall call = SoftPhones.calling(line, bob);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        call.hangUp();
        return took;
    }
}

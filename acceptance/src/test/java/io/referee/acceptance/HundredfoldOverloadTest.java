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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A hundred times as much as phones ask for. The addresses are trusted ones, whom no limit keeps
/// out. `-Dreferee.overload.seconds=60` says for how long at least. What was sent proves nothing,
/// because the kernel drops what the server does not fetch: the overload goes on until the server
/// itself has counted as much.
@Isolated("needs all of the machine")
class HundredfoldOverloadTest {
    private static final int SECONDS = Integer.getInteger("referee.overload.seconds", 2);

    /// A busy office: twenty requests in a second.
    private static final int USUAL = 20;

    private static final int TIMES = 100;

    /// What the server has to receive.
    private static final long OVERLOAD = (long) USUAL * TIMES * SECONDS;

    /// It may take so many times as long, where something else keeps the machine busy.
    private static final int SLOW = 3;

    private static final int SOURCES = 50;
    private static final int AT_ONCE = 50;
    private static final Duration NORMAL_AGAIN = Duration.ofSeconds(10);
    private static final int CALLS = 5;

    /// Calls are as quick as before when they take at most so many times as long, and a pause of a
    /// machine that has just been busy.
    private static final int TIMES_AS_LONG = 3;

    private static final long PAUSE_MILLIS = 200;
    private static final String RECEIVED = "referee_sip_received_total ";

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
            Http http = new Http(server);
            long quick = TIMES_AS_LONG * usualMillis(line) + PAUSE_MILLIS;
            long before = received(http);

            int seconds = overload(crowd, () -> received(http) >= before + OVERLOAD);
            long over = System.nanoTime();
            long received = received(http) - before;
            callUntilAllAreQuick(line, quick, over);

            System.out.println(
                    crowd.sent
                            + " requests in "
                            + seconds
                            + " s, "
                            + received
                            + " received, "
                            + crowd.answers
                            + " answers; five calls of at most "
                            + quick
                            + " ms each "
                            + (System.nanoTime() - over) / 1_000_000
                            + " ms later");
            assertThat(received).isGreaterThanOrEqualTo(OVERLOAD);
            assertThat(crowd.answers).isPositive();
            assertThat(during.state()).isEqualTo(CallState.IN_CALL);
            during.hangUp();
            assertThat(http.get("/healthz").path("status").asString()).isEqualTo("ok");
            assertThat(http.text("/metrics")).contains("referee_engine_uncaught_total 0.0");
        }
    }

    /// Until the server has got enough, or is far too slow for it.
    ///
    /// @return for how many seconds
    private static int overload(Attackers crowd, Callable<Boolean> enough) throws Exception {
        int seconds = 0;
        while (seconds < SECONDS || (seconds < SLOW * SECONDS && !enough.call())) {
            CompletableFuture.runAsync(() -> flood(crowd)).get(60, TimeUnit.SECONDS);
            seconds++;
        }
        return seconds;
    }

    /// The median of some calls.
    private long usualMillis(PhoneLine line) {
        long[] each = LongStream.generate(() -> setUpMillis(line)).limit(CALLS).sorted().toArray();
        return each[CALLS / 2];
    }

    private void callUntilAllAreQuick(PhoneLine line, long quickMillis, long over) {
        for (int quick = 0; quick < CALLS; ) {
            long took = setUpMillis(line);
            quick = took <= quickMillis ? quick + 1 : 0;
            assertThat(Duration.ofNanos(System.nanoTime() - over))
                    .as("until calls took at most %d ms again; the last one: %d", quickMillis, took)
                    .isLessThan(NORMAL_AGAIN);
        }
    }

    /// How many messages the server has read.
    private static long received(Http http) throws Exception {
        return http.text("/metrics")
                .lines()
                .filter(line -> line.startsWith(RECEIVED))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(RECEIVED.length())))
                .findFirst()
                .orElseThrow();
    }

    /// As much as goes, for a second.
    private static void flood(Attackers crowd) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
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

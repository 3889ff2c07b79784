package io.referee.softphone;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// How long tests wait for what must come: long enough for a busy machine.
final class Waiting {
    static final Duration LONG = Duration.ofSeconds(20);

    private Waiting() {}

    static <T> T of(CompletableFuture<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    static CompletableFuture<PhoneCall> incoming(SoftPhone phone) {
        CompletableFuture<PhoneCall> call = new CompletableFuture<>();
        phone.onIncomingCall(call::complete);
        return call;
    }

    static CallState state(PhoneCall call, CallState wanted) {
        return call.await(wanted, LONG);
    }
}

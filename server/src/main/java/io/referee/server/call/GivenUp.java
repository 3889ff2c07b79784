package io.referee.server.call;

import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Calls that their callers gave up a moment ago. A phone needs a while to be done with our CANCEL:
/// it is called again for a transfer only afterwards, or it might say that it is busy (RFC 5589
/// §11.2). *Engine thread only.*
public final class GivenUp {
    /// How long whoever was rung is left alone.
    public static final Duration REST = Duration.ofSeconds(2);

    private final Outside outside;

    /// By account and destination, until when.
    private final Map<String, Instant> resting = new HashMap<>(2);

    GivenUp(Outside outside) {
        this.outside = outside;
    }

    /// The caller has cancelled a call to this destination.
    void by(Leg caller, String to) {
        String account = caller.identity().account();
        Instant now = outside.now();
        resting.values().removeIf(until -> !until.isAfter(now));
        Uri.parse(to)
                .filter(_ -> !account.isEmpty())
                .ifPresent(uri -> resting.put(key(account, uri), now.plus(REST)));
    }

    /// How long this destination is still to be left alone by what this account asks for.
    public Duration rest(String account, Uri target) {
        Instant now = outside.now();
        Instant until = resting.getOrDefault(key(account, target), now);
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    private static String key(String account, Uri target) {
        String whom =
                target instanceof SipUri sip ? sip.plainUser() + '@' + sip.domain() : target.text();
        return account + ' ' + whom;
    }
}

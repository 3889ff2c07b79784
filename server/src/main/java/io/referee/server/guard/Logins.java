package io.referee.server.guard;

import io.referee.server.guard.Bans.Evidence;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.uri.SipUri;

/// Wrong passwords, by source, and by source and account. The second closes the account for that
/// source alone: others there, behind the same NAT, can still log in, and so can the account from
/// elsewhere. An account as such is never closed: anybody could close it. *Engine thread only.*
final class Logins {
    /// How many more a source may have than one account of it.
    private static final int SOURCE_FACTOR = 2;

    private static final long KNOWN_MICROS = Guard.KNOWN.toMillis() * 1_000;

    private final ConductBook pairs;
    private final Bans bans;
    private final int most;

    /// @param most wrong passwords in [GuardSettings#LOGIN_WINDOW]
    Logins(ConductBook pairs, int most, Bans bans) {
        this.pairs = pairs;
        this.most = most;
        this.bans = bans;
    }

    private static Rate rate(int most) {
        return Rate.within(most, GuardSettings.LOGIN_WINDOW);
    }

    private static long key(Conduct source, String user) {
        return Source.with(source.key, user);
    }

    private static String user(String account) {
        int at = account.lastIndexOf('@');
        return at < 0 ? account : account.substring(0, at);
    }

    void succeeded(Conduct source, String account, long now) {
        Conduct pair = pairs.of(key(source, user(account)), now);
        pair.provenAt = now;
        pair.failures = 0;
        pair.lockEnds = 0;
    }

    /// Notes a wrong password for an account.
    ///
    /// @return whether the account is closed for that source from now on
    boolean failed(Conduct source, String account, Evidence evidence, long now) {
        Conduct pair = pairs.of(key(source, user(account)), now);
        boolean known = pair.provenAt != 0 && now - pair.provenAt < KNOWN_MICROS;
        long paidAt = rate(most * (known ? Guard.KNOWN_FACTOR : 1)).take(pair.failures, now, 1);
        if (paidAt != Rate.EXCEEDED) {
            pair.failures = paidAt;
            return false;
        }
        BanRule rule = bans.rule(evidence);
        int before = rule.remembered(pair.repeats, now - pair.lockEnds);
        pair.repeats = before + 1;
        pair.lockEnds = now + rule.lengthMicros(before);
        pair.failures = 0;
        source.lockEnds = Math.max(source.lockEnds, pair.lockEnds);
        return true;
    }

    /// Whether the account that the request claims is closed for its source.
    boolean locked(Conduct source, Request request, long now) {
        if (source.lockEnds <= now) {
            return false;
        }
        NameAddr who = request.is(Method.REGISTER) ? request.to() : request.from();
        if (!(who.uri() instanceof SipUri uri)) {
            return false;
        }
        Conduct pair = pairs.find(key(source, uri.plainUser()));
        return pair != null && pair.lockEnds > now;
    }

    /// Notes a wrong password, whatever the account.
    ///
    /// @return whether these were too many
    boolean tooMany(Conduct source, int factor, long now) {
        long paidAt = rate(most * SOURCE_FACTOR * factor).take(source.failures, now, 1);
        if (paidAt == Rate.EXCEEDED) {
            return true;
        }
        source.failures = paidAt;
        return false;
    }
}

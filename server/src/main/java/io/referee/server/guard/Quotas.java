package io.referee.server.guard;

import io.referee.server.guard.GuardSettings.Rates;
import io.referee.sip.message.Method;

import org.jspecify.annotations.Nullable;

/// [Rates] as they are taken from: requests, INVITEs, REGISTERs. *Immutable.*
record Quotas(@Nullable Rate requests, @Nullable Rate invites, @Nullable Rate registers) {
    private static final int REQUEST_SECONDS = 10;
    private static final int INVITE_SECONDS = 5;
    private static final int REGISTER_SECONDS = 20;

    static Quotas of(Rates rates, int factor) {
        return new Quotas(
                rate(rates.requests(), REQUEST_SECONDS, factor),
                rate(rates.invites(), INVITE_SECONDS, factor),
                rate(rates.registers(), REGISTER_SECONDS, factor));
    }

    private static @Nullable Rate rate(int perSecond, int burstSeconds, int factor) {
        return perSecond == 0 ? null : Rate.perSecond(perSecond, burstSeconds).times(factor);
    }

    /// Takes a request of any kind; false when there were too many.
    boolean takeRequest(Conduct conduct, long now) {
        if (requests == null) {
            return true;
        }
        long paidAt = requests.take(conduct.requests, now, 1);
        conduct.requests = paidAt == Rate.EXCEEDED ? conduct.requests : paidAt;
        return paidAt != Rate.EXCEEDED;
    }

    /// Takes one that begins something; false when there were too many of its method.
    boolean takeMethod(Conduct conduct, Method method, long now) {
        if (method.equals(Method.INVITE) && invites != null) {
            long paidAt = invites.take(conduct.invites, now, 1);
            conduct.invites = paidAt == Rate.EXCEEDED ? conduct.invites : paidAt;
            return paidAt != Rate.EXCEEDED;
        }
        if (method.equals(Method.REGISTER) && registers != null) {
            long paidAt = registers.take(conduct.registers, now, 1);
            conduct.registers = paidAt == Rate.EXCEEDED ? conduct.registers : paidAt;
            return paidAt != Rate.EXCEEDED;
        }
        return true;
    }
}

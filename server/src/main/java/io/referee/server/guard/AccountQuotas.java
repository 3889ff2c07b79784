package io.referee.server.guard;

import io.referee.server.guard.GuardSettings.Rates;
import io.referee.sip.message.Method;

/// What one account may do, once it has proven its password. *Engine thread only.*
final class AccountQuotas {
    private final ConductBook book;
    private final Rates rates;
    private final Quotas quotas;

    AccountQuotas(ConductBook book, Rates rates) {
        this.book = book;
        this.rates = rates;
        this.quotas = Quotas.of(rates, 1);
    }

    /// Takes a request; false when there were too many.
    boolean take(String aor, Method method, long now) {
        Conduct conduct = book.of(Source.with(0, aor), now);
        return quotas.takeRequest(conduct, now) && quotas.takeMethod(conduct, method, now);
    }

    /// Whether one more call is too many.
    boolean full(int calls) {
        return rates.calls() > 0 && calls >= rates.calls();
    }
}

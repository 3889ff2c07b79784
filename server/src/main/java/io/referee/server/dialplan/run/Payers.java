package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// Who pays for the legs of a run. *Engine thread only.*
record Payers(Plans plans, PlanRun run) {
    /// The account that pays for a leg; empty for whoever pays for the call.
    String of(ResolvedLeg leg) {
        return charged(code(leg)).orElseGet(() -> rungHere(leg) ? "" : run.payer());
    }

    /// Why a leg is left out because nobody pays for it; empty when it is not.
    Optional<String> unpaid(ResolvedLeg leg) {
        String code = code(leg);
        if (!code.isEmpty() && charged(code).isEmpty()) {
            return Optional.of("there is no account " + code + " to charge");
        }
        String payer = of(leg);
        return payer.isEmpty() || plans.affords(payer)
                ? Optional.empty()
                : Optional.of(payer + " has no credit left");
    }

    private static String code(ResolvedLeg leg) {
        return leg.leg().options().accountCode();
    }

    /// The own account that `ac` names, as `user` or `user@domain`.
    private Optional<String> charged(String code) {
        return new LocalDomains(plans.directory())
                .account(code)
                .filter(account -> account.owner().equals(run.owner()))
                .map(Account::aor);
    }

    /// Whether it is the account that is called: nobody pays for being called.
    private boolean rungHere(ResolvedLeg leg) {
        return leg.destination() instanceof Destination.LocalAccount(Account account, SipUri _)
                && run.account().filter(own -> own.aor().equals(account.aor())).isPresent();
    }
}

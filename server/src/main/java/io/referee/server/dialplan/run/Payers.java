package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.account.Rate;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who pays for the legs of a run, and by which rate. *Engine thread only.*
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
        return switch (rate(leg)) {
            case Found.Usual _ -> broke(of(leg));
            case Found.None(String reason) -> Optional.of(reason);
            case Found.Fits(Rate rate) -> broke(paying(leg), rate);
        };
    }

    private Optional<String> broke(String payer) {
        return payer.isEmpty() || plans.affords(payer)
                ? Optional.empty()
                : Optional.of(payer + " has no credit left");
    }

    /// A call begins when what is left is enough for the answer and the first step.
    private Optional<String> broke(Optional<Account> payer, Rate rate) {
        Duration least = rate.price().least();
        return payer.filter(account -> !rate.price().free())
                .filter(
                        account ->
                                plans.desk()
                                        .credit(account.aor())
                                        .filter(left -> left.compareTo(least) < 0)
                                        .isPresent())
                .map(account -> account.aor() + " has not credit enough for " + words(rate));
    }

    // ---- rates

    /// Which rate a leg has.
    private sealed interface Found {
        /// None is asked for: a second costs one.
        record Usual() implements Found {}

        record Fits(Rate rate) implements Found {}

        /// One is asked for, and there is none.
        record None(String reason) implements Found {}
    }

    /// What a leg costs.
    Price price(ResolvedLeg leg) {
        return rate(leg) instanceof Found.Fits(Rate rate) ? rate.price() : Price.USUAL;
    }

    /// The rate of a leg, in words; empty when it has none.
    Optional<String> charge(ResolvedLeg leg) {
        return rate(leg) instanceof Found.Fits(Rate rate)
                ? Optional.of(words(rate))
                : Optional.empty();
    }

    private static String words(Rate rate) {
        return "rate " + rate.name() + ": " + rate.price().words();
    }

    private Found rate(ResolvedLeg leg) {
        Optional<Account> payer = paying(leg);
        List<Rate> rates = rates(plans, payer.map(Account::owner).orElse(run.owner()));
        String code = leg.leg().options().rateCode();
        if (!code.isEmpty()) {
            return found(Rate.coded(rates, code), "there is no rate " + code);
        }
        String plan = payer.map(Payers::ratePlan).orElse("");
        String number = number(leg);
        return plan.isEmpty()
                ? new Found.Usual()
                : found(
                        Rate.fitting(rates, plan, number),
                        "the rate plan " + plan + " has no rate for " + number);
    }

    private static Found found(Optional<Rate> rate, String otherwise) {
        return rate.<Found>map(Found.Fits::new).orElseGet(() -> new Found.None(otherwise));
    }

    /// The rates of an owner.
    static List<Rate> rates(Plans plans, String owner) {
        return plans.directory().owner(owner).map(Owner::rates).orElse(List.of());
    }

    /// Who does not pay in advance has no use for rates.
    private static String ratePlan(Account account) {
        return account.credit().isPresent() ? account.ratePlan() : "";
    }

    /// The account that pays, as far as the plan knows: for a call out whoever makes it, or has it
    /// made by a transfer.
    private Optional<Account> paying(ResolvedLeg leg) {
        String payer = of(leg);
        if (!payer.isEmpty()) {
            return plans.directory().account(payer);
        }
        return rungHere(leg) || run.kind() != PlanRun.Kind.OUT
                ? Optional.empty()
                : run.account().or(this::transferring);
    }

    private Optional<Account> transferring() {
        return run.query()
                .transfer()
                .flatMap(transfer -> plans.directory().account(transfer.payer()));
    }

    private static String number(ResolvedLeg leg) {
        return switch (leg.destination()) {
            case Destination.LocalAccount(Account _, SipUri dialled) -> dialled.plainUser();
            case Destination.Loopback(Account _, SipUri dialled) -> dialled.plainUser();
            case Destination.ThroughProvider(var _, SipUri uri) -> uri.plainUser();
            case Destination.Elsewhere(SipUri uri) -> uri.plainUser();
            case Destination.Vanished _ -> "";
        };
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

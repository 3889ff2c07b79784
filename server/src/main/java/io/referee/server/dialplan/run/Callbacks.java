package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.OldForm;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.transfer.CallPlacer;
import io.referee.server.transfer.Placed;
import io.referee.server.transfer.Refusal;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Connects two that dial strings of an owner name, without a plan that asks for it: the first is
/// rung, and when it answers, the second. A bare number, which is neither an account nor a
/// provider, is what an account's phone would dial: it goes through that account's plan. *Engine
/// thread only.*
public final class Callbacks {
    /// What the made-up plan is called in logs, and who the two are called by.
    static final String NAME = "callback";

    private final Plans plans;
    private final Router router;
    private final CallPlacer placer;

    public Callbacks(Plans plans, Router router, CallPlacer placer) {
        this.plans = plans;
        this.router = router;
        this.placer = placer;
    }

    /// Who is to be connected. *Immutable.*
    ///
    /// @param account `user@domain` of the owner, or its name, that pays and whose plan bare
    ///   numbers run through; empty for the first account of the dial strings
    /// @param ring how long each may ring; zero for a minute
    /// @param createdBy for the records: `api`, `callmanager`
    public record Wanted(
            String owner,
            String first,
            String second,
            String account,
            Duration ring,
            String createdBy) {}

    /// Lets a plan of an owner connect two, as it did when it was saved: a callback that is kept.
    ///
    /// @param number what it sees as dialled; empty for `callback`
    /// @return why not, as far as that is known yet
    public Optional<Refusal> kept(String owner, String plan, String number) {
        return placer.callBack(owner, plan, number.isEmpty() ? NAME : number);
    }

    /// Rings the first, if that may be.
    public Placed place(Wanted wanted) {
        for (String text : List.of(wanted.first(), wanted.second())) {
            if (DialString.parse(text) instanceof DialString.Reading.Wrong wrong) {
                return refused(
                        400, "The dial string " + OldForm.shown(text) + ": " + wrong.sentence());
            }
        }
        Optional<Account> named = account(wanted.account()).filter(one -> isOf(wanted, one));
        if (named.isEmpty() && !wanted.account().isEmpty()) {
            return refused(404, "There is no account " + wanted.account() + " of this owner");
        }
        Optional<Account> payer =
                named.or(() -> among(wanted, wanted.first()))
                        .or(() -> among(wanted, wanted.second()));
        Optional<SipUri> first = bare(wanted.owner(), wanted.first());
        Optional<SipUri> second = bare(wanted.owner(), wanted.second());
        if (first.isPresent() && named.isEmpty()) {
            return refused(
                    404, wanted.first() + " is no account, and no account was named to dial it");
        }
        if (second.isPresent() && payer.isEmpty()) {
            return refused(404, wanted.second() + " is no account, and none is there to dial it");
        }
        Optional<Account> silent =
                first.or(() -> second)
                        .flatMap(_ -> payer)
                        .filter(one -> one.access().incomingOnly());
        if (silent.isPresent()) {
            return refused(403, "The account " + silent.get().aor() + " takes calls only");
        }
        CallbackEnds ends =
                new CallbackEnds(
                        new CallbackEnds.Surroundings(plans, router, this::run),
                        payer,
                        end(wanted, wanted.first(), first),
                        end(wanted, wanted.second(), second),
                        wanted.createdBy());
        return placer.connect(wanted.owner(), ends, wanted.first(), wanted.second());
    }

    private static CallbackEnds.End end(Wanted wanted, String text, Optional<SipUri> bare) {
        Duration ring = wanted.ring().isZero() ? SysActions.MAX_RING : wanted.ring();
        return new CallbackEnds.End(wanted.owner(), DialOrder.of(text, ring, Duration.ZERO), bare);
    }

    private PlanRun run(String owner, PlanReports reports) {
        String domain = plans.directory().defaultDomain();
        return PlanRun.made(
                new DialPlan(owner, NAME, "ruby", "", List.of()),
                RouteQuery.anonymous(SipUri.of(NAME, domain, -1), domain, reports));
    }

    private static Placed refused(int status, String reason) {
        return new Placed.Refused(new Refusal(status, reason, ""));
    }

    private static boolean isOf(Wanted wanted, Account account) {
        return account.owner().equals(wanted.owner());
    }

    private Optional<Account> account(String text) {
        return new LocalDomains(plans.directory()).account(text);
    }

    /// The first account of the owner that a dial string names.
    private Optional<Account> among(Wanted wanted, String text) {
        return legs(wanted.owner(), text).stream()
                .map(ResolvedLeg::destination)
                .flatMap(destination -> accountOf(destination).stream())
                .filter(account -> isOf(wanted, account))
                .findFirst();
    }

    private static Optional<Account> accountOf(Destination destination) {
        return switch (destination) {
            case Destination.LocalAccount(Account account, var dialled) -> Optional.of(account);
            case Destination.Loopback(Account account, var dialled) -> Optional.of(account);
            case Destination.ThroughProvider provider -> Optional.empty();
            case Destination.Elsewhere elsewhere -> Optional.empty();
            case Destination.Vanished vanished -> Optional.empty();
        };
    }

    private List<ResolvedLeg> legs(String owner, String text) {
        return DialString.parse(text) instanceof DialString.Reading.Good(DialString string)
                ? plans
                        .resolver()
                        .resolve(
                                string,
                                Resolver.Running.plain(
                                        owner, NAME, run(owner, PlanReports.SILENT).dialled(), ""))
                        .stages()
                        .stream()
                        .flatMap(List::stream)
                        .toList()
                : List.of();
    }

    /// What an account's phone would dial; empty for what names somebody by itself.
    private Optional<SipUri> bare(String owner, String text) {
        String number = text.strip();
        boolean plain =
                !number.isEmpty() && number.chars().noneMatch(c -> "@.:|&[;?/".indexOf(c) >= 0);
        boolean nobody =
                legs(owner, number).stream()
                        .allMatch(leg -> leg.destination() instanceof Destination.Elsewhere);
        return plain && nobody
                ? Optional.of(
                        SipUri.of(
                                Escapes.escapeUser(number), plans.directory().defaultDomain(), -1))
                : Optional.empty();
    }
}

package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.server.dialplan.dial.Resolver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who pays for a call that a plan has made between two others (`transfers.md` G.3: whoever had it
/// made). A plan that belongs to no account, such as `webcallback`, is paid for by an account of
/// its owner: the first that one of the two dial strings rings, else the one that is called like
/// the owner.
final class CallbackPayer {
    private final Plans plans;
    private final PlanRun run;

    private CallbackPayer(Plans plans, PlanRun run) {
        this.plans = plans;
        this.run = run;
    }

    /// The account; empty when the owner has none to pay.
    static Optional<Account> of(Plans plans, PlanRun run, DialOrder one, DialOrder other) {
        CallbackPayer payer = new CallbackPayer(plans, run);
        return run.account()
                .or(() -> Stream.of(one, other).flatMap(payer::rung).findFirst())
                .or(payer::namedLikeTheOwner);
    }

    private Stream<Account> rung(DialOrder order) {
        Resolver.Running running =
                Resolver.Running.plain(run.owner(), run.plan().name(), run.dialled(), "");
        return DialString.parse(order.text()) instanceof DialString.Reading.Good(DialString string)
                ? plans.resolver().resolve(string, running).stages().stream()
                        .flatMap(List::stream)
                        .map(ResolvedLeg::destination)
                        .flatMap(this::own)
                : Stream.empty();
    }

    private Stream<Account> own(Destination destination) {
        Optional<Account> account =
                switch (destination) {
                    case Destination.LocalAccount(Account found, var _) -> Optional.of(found);
                    case Destination.Loopback(Account found, var _) -> Optional.of(found);
                    case Destination.Elsewhere _,
                            Destination.ThroughProvider _,
                            Destination.Vanished _ ->
                            Optional.empty();
                };
        return account.filter(found -> found.owner().equals(run.owner())).stream();
    }

    private Optional<Account> namedLikeTheOwner() {
        return plans.directory()
                .account(run.owner(), plans.directory().defaultDomain())
                .filter(account -> account.owner().equals(run.owner()));
    }
}

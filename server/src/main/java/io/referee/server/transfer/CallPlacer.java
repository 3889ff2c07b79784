package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.Switchboard;
import io.referee.server.call.Target;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;
import java.util.function.Supplier;

/// Places calls that somebody asks for who is not in them: an account's phone is rung, and when it
/// is answered, the account calls the other one (RFC 3725 §4.4). The same for HTTP, the call
/// manager and a REFER outside of calls. *Engine thread only.*
public final class CallPlacer {
    /// The owner's plan that says whose phone a number is called back from.
    private static final String PLAN = "webcallback";

    private final Transfers desk;
    private final Switchboard switchboard;
    private final Supplier<Directory> directory;
    private final Router router;

    public CallPlacer(
            Transfers desk, Switchboard switchboard, Supplier<Directory> directory, Router router) {
        this.desk = desk;
        this.switchboard = switchboard;
        this.directory = directory;
        this.router = router;
    }

    /// Who is told how it goes.
    interface Hearer {
        Hearer NOBODY =
                new Hearer() {
                    @Override
                    public void progress(int status) {}

                    @Override
                    public void finished(int status) {}
                };

        /// The other one rings.
        void progress(int status);

        /// 200 when the two talk, otherwise why not; said once.
        void finished(int status);
    }

    /// Rings the first phone, if that may be.
    public Placed place(CallOrder order) {
        return place(order, Hearer.NOBODY);
    }

    Placed place(CallOrder order, Hearer hearer) {
        Optional<Account> from = account(order);
        if (from.isEmpty()) {
            return refused(404, "There is no account " + order.from() + " of this owner");
        }
        Optional<Uri> to = desk.target(order.to());
        if (to.isEmpty()) {
            return refused(400, "The target cannot be read: " + order.to());
        }
        return place(order, new Wanted(from.get(), to.get()), hearer);
    }

    /// Calls a number back as the owner's plan named `webcallback` says.
    Placed callBack(String owner, String number) {
        Optional<Uri> to = desk.target(number);
        if (to.isEmpty()) {
            return refused(400, "The number cannot be read: " + number);
        }
        Optional<Route> route =
                router.planned(
                        owner,
                        PLAN,
                        RouteQuery.anonymous(
                                to.get(), directory.get().defaultDomain(), PlanReports.SILENT));
        if (route.isEmpty()) {
            return refused(403, "There is no dial plan named " + PLAN);
        }
        Optional<Account> phone =
                route.get() instanceof Route.Ring ring
                        ? ring.targets().stream().findFirst().flatMap(Target::account)
                        : Optional.empty();
        if (phone.isPresent()) {
            return place(new CallOrder(owner, phone.get().aor(), number, "callmanager"));
        }
        return route.get() instanceof Route.Refused no
                ? refused(no.status(), no.reason())
                : refused(480, "The dial plan named " + PLAN + " names no phone to call first");
    }

    private record Wanted(Account from, Uri to) {}

    private Placed place(CallOrder order, Wanted wanted, Hearer hearer) {
        if (!desk.affords(wanted.from().aor())) {
            return refused(402, "The account has no credit left");
        }
        Optional<Call> opened =
                switchboard.open(wanted.from(), "sip:" + wanted.from().aor(), wanted.to().text());
        if (opened.isEmpty()) {
            return refused(503, "The server is shutting down");
        }
        Call call = opened.get();
        PlacedCall.Parties parties =
                new PlacedCall.Parties(wanted.from(), wanted.to(), order.createdBy());
        new PlacedCall(call, parties, router, desk.settings(), hearer).start();
        return new Placed.Begun(call);
    }

    private static Placed refused(int status, String reason) {
        return new Placed.Refused(new Refusal(status, reason, ""));
    }

    private Optional<Account> account(CallOrder order) {
        return desk.target(order.from())
                .filter(SipUri.class::isInstance)
                .map(SipUri.class::cast)
                .flatMap(uri -> directory.get().account(uri.plainUser(), uri.domain()))
                .filter(account -> account.owner().equals(order.owner()));
    }
}

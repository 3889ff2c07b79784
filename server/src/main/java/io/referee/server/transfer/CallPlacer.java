package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.Ids;
import io.referee.server.call.Legs;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.Switchboard;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Places calls that somebody asks for who is not in them: an account's phone is rung, and when it
/// is answered, the account calls the other one (RFC 3725 §4.4). The same for HTTP, the call
/// manager and a REFER outside of calls. *Engine thread only.*
public final class CallPlacer {
    /// The owner's plan that says whose phone a number is called back from.
    private static final String PLAN = "webcallback";

    private static final String NO_CREDIT = "The account has no credit left";

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
        Account account = from.get();
        if (account.access().incomingOnly()) {
            return refused(403, "The account " + order.from() + " takes calls only");
        }
        Ends ends = new AccountCalls(router, account, to.get(), order.createdBy());
        return begin(
                switchboard.fresh(account.owner()),
                ends,
                "sip:" + account.aor(),
                to.get().text(),
                hearer);
    }

    /// Calls a number back as the owner's plan named `webcallback` says: whom the plan dials is
    /// rung, and the account that answers then calls the number. A plan that has two others
    /// connected need not dial anybody.
    ///
    /// @return why not, as far as that is known yet
    Optional<Refusal> callBack(String owner, String number) {
        return callBack(owner, PLAN, number);
    }

    /// The same as another plan of the owner says.
    public Optional<Refusal> callBack(String owner, String plan, String number) {
        Optional<Uri> to = desk.target(number);
        if (to.isEmpty()) {
            return Optional.of(new Refusal(400, "The number cannot be read: " + number, ""));
        }
        Ids ids = switchboard.fresh(owner);
        Legs legs = switchboard.legs();
        PlanReports reports = PlanReports.of(legs.outside(), legs.events(), ids);
        RouteQuery query = RouteQuery.anonymous(to.get(), directory.get().defaultDomain(), reports);
        return router.planned(owner, plan, query)
                .map(
                        route -> {
                            if (!(route instanceof Route.Refused)) {
                                router.begins(owner);
                            }
                            return calledBack(ids, route, to.get());
                        })
                .orElseGet(
                        () ->
                                Optional.of(
                                        new Refusal(
                                                plan.equals(PLAN) ? 403 : 404,
                                                "There is no dial plan named " + plan,
                                                "")));
    }

    private Optional<Refusal> calledBack(Ids ids, Route route, Uri number) {
        return switch (route) {
            case Route.Refused no -> Optional.of(new Refusal(no.status(), no.reason(), ""));
            case Route.Deciding(Route.Course course) -> {
                course.begin(
                        (status, reason, headers) -> {},
                        decided -> calledBack(ids, decided, number));
                yield Optional.empty();
            }
            case Route.Ring ring -> {
                Ends ends = new CalledBack(router, directory.get(), ring, number);
                Optional<Refusal> no =
                        begin(ids, ends, number.text()) instanceof Placed.Refused(Refusal why)
                                ? Optional.of(why)
                                : Optional.empty();
                if (no.isPresent()) {
                    ring.otherwise().over(Route.End.GIVEN_UP);
                }
                yield no;
            }
        };
    }

    /// Connects two, after a while.
    ///
    /// @param to whom the second is, for the records
    /// @return why not, as far as that is known yet
    public Optional<Refusal> connect(String owner, Ends ends, String to, Duration delay) {
        if (!affords(ends)) {
            return Optional.of(new Refusal(402, NO_CREDIT, ""));
        }
        switchboard
                .legs()
                .outside()
                .schedule(delay, () -> begin(switchboard.fresh(owner), ends, to));
        return Optional.empty();
    }

    /// Connects two at once.
    ///
    /// @param from whom the first is, for the records
    /// @param to whom the second is, for the records
    public Placed connect(String owner, Ends ends, String from, String to) {
        return begin(switchboard.fresh(owner), ends, from, to, Hearer.NOBODY);
    }

    private boolean affords(Ends ends) {
        return ends.payer().isEmpty() || desk.affords(ends.payer());
    }

    private Placed begin(Ids ids, Ends ends, String to) {
        return begin(ids, ends, ends.seenBySecond().uri().text(), to, Hearer.NOBODY);
    }

    private Placed begin(Ids ids, Ends ends, String from, String to, Hearer hearer) {
        if (!affords(ends)) {
            return refused(402, NO_CREDIT);
        }
        Optional<Call> opened = switchboard.open(ids, ends.payer(), from, to);
        if (opened.isEmpty()) {
            return refused(503, "The server is shutting down");
        }
        new PlacedCall(opened.get(), ends, desk.settings(), hearer).start();
        return new Placed.Begun(opened.get());
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

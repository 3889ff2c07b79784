package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.TransferQuery;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Whether a transfer may begin, and where it leads: the same for all doors (`transfers.md` 0.6).
/// *Engine thread only.*
sealed interface Admission {
    record Yes(Route route) implements Admission {}

    record No(Refusal refusal) implements Admission {}

    /// Who decides.
    ///
    /// @param affords whether an account may begin what costs
    /// @param lot where calls are parked
    record Gate(
            Outside outside,
            Router router,
            TransferSettings settings,
            Budget budget,
            Targets targets,
            Predicate<String> affords,
            ParkingLot lot) {
        /// What comes of a transfer to a slot when none is free.
        private static final Route FULL = new Route.Refused(486, "Busy Here");

        /// Why a target is not reached for which no plan of the owner speaks.
        static final Function<Order, Refusal> NO_PLAN =
                order ->
                        new Refusal(
                                603,
                                "Without a dial plan named transfer only accounts of this server"
                                        + " can be reached",
                                "a dial plan named `transfer` of owner " + order.owner());

        /// Asks before anything is sent; nothing is changed by it.
        Admission of(Order order) {
            Optional<Refusal> now = forbids(order);
            if (now.isPresent()) {
                return new No(now.get());
            }
            if (lot.means(order.target())) {
                return new Yes(FULL);
            }
            return leading(order, () -> routed(order), NO_PLAN);
        }

        private Optional<Route> routed(Order order) {
            Call call = order.call();
            return router.transfer(
                    order.owner(),
                    RouteQuery.anonymous(
                                    routed(order.target()),
                                    targets.directory().get().defaultDomain(),
                                    call.reports())
                            .media(order.media())
                            .transferring(Optional.of(query(order)))
                            .at(call.depth()));
        }

        /// The transfer as dial plans see it. The gateway over which the transferee is reached can
        /// connect it with the target by itself (RFC 5589 §11.1).
        TransferQuery query(Order order) {
            return settings.target().sameTrunk()
                    ? order.query().over(trunk(order.transferee()))
                    : order.query();
        }

        private static String trunk(Leg transferee) {
            return ProviderAuthorizer.nameOf(transferee.session().authorizer());
        }

        /// Where somebody else is sought because a transfer has failed: its call was admitted with
        /// that one, but not whom is called now, nor what that costs.
        ///
        /// @param nowhere why not, when there is no route
        Admission instead(
                Order order, Supplier<Optional<Route>> route, Function<Order, Refusal> nowhere) {
            return closed().<Admission>map(No::new).orElseGet(() -> leading(order, route, nowhere));
        }

        private Admission leading(
                Order order, Supplier<Optional<Route>> route, Function<Order, Refusal> nowhere) {
            Optional<Refusal> never =
                    targets.objection(order).or(() -> legs(order)).or(() -> costs(order));
            if (never.isPresent()) {
                return new No(never.get());
            }
            Optional<Route> found = route.get();
            Optional<Refusal> back = found.flatMap(leads -> targets.objection(order, leads));
            if (back.isPresent()) {
                return new No(back.get());
            }
            return found.map(leads -> dialling(order, leads))
                    .orElseGet(() -> new No(nowhere.apply(order)));
        }

        /// Where a route leads without what may not be dialled; what the owner's plan makes of a
        /// redirection's target is looked at here, too.
        Admission dialling(Order order, Route leads) {
            DialledGuard guard = new DialledGuard(order, targets, budget.costly(), outside);
            Route left = guard.over(targets.guarded(order, leads));
            return left instanceof Route.Refused && guard.refusal().isPresent()
                    ? new No(guard.refusal().get())
                    : new Yes(left);
        }

        /// What was looked up is placed; who is called back has cost the owner nothing.
        void begins(Order order, Route route) {
            if (!(route instanceof Route.Refused) && !Recovery.recalls(order)) {
                router.begins(order.owner());
            }
            counts(order, route);
        }

        /// The costly numbers that are dialled at once.
        void counts(Order order, Route route) {
            DialledGuard.counts(order, route, budget.costly(), outside);
        }

        /// Why nobody may be sent there now by a REFER of ours: the phone that gets it calls at its
        /// own cost, and as it likes.
        Optional<Refusal> forbidsSending(Order order) {
            return forbids(order).or(() -> targets.objection(order)).or(() -> costs(order));
        }

        /// An account of this server costs nothing, whatever its name begins with.
        private Optional<Refusal> costs(Order order) {
            return targets.isAccount(order.target())
                    ? Optional.empty()
                    : budget.costly().exceeded(order, outside.now());
        }

        /// Another leg at the cost of an account that pays for many already (`transfers.md` F.6).
        private Optional<Refusal> legs(Order order) {
            int most = settings.limits().legs();
            long paid =
                    order.call().legs().all().stream()
                            .filter(leg -> leg.identity().direction() == Direction.OUTGOING)
                            .filter(leg -> leg.identity().payer().equals(order.payer()))
                            .limit(most)
                            .count();
            return paid < most
                    ? Optional.empty()
                    : Optional.of(
                            new Refusal(
                                    603,
                                    "The account pays for " + most + " legs already",
                                    "`transfer.legs`"));
        }

        private Optional<Refusal> closed() {
            return settings.limits()
                    .hours()
                    .filter(hours -> !hours.open().test(outside.now()))
                    .map(
                            hours ->
                                    new Refusal(
                                            603,
                                            "Calls are transferred at other times only: "
                                                    + hours.text(),
                                            "`transfer.hours`"));
        }

        /// Why no transfer may begin on this call now, whoever carries it out.
        Optional<Refusal> forbids(Order order) {
            Call call = order.call();
            boolean alone =
                    order.transferee() == order.transferor() || !order.transferee().confirmed();
            if (!call.guarded() && alone) {
                return refusal(603, "There is nobody to transfer");
            }
            boolean pending =
                    order.transferee().session().offerPending()
                            && order.transferee().ledger().remote().isEmpty();
            if (call.guarded() || pending) {
                return refusal(491, "A transfer is running on this call");
            }
            return limits(order);
        }

        /// Why a call that still rings may not go elsewhere.
        Optional<Refusal> forbidsRedirecting(Order order) {
            return limits(order)
                    .or(() -> targets.objection(order))
                    .or(() -> legs(order))
                    .or(() -> costs(order));
        }

        private Optional<Refusal> limits(Order order) {
            Call call = order.call();
            Optional<Refusal> closed = closed();
            if (closed.isPresent()) {
                return closed;
            }
            if (!affords.test(order.payer())) {
                return Optional.of(
                        new Refusal(
                                603,
                                "The account has no credit left",
                                "more `credit` for account " + order.payer()));
            }
            int depth = settings.limits().depth();
            if (call.depth() >= depth) {
                return refusal(603, "This call was transferred " + depth + " times");
            }
            return budget.exceeded(order.payer(), outside.now())
                    .map(over -> new Refusal(603, over, ""));
        }

        private static Optional<Refusal> refusal(int status, String reason) {
            return Optional.of(new Refusal(status, reason, ""));
        }

        /// A target without a user is dialled as `s` (`transfers.md` A10.11).
        private static Uri routed(Uri target) {
            return target instanceof SipUri sip && sip.user().isEmpty()
                    ? SipUri.of("s", sip.host(), sip.port())
                    : target;
        }

        private static Admission no(int status, String reason) {
            return new No(new Refusal(status, reason, ""));
        }
    }
}

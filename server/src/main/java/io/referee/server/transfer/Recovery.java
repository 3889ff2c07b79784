package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.SdpLedger;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.sdp.Direction;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds somebody for the transferee when a transfer has failed: the transferor is called back, or
/// another destination is tried (`transfers.md` A11). What is found becomes a transfer of its own,
/// of the door `recall` or `fallback`, with its own phases and its own record, so that it may fail
/// and be recovered in the same way. *Engine thread only.*
final class Recovery {
    /// The door of a transfer that brings the transferee back.
    private static final String RECALL = "recall";

    /// The door of a transfer to somebody else.
    private static final String FALLBACK = "fallback";

    private static final HeaderName ALERT_INFO = HeaderName.of("Alert-Info");

    /// Phones that know it ring in another way (RFC 7462 §4).
    private static final String RECALLED = "<urn:alert:service:recall:transfer>";

    private final Supplier<Directory> directory;
    private final Router router;
    private final Transfers desk;

    Recovery(Supplier<Directory> directory, Router router, Transfers desk) {
        this.directory = directory;
        this.router = router;
        this.desk = desk;
    }

    /// Who is told what came of it.
    interface Outcome {
        /// The transferee talks to somebody. `how` is `recall` or `fallback`.
        void found(String how);

        /// They stay as they are, or the transferee has been hung up.
        void notFound();
    }

    /// What becomes of the parties of a transfer that fails: what its request says, else the
    /// account of the transferor, else the configuration.
    OnFail policy(Order order) {
        return order.onFail()
                .or(
                        account(order.transferor())
                                .flatMap(account -> OnFail.parse(account.onFail()))
                                .orElse(desk.settings().recovery().onFail()));
    }

    private Optional<Account> account(Leg leg) {
        String aor = leg.identity().account();
        int at = aor.indexOf('@');
        return at < 0
                ? Optional.empty()
                : directory.get().account(aor.substring(0, at), aor.substring(at + 1));
    }

    /// Begins the first step of a policy, or else the one after that. A transferee that is alone
    /// hears hold music meanwhile, if there is any. Whoever pays must be able to.
    ///
    /// @return whether one was begun; the outcome follows then, and only then
    boolean begin(Order failed, OnFail wanted, Outcome outcome) {
        if (!desk.affords(failed.payer())) {
            return false;
        }
        for (OnFail policy = wanted; ; policy = policy.rest()) {
            Optional<Way> way = way(failed, policy);
            Optional<Route> route = way.flatMap(Way::route);
            if (way.isPresent() && route.isPresent()) {
                take(failed, way.get().order(), route.get(), outcome);
                return true;
            }
            way.ifPresent(Way::blocked);
            if (policy.steps().size() < 2) {
                return false;
            }
        }
    }

    private void take(Order failed, Order next, Route route, Outcome outcome) {
        if (failed.transferor().over()) {
            failed.call().music().play(failed.transferee(), () -> {});
        }
        if (!recalls(next)) {
            desk.budget().costly().started(next, next.call().legs().outside().now());
        }
        desk.recover(next, route, new Waiting(next.door(), outcome));
    }

    /// Whether the first step that can be taken is to hang up. Two who still talk go on talking for
    /// `restore` and `recall`, whatever comes behind them.
    boolean parts(Order failed, OnFail policy) {
        if (!policy.steps().contains(OnFail.Step.Simple.HANGUP)) {
            return false;
        }
        OnFail left = policy;
        while (left.first() != OnFail.Step.Simple.HANGUP) {
            boolean simple = left.first() instanceof OnFail.Step.Simple;
            boolean talk = simple && !failed.transferor().over();
            if (talk || way(failed, left).flatMap(Way::route).isPresent()) {
                return false;
            }
            left = left.rest();
        }
        return true;
    }

    /// Where a step would lead, and whether it may be taken.
    private record Way(Order order, Admission admission) {
        /// Empty when nobody is there, or may be called.
        Optional<Route> route() {
            return admission instanceof Admission.Yes(Route route)
                            && !(route instanceof Route.Refused)
                    ? Optional.of(route)
                    : Optional.empty();
        }

        /// Somebody may want to know why this step was left out.
        void blocked() {
            if (admission instanceof Admission.No(Refusal no)) {
                Transfers.requested(order, "blind");
                order.call()
                        .publish(
                                new TransferFact.Blocked(
                                        order.id(), no.status(), no.reason(), no.setting()));
            }
        }
    }

    /// The first step of a policy. Who is called back has an account of this server; anybody else
    /// passes the admission that the target of a transfer passes.
    private Optional<Way> way(Order failed, OnFail policy) {
        return switch (policy.first()) {
            case OnFail.Step.Simple simple ->
                    simple == OnFail.Step.Simple.RECALL
                            ? recall(failed, policy.rest())
                            : Optional.empty();
            case OnFail.Step.To(String destination) ->
                    desk.target(destination).map(target -> to(failed, target, policy.rest()));
            case OnFail.Step.Plan(String name) -> Optional.of(plan(failed, name, policy.rest()));
        };
    }

    private Way to(Order failed, Uri target, OnFail rest) {
        Order next = order(failed, FALLBACK, target, rest);
        return new Way(
                next,
                desk.gate()
                        .instead(
                                next,
                                () -> router.transfer(next.owner(), query(failed, target)),
                                Admission.Gate.NO_PLAN));
    }

    private Way plan(Order failed, String name, OnFail rest) {
        Order next = order(failed, FALLBACK, failed.target(), rest);
        return new Way(
                next,
                desk.gate()
                        .instead(
                                next,
                                () ->
                                        router.planned(
                                                next.owner(), name, query(failed, next.target())),
                                _ -> noPlan(name)));
    }

    private static Refusal noPlan(String name) {
        return new Refusal(603, "There is no dial plan named " + name, "");
    }

    /// Calls back whoever wanted to be rid of the transferee, unless they still talk.
    private Optional<Way> recall(Order failed, OnFail rest) {
        Leg transferor = failed.transferor();
        return transferor.over()
                ? account(transferor).map(account -> recall(account, failed, rest))
                : Optional.empty();
    }

    private Way recall(Account account, Order failed, OnFail rest) {
        Route route = router.incoming(account, query(failed, uri(account)));
        return new Way(order(failed, RECALL, uri(account), rest), new Admission.Yes(route));
    }

    private static SipUri uri(Account account) {
        return SipUri.of(
                io.referee.sip.uri.Escapes.escapeUser(account.name()), account.domain(), -1);
    }

    private RouteQuery query(Order failed, Uri target) {
        Call call = failed.call();
        return RouteQuery.anonymous(target, directory.get().defaultDomain(), call.reports())
                .media(failed.media())
                .transferring(Optional.of(desk.gate().query(failed)))
                .at(call.depth());
    }

    private static Order order(Order failed, String door, Uri target, OnFail rest) {
        Call call = failed.call();
        boolean recall = door.equals(RECALL);
        return new Order(
                        call.legs().freshId('t'),
                        door,
                        call,
                        failed.transferor(),
                        failed.transferee(),
                        target,
                        failed.payer(),
                        recall ? "" : failed.referredBy(),
                        recall ? List.of(Header.of(ALERT_INFO, RECALLED)) : failed.headers(),
                        failed.ringTimeout(),
                        rest)
                .of(failed.owner())
                .in(failed.manner());
    }

    /// A leg whose transferor leaves lasts only so long.
    void limit(Leg arrived, Order order) {
        desk.timeLimit().on(arrived, order);
    }

    /// Whether the target of this order is called back, and should see that.
    static boolean recalls(Order order) {
        return order.door().equals(RECALL);
    }

    /// The failed transfer waits for what comes of the other one: that one's failure is not the
    /// end, because it may have steps left.
    private static final class Waiting implements Asker {
        private final String door;
        private final Outcome outcome;
        private boolean over;

        Waiting(String door, Outcome outcome) {
            this.door = door;
            this.outcome = outcome;
        }

        @Override
        public void progress(int status) {}

        @Override
        public void finished(int status, Runnable told) {
            if (status < 300) {
                found(door);
            }
            told.run();
        }

        @Override
        public void recovered(Optional<String> how) {
            how.ifPresentOrElse(this::found, this::notFound);
        }

        private void found(String how) {
            if (!over) {
                over = true;
                outcome.found(how);
            }
        }

        private void notFound() {
            if (!over) {
                over = true;
                outcome.notFound();
            }
        }

        @Override
        public Duration byeGrace() {
            return Duration.ZERO;
        }
    }

    /// Whether a request of a leg that holds the other party resumes it.
    static boolean takenBack(Leg leg, ServerTransaction transaction) {
        return leg.ledger().selfHeld()
                && SdpLedger.read(transaction.request())
                        .filter(offer -> offer.direction(0) == Direction.SENDRECV)
                        .isPresent();
    }
}

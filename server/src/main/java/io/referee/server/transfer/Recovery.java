package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.SdpLedger;
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
        OnFail policy = wanted;
        while (true) {
            Optional<Way> way = way(failed, policy.first());
            if (way.isPresent()) {
                if (failed.transferor().over()) {
                    failed.call().music().play(failed.transferee(), () -> {});
                }
                desk.recover(
                        order(failed, way.get(), policy.rest()),
                        way.get().route(),
                        new Waiting(way.get().door(), outcome));
                return true;
            }
            if (policy.steps().size() < 2) {
                return false;
            }
            policy = policy.rest();
        }
    }

    /// Whether the first step that can be taken is to hang up. Two who still talk go on talking for
    /// `restore` and `recall`, whatever comes behind them.
    boolean parts(Order failed, OnFail policy) {
        if (!policy.steps().contains(OnFail.Step.Simple.HANGUP)) {
            return false;
        }
        for (OnFail.Step step : policy.steps()) {
            if (step == OnFail.Step.Simple.HANGUP) {
                return true;
            }
            boolean talk = step instanceof OnFail.Step.Simple && !failed.transferor().over();
            if (talk || way(failed, step).isPresent()) {
                return false;
            }
        }
        return false;
    }

    /// Where a step leads.
    private record Way(Uri target, Route route, String door) {}

    private Optional<Way> way(Order failed, OnFail.Step step) {
        return switch (step) {
            case OnFail.Step.Simple simple ->
                    simple == OnFail.Step.Simple.RECALL ? recall(failed) : Optional.empty();
            case OnFail.Step.To(String destination) ->
                    desk.target(destination)
                            .flatMap(
                                    target ->
                                            router.transfer(failed.owner(), query(failed, target))
                                                    .flatMap(route -> fallback(target, route)));
            case OnFail.Step.Plan(String name) ->
                    router.planned(failed.owner(), name, query(failed, failed.target()))
                            .flatMap(route -> fallback(failed.target(), route));
        };
    }

    private static Optional<Way> fallback(Uri target, Route route) {
        return route instanceof Route.Refused
                ? Optional.empty()
                : Optional.of(new Way(target, route, FALLBACK));
    }

    /// Calls back whoever wanted to be rid of the transferee, unless they still talk.
    private Optional<Way> recall(Order failed) {
        Leg transferor = failed.transferor();
        return transferor.over()
                ? account(transferor).flatMap(account -> recall(account, failed))
                : Optional.empty();
    }

    private Optional<Way> recall(Account account, Order failed) {
        Route route = router.incoming(account, query(failed, uri(account)));
        return route instanceof Route.Refused
                ? Optional.empty()
                : Optional.of(new Way(uri(account), route, RECALL));
    }

    private static SipUri uri(Account account) {
        return SipUri.of(
                io.referee.sip.uri.Escapes.escapeUser(account.name()), account.domain(), -1);
    }

    private RouteQuery query(Order failed, Uri target) {
        Call call = failed.call();
        return RouteQuery.anonymous(target, directory.get().defaultDomain(), call.reports())
                .media(failed.media())
                .transferring(Optional.of(failed.query()))
                .at(call.depth());
    }

    private static Order order(Order failed, Way way, OnFail rest) {
        Call call = failed.call();
        boolean recall = way.door().equals(RECALL);
        return new Order(
                        call.legs().freshId('t'),
                        way.door(),
                        call,
                        failed.transferor(),
                        failed.transferee(),
                        way.target(),
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

    /// The failed transfer waits for what comes of the other one.
    private record Waiting(String door, Outcome outcome) implements Asker {
        @Override
        public void progress(int status) {}

        @Override
        public void finished(int status, Runnable told) {
            if (status < 300) {
                outcome.found(door);
            } else {
                outcome.notFound();
            }
            told.run();
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

package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.TransferMode;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.SequentialSearch;
import io.referee.server.call.Target;
import io.referee.server.call.TargetOptions;
import io.referee.server.call.TargetOptions.TransferWord;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.FromParts;
import io.referee.server.dialplan.dial.LegFrom;
import io.referee.server.dialplan.dial.LegOptions;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.Authorizer;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes places to ring of the legs of a dial string. *Engine thread only.*
final class Places {
    private final Plans plans;
    private final PlanRun run;
    private final DialOrder order;
    private final Payers payers;
    private final List<Target> targets = new ArrayList<>();
    private final List<Route.Branch> branches = new ArrayList<>(0);

    private Places(Plans plans, PlanRun run, DialOrder order) {
        this.plans = plans;
        this.run = run;
        this.order = order;
        this.payers = new Payers(plans, run);
    }

    /// The places of one stage; empty when no leg leads anywhere.
    ///
    /// @param first number of its first leg
    static Optional<Route.Ring> of(
            Plans plans, PlanRun run, DialOrder order, List<ResolvedLeg> stage, int first) {
        Places places = new Places(plans, run, order);
        for (int i = 0; i < stage.size(); i++) {
            places.add(stage.get(i), first + i);
        }
        return places.targets.isEmpty() && places.branches.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Route.Ring(
                                places.targets,
                                places.branches,
                                Duration.ZERO,
                                Route.Otherwise.NOTHING));
    }

    /// What a plan dials without the legs that nobody pays for.
    static Resolution kept(Plans plans, PlanRun run, Resolution resolution) {
        Payers payers = new Payers(plans, run);
        List<List<ResolvedLeg>> stages =
                resolution.stages().stream()
                        .map(
                                stage ->
                                        stage.stream()
                                                .filter(leg -> payers.unpaid(leg).isEmpty())
                                                .toList())
                        .toList();
        return new Resolution(stages, resolution.notes());
    }

    private void add(ResolvedLeg leg, int number) {
        Optional<String> unpaid = payers.unpaid(leg);
        if (unpaid.isPresent()) {
            run.step(leg.leg().text() + " is left out: " + unpaid.get());
            return;
        }
        payers.charge(leg)
                .ifPresent(words -> run.step(leg.leg().text() + " is charged by " + words));
        TargetOptions options = options(leg, number);
        switch (leg.destination()) {
            case Destination.Vanished _ -> {}
            case Destination.LocalAccount(Account account, SipUri _) -> phones(account, options);
            case Destination.Loopback(Account account, SipUri dialled) ->
                    loop(account, dialled, options);
            case Destination.Elsewhere(SipUri uri) -> outside(uri, Addressing.hop(uri), options);
            case Destination.ThroughProvider(var line, SipUri uri) -> {
                Plans.Way way = plans.way(run.owner(), line.name());
                outside(
                        uri,
                        way.proxy().map(Addressing::hop).orElseGet(() -> Addressing.hop(uri)),
                        with(options, way.credentials()));
            }
        }
    }

    private void outside(SipUri uri, Hop hop, TargetOptions options) {
        targets.add(new Target(uri, hop, Optional.empty(), Target.Phone.UNKNOWN, options));
    }

    /// All phones of an account ring together, unless it wants some of them rung before others.
    private void phones(Account account, TargetOptions options) {
        List<Target> phones = plans.phones(account);
        if (phones.isEmpty()) {
            run.step("no phone of " + account.aor() + " is registered");
            return;
        }
        int best = phones.getFirst().phone().priority();
        if (phones.stream().allMatch(phone -> phone.phone().priority() == best)) {
            phones.forEach(phone -> targets.add(phone.with(options)));
        } else {
            TargetOptions inner = options.branched();
            Route route =
                    SequentialSearch.through(
                            phones.stream().map(phone -> phone.with(inner)).toList(),
                            Route.Otherwise.NOTHING);
            branches.add(new Route.Branch(route, options));
        }
    }

    /// The called account's own plan says where it goes, for its own owner.
    private void loop(Account account, SipUri dialled, TargetOptions options) {
        if (!run.loop().admits(account.aor())) {
            run.step(
                    account.aor()
                            + " is left out: the call went through its plan already, or through"
                            + " too many");
            return;
        }
        RouteQuery query =
                run.query()
                        .to(dialled)
                        .as(options.from().orElse(run.query().from()))
                        .by(account.owner());
        Route route = plans.incoming(account, query, run.loop().with(own()));
        if (route instanceof Route.Refused no) {
            run.step(account.aor() + " cannot be had: " + no.status() + ' ' + no.reason());
        }
        branches.add(new Route.Branch(route, options));
    }

    private String own() {
        return run.kind() == PlanRun.Kind.OUT ? "" : run.account().map(Account::aor).orElse("");
    }

    // ---- options

    private TargetOptions options(ResolvedLeg leg, int number) {
        LegOptions written = leg.leg().options();
        Duration talk = written.answeredLimit().isZero() ? order.talk() : written.answeredLimit();
        return new TargetOptions(
                number,
                written.delay(),
                talk,
                from(leg.from()),
                leg.headers(),
                Authorizer.NONE,
                transfer(written.transfers()),
                payers.of(leg),
                written.privateAddresses() == LegOptions.PrivateAddresses.CHANGED,
                order.body(),
                payers.price(leg));
    }

    private static TargetOptions with(TargetOptions options, Authorizer credentials) {
        return new TargetOptions(
                options.leg(),
                options.delay(),
                options.talk(),
                options.from(),
                options.headers(),
                credentials,
                options.transfer(),
                options.payer(),
                options.mangle(),
                options.body(),
                options.price());
    }

    private Optional<TransferWord> transfer(LegOptions.Transfers wanted) {
        return switch (wanted) {
            case UNSAID -> Optional.empty();
            case NONE -> says(TransferMode.DENY);
            case PASS -> says(TransferMode.PASS);
            case CONSUME -> says(TransferMode.CONSUME);
            case ASK -> says(TransferMode.ASK);
            case ATTENDED -> says(TransferMode.ATTENDED);
        };
    }

    private Optional<TransferWord> says(TransferMode mode) {
        return Optional.of(new TransferWord(mode, run.owner()));
    }

    /// Whoever is called through a plan of his own sees the caller, unless the plan wants something
    /// else in From.
    private static Optional<NameAddr> from(LegFrom from) {
        if (from.asReceived()) {
            return Optional.empty();
        }
        FromParts parts = from.parts();
        SipUri uri = SipUri.of(Escapes.escapeUser(parts.user()), parts.host(), -1);
        return Optional.of(new NameAddr(parts.name(), uri, Parameters.NONE));
    }
}

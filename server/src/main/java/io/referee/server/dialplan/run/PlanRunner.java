package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.SequentialSearch;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.ProviderLine;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.script.Reply;
import io.referee.server.script.Scripts;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/// Runs plans of both types. *Engine thread only.*
public final class PlanRunner implements Plans {
    private final Surroundings around;

    /// Whom it asks.
    ///
    /// @param now the time of the event that is being applied
    /// @param phones the registered phones of an account, best first
    /// @param ways how calls go out over a provider, by owner and name
    /// @param ownPort whether a port is one that we listen on
    /// @param maxDepth how many transfers and redirections one call may go through
    public record Surroundings(
            Supplier<Instant> now,
            Supplier<Directory> directory,
            Function<Account, List<Target>> phones,
            Ways ways,
            IntPredicate ownPort,
            int maxDepth,
            Scripts scripts,
            Outworld outworld) {}

    /// The providers, as ways out.
    public interface Ways {
        /// What dial strings have to know of it; empty when there is none of that name.
        Optional<ProviderLine> line(String owner, String name);

        /// How calls go out there.
        Way way(String owner, String name);
    }

    /// The world outside, for scripts: web pages, mail, stored values.
    @FunctionalInterface
    public interface Outworld {
        /// Asks; `reply` is given in the engine, at once or later.
        void ask(
                PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply);
    }

    public PlanRunner(Surroundings around) {
        this.around = around;
    }

    @Override
    public Route run(PlanRun run) {
        return switch (run.plan().type().toLowerCase(Locale.ROOT)) {
            case DialPlan.RULES -> RunningRules.start(this, run);
            default -> new Route.Deciding(new RunningScript(this, run));
        };
    }

    /// The registered phones of an account, in the order in which they want to be rung.
    public Route ring(Account account) {
        List<Target> phones = phones(account);
        return phones.isEmpty()
                ? new Route.Refused(480, "Temporarily Unavailable")
                : SequentialSearch.through(phones, Route.Otherwise.NOTHING);
    }

    @Override
    public Route incoming(Account callee, RouteQuery query, Circle loop) {
        if (callee.inPlan().isEmpty()) {
            return ring(callee);
        }
        Optional<DialPlan> plan = directory().dialPlan(callee.owner(), callee.inPlan());
        return plan.map(found -> run(PlanRun.in(found, callee, query, loop.with(callee.aor()))))
                .orElseGet(() -> missing(callee.inPlan(), query));
    }

    /// An account names a plan that there is not.
    public static Route missing(String name, RouteQuery query) {
        String text = "there is no dial plan " + name;
        query.reports().error(name, 0, text);
        return new Route.Refused(500, "Dial plan " + name + " does not exist");
    }

    @Override
    public Instant now() {
        return around.now().get();
    }

    @Override
    public Directory directory() {
        return around.directory().get();
    }

    @Override
    public Resolver resolver() {
        return new Resolver(directory(), around.ways()::line, around.ownPort());
    }

    @Override
    public List<Target> phones(Account account) {
        return around.phones().apply(account);
    }

    @Override
    public Way way(String owner, String provider) {
        return around.ways().way(owner, provider);
    }

    @Override
    public int maxDepth() {
        return around.maxDepth();
    }

    @Override
    public Scripts scripts() {
        return around.scripts();
    }

    @Override
    public void slowly(
            PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply) {
        around.outworld().ask(run, name, arguments, line, reply);
    }
}

package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.SequentialSearch;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.registrar.Binding;
import io.referee.server.script.Reply;
import io.referee.server.script.Scripts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Runs plans of both types. *Engine thread only.*
public final class PlanRunner implements Plans, Executions {
    /// Rule lists that are kept ready.
    private static final int MAX_READY = 1_000;

    private final Surroundings around;
    private final Map<DialPlan, RuleList> ready = new LinkedHashMap<>();
    private final Map<String, Integer> executions = new HashMap<>();
    private Settings settings = Settings.STANDARD;
    private boolean history;
    private PlanDesk desk = PlanDesk.NONE;
    private Scripts scripts = new NoScripts();
    private Optional<Watcher> watcher = Optional.empty();
    private Outworld outworld =
            (run, name, arguments, line, reply) -> {
                run.step(name + " is not available");
                reply.answer(null);
            };

    /// Whom it asks.
    ///
    /// @param now the time of the event that is being applied
    /// @param phones the registered phones of an account, best first
    /// @param ways how calls go out over a provider
    /// @param affords whether an account `user@domain` may begin something that it pays for
    /// @param ownPort whether a port is one that we listen on
    /// @param maxDepth how many transfers and redirections one call may go through
    public record Surroundings(
            Supplier<Instant> now,
            Supplier<Directory> directory,
            Function<Account, List<Target>> phones,
            Ways ways,
            Predicate<String> affords,
            IntPredicate ownPort,
            int maxDepth) {}

    /// Who looks on while plans run.
    @FunctionalInterface
    public interface Watcher {
        /// A plan dials, and these are whom it means.
        void dials(PlanRun run, DialOrder order, Resolution resolution);
    }

    /// How plans are run.
    ///
    /// @param zone the time zone that they see
    /// @param executions scripts of one owner that run at once: from their start until somebody
    ///   answers, or nobody
    public record Settings(ZoneId zone, int executions) {
        /// How many executions an owner has when nothing is set.
        public static final int USUAL_EXECUTIONS = 100;

        /// UTC, and the usual number.
        public static final Settings STANDARD = new Settings(ZoneOffset.UTC, USUAL_EXECUTIONS);
    }

    /// How calls go out over a provider.
    @FunctionalInterface
    public interface Ways {
        Way to(Provider provider);
    }

    /// The world outside, for scripts: web pages, mail, stored values.
    @FunctionalInterface
    public interface Outworld {
        /// Asks; `reply` is given in the engine, at once or later.
        void ask(PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply);

        /// The script of this very run is over, and with it what it has left undone.
        default void over(PlanRun run) {}
    }

    public PlanRunner(Surroundings around) {
        this.around = around;
    }

    /// Who runs scripts, and who asks the world outside for them.
    ///
    /// @param next tells its hosts in the engine
    public void scripts(Scripts next, Outworld asks) {
        scripts = next;
        outworld = asks;
    }

    /// Somebody looks on; scripts are told line by line from now on.
    public void watched(Watcher next) {
        watcher = Optional.of(next);
    }

    @Override
    public boolean tracing() {
        return watcher.isPresent();
    }

    @Override
    public void dials(PlanRun run, DialOrder order, Resolution resolution) {
        watcher.ifPresent(it -> it.dials(run, order, resolution));
    }

    /// The calls of owners, as scripts may ask about them.
    public void desk(PlanDesk next) {
        desk = next;
    }

    /// Other settings than the standard ones.
    public void settings(Settings next) {
        settings = next;
        ready.clear();
    }

    @Override
    public PlanDesk desk() {
        return desk;
    }

    /// From now on History-Info tells of redirections that are followed.
    public void recordHistory() {
        history = true;
    }

    @Override
    public boolean history() {
        return history;
    }

    @Override
    public ZoneId zone() {
        return settings.zone();
    }

    @Override
    public boolean enter(String owner) {
        int already = executions.getOrDefault(owner, 0);
        boolean free = already < settings.executions();
        if (free) {
            executions.put(owner, already + 1);
        }
        return free;
    }

    @Override
    public void leave(PlanRun run) {
        leave(run.owner());
        outworld.over(run);
    }

    @Override
    public void leave(String owner) {
        executions.computeIfPresent(owner, (_, n) -> n > 1 ? n - 1 : null);
    }

    @Override
    public RuleList rules(DialPlan plan) {
        RuleList known = ready.get(plan);
        if (known == null) {
            known = RuleList.of(plan, new LocalDomains(directory()), zone());
            if (ready.size() >= MAX_READY) {
                ready.remove(ready.keySet().iterator().next());
            }
            ready.put(plan, known);
        }
        return known;
    }

    @Override
    public Route run(PlanRun run) {
        return switch (run.plan().type().toLowerCase(Locale.ROOT)) {
            case "rules" -> RunningRules.start(this, run);
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

    /// A registered phone as a place to ring.
    public static Target phone(Account account, Binding binding) {
        Target.Phone phone =
                new Target.Phone(
                        binding.path(),
                        binding.instance(),
                        binding.regId(),
                        binding.priority(),
                        binding.source());
        return new Target(binding.contact(), binding.hop(), account, phone);
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
        return Resolver.of(directory(), around.ownPort());
    }

    @Override
    public List<Target> phones(Account account) {
        return around.phones().apply(account);
    }

    @Override
    public Way way(String owner, String provider) {
        return directory().provider(owner, provider).map(around.ways()::to).orElse(Way.PLAIN);
    }

    @Override
    public boolean affords(String aor) {
        return around.affords().test(aor);
    }

    @Override
    public int maxDepth() {
        return around.maxDepth();
    }

    @Override
    public Scripts scripts() {
        return scripts;
    }

    @Override
    public void slowly(
            PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply) {
        outworld.ask(run, name, arguments, line, reply);
    }
}

package io.referee.server.api;

import io.referee.net.Dns;
import io.referee.server.account.PlanValueStore;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.app.Core;
import io.referee.server.app.config.WebAccess;
import io.referee.server.app.world.ScriptWorld;
import io.referee.server.script.Reply;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.SharedScripts;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Workers for Ruby plans, begun when a test needs them and shared by all.
final class Rubies {
    private Rubies() {}

    static PlanServices services(PlanVersionStore versions, ScriptWorld world, Core core) {
        return new PlanServices(
                () ->
                        new RubyStanding(
                                "jruby",
                                "jruby",
                                List.of("bubblewrap is not used by tests."),
                                Optional.of(
                                        new Scripts.State(
                                                "JRuby", false, 1, 0, 0, 0, 0, List.of("a wall")))),
                Rubies::scripts,
                () -> "",
                ZoneOffset.UTC,
                versions,
                new PlanServices.TrialWorld(world::dry, core.plans().desk(), core.plans()),
                core.callbacks(),
                world.kept());
    }

    /// Where nobody outside can be reached.
    static ScriptWorld world(PlanValueStore values) {
        return new ScriptWorld(
                Runnable::run,
                new ScriptWorld.Surroundings(
                        WebAccess.OFF, Optional.empty(), Dns.system(), values));
    }

    /// Waits until plans can be tried: the worker that tells lines begins with the first one, and
    /// takes its time on a busy machine.
    static void warmForTrials() {
        CompletableFuture<ScriptEnd> end = new CompletableFuture<>();
        ScriptRun run = ScriptRun.of("nobody", "warm", "1", Map.of()).traced();
        ScriptHost host =
                new ScriptHost() {
                    @Override
                    public void called(
                            String name, List<@Nullable Object> arguments, int line, Reply reply) {
                        reply.answer(null);
                    }

                    @Override
                    public void logged(int line, String text) {}

                    @Override
                    public void traced(int line) {}

                    @Override
                    public void ended(ScriptEnd how) {
                        end.complete(how);
                    }
                };
        scripts().start(run, host);
        end.orTimeout(3, TimeUnit.MINUTES).join();
    }

    static Scripts scripts() {
        return SharedScripts.jruby();
    }
}

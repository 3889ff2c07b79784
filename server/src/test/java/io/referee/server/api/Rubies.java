package io.referee.server.api;

import io.referee.net.Dns;
import io.referee.server.account.PlanValueStore;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.app.Core;
import io.referee.server.app.config.WebAccess;
import io.referee.server.app.world.ScriptWorld;
import io.referee.server.script.Scripts;
import io.referee.server.script.SharedScripts;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

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
                "",
                ZoneOffset.UTC,
                versions,
                new PlanServices.TrialWorld(world::dry, core.plans().desk()),
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

    static Scripts scripts() {
        return SharedScripts.jruby();
    }
}

package io.referee.server.api;

import io.referee.server.account.PlanVersionStore;
import io.referee.server.script.Scripts;
import io.referee.server.script.SharedScripts;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Workers for Ruby plans, begun when a test needs them and shared by all.
final class Rubies {
    private Rubies() {}

    static PlanServices services(PlanVersionStore versions) {
        return new PlanServices(
                () ->
                        new RubyStanding(
                                "jruby",
                                "jruby",
                                List.of("bubblewrap is not used by tests."),
                                Optional.of(new Scripts.State("JRuby", false, 1, 0, 0, 0, 0))),
                Rubies::scripts,
                "",
                ZoneOffset.UTC,
                versions);
    }

    static Scripts scripts() {
        return SharedScripts.jruby();
    }
}

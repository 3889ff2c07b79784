package io.referee.server.api;

import io.referee.server.account.PlanValueStore;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.dialplan.dry.GivenAnswers;
import io.referee.server.dialplan.run.Callbacks;
import io.referee.server.dialplan.run.Executions;
import io.referee.server.dialplan.run.PlanDesk;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.script.Scripts;

import java.time.ZoneId;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the API needs for dial plans.
///
/// @param standing how Ruby plans are run
/// @param scripts who runs them; the first question starts the workers
/// @param commonScript what is put before every script
/// @param zone of times that say none
/// @param versions the texts that plans have had
/// @param trial what plans find of the world when they are tried
/// @param callbacks connects two by dial strings; asked in the engine
/// @param values what plans keep
public record PlanServices(
        Supplier<RubyStanding> standing,
        Supplier<Scripts> scripts,
        Supplier<String> commonScript,
        ZoneId zone,
        PlanVersionStore versions,
        TrialWorld trial,
        Callbacks callbacks,
        PlanValueStore values) {

    /// What a plan that is tried finds of the world.
    ///
    /// @param outside what it asks of the world outside, which nobody is asked in truth
    /// @param desk the calls of owners; asked in the engine
    /// @param executions how many scripts of an owner run; asked in the engine
    public record TrialWorld(
            Function<GivenAnswers, PlanRunner.Outworld> outside,
            PlanDesk desk,
            Executions executions) {}
}

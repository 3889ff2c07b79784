package io.referee.server.api;

import io.referee.server.account.PlanVersionStore;
import io.referee.server.script.Scripts;

import java.time.ZoneId;
import java.util.function.Supplier;

/// What the API needs for dial plans.
///
/// @param standing how Ruby plans are run
/// @param scripts who runs them; the first question starts the workers
/// @param commonScript what is put before every script
/// @param zone of times that say none
/// @param versions the texts that plans have had
public record PlanServices(
        Supplier<RubyStanding> standing,
        Supplier<Scripts> scripts,
        String commonScript,
        ZoneId zone,
        PlanVersionStore versions) {}

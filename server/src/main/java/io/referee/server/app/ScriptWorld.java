package io.referee.server.app;

import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.script.Reply;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/// What scripts may ask of the world outside. *Any thread.*
///
/// @param engine runs something in the engine, in order
record ScriptWorld(Executor engine) implements PlanRunner.Outworld {
    @Override
    public void ask(
            PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply) {
        engine.execute(() -> reply.answer(null));
    }
}

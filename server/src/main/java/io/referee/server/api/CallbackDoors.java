package io.referee.server.api;

import io.referee.server.dialplan.run.Callbacks;
import io.referee.server.transfer.Placed;
import io.referee.server.transfer.Refusal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two who are connected by dial strings, as `sys.Callback` does it.
final class CallbackDoors {
    private static final int MOST_SECONDS = 180;
    private static final List<String> FIELDS =
            List.of("first", "second", "account", "ringSeconds", "plan", "number");

    private final EngineDoor engine;
    private final Callbacks callbacks;

    CallbackDoors(ApiServices services) {
        this.engine = services.engine();
        this.callbacks = services.plans().callbacks();
    }

    List<Door> doors() {
        return List.of(Door.post("/api/v1/callbacks", this::place));
    }

    private Reply place(Asked asked) {
        Body body = Body.of(asked.body(), FIELDS);
        String owner = asked.caller().owner();
        if (owner.isEmpty()) {
            throw Problem.badRequest("The parameter owner says whose call it is.");
        }
        Optional<String> plan = body.text("plan");
        if (plan.isPresent()) {
            return kept(owner, plan.get(), body);
        }
        if (body.text("number").isPresent()) {
            throw Problem.badRequest("number is for a plan, which is not named.");
        }
        Callbacks.Wanted wanted =
                new Callbacks.Wanted(
                        owner,
                        body.required("first"),
                        body.required("second"),
                        body.text("account").orElse(""),
                        Duration.ofSeconds(body.number("ringSeconds", 1, MOST_SECONDS).orElse(0)),
                        "api");
        return switch (engine.ask(() -> begun(callbacks.place(wanted)))) {
            case Answer.Begun(String id) ->
                    Reply.json(202, Map.of("id", id)).with("Location", "/api/v1/calls/" + id);
            case Answer.Refused(Refusal no) -> throw CallDoors.problem(no);
        };
    }

    /// A plan that was saved connects the two.
    private Reply kept(String owner, String plan, Body body) {
        for (String other : List.of("first", "second", "account")) {
            if (body.text(other).isPresent()) {
                throw Problem.badRequest(other + " cannot stand beside plan, which says it.");
            }
        }
        if (body.number("ringSeconds", 1, MOST_SECONDS).isPresent()) {
            throw Problem.badRequest("ringSeconds cannot stand beside plan, which says it.");
        }
        String number = body.text("number").orElse("");
        Optional<Refusal> no = engine.ask(() -> callbacks.kept(owner, plan, number));
        if (no.isPresent()) {
            throw CallDoors.problem(no.get());
        }
        return Reply.json(202, Map.of("plan", plan));
    }

    /// *Engine thread only.*
    private static Answer begun(Placed placed) {
        return switch (placed) {
            case Placed.Begun(var call) -> new Answer.Begun(call.id());
            case Placed.Refused(Refusal no) -> new Answer.Refused(no);
        };
    }

    private sealed interface Answer {
        record Begun(String id) implements Answer {}

        record Refused(Refusal no) implements Answer {}
    }
}

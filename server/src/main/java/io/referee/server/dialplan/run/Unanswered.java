package io.referee.server.dialplan.run;

import io.referee.server.call.Route;
import io.referee.sip.message.Phrases;

import java.util.Optional;

/// What whoever waits hears of a plan whose dials have all failed. *Engine thread only.*
final class Unanswered {
    private final PlanRun run;
    private Optional<DialResult> refusal = Optional.empty();
    private Optional<DialResult> latest = Optional.empty();

    Unanswered(PlanRun run) {
        this.run = run;
    }

    void failed(DialResult result) {
        latest = Optional.of(result);
        if (result.saidNo()) {
            refusal = latest;
        }
    }

    /// How the last dial failed that somebody refused. A caller hears of silence only that the plan
    /// is over; a transferor hears how it was (`transfers.md` A2.6).
    ///
    /// @param nothing what to say when nobody refused
    Route.Refused told(String nothing) {
        boolean transfer = run.query().transfer().isPresent();
        if (transfer && refusal.isEmpty()) {
            return latest.filter(result -> result.kind() == DialResult.Kind.TIMED_OUT)
                    .map(Unanswered::exact)
                    .orElse(new Route.Refused(480, nothing));
        }
        return refusal.map(
                        result ->
                                transfer
                                        ? exact(result)
                                        : Route.told(result.status(), result.reason()))
                .orElse(new Route.Refused(480, nothing));
    }

    /// How the latest dial failed, of a plan that decides that nobody else is tried.
    Route.Refused latest() {
        return latest.map(Unanswered::exact).orElse(new Route.Refused(603, Phrases.of(603)));
    }

    private static Route.Refused exact(DialResult result) {
        return new Route.Refused(result.status(), result.reason());
    }
}

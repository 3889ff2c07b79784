package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.sip.header.NameAddr;

import java.time.Duration;
import java.util.Optional;

/// The two whom a call of ours is to connect. *Engine thread only.*
public interface Ends {
    /// Where the one is who rings first.
    Route first(PlanReports reports);

    /// Where the other one is; asked when the first has answered on this leg.
    Route second(Leg answered, PlanReports reports);

    /// Who calls, as the first one sees it.
    NameAddr seenByFirst();

    /// Who calls, as the second one sees it.
    NameAddr seenBySecond();

    /// The account that pays for both; empty for none.
    String payer();

    /// For the records: `api`, `callmanager`, `refer`, `dialplan`.
    String createdBy();

    /// How long the first may ring; as long as the target of a transfer when empty.
    default Optional<Duration> ringFirst() {
        return Optional.empty();
    }

    /// How long the second may ring; as long as the target of a transfer when empty.
    default Optional<Duration> ringSecond() {
        return Optional.empty();
    }
}

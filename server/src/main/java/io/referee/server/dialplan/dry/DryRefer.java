package io.referee.server.dialplan.dry;

import io.referee.server.account.DialPlan;
import io.referee.server.call.RouteQuery;
import io.referee.server.dialplan.run.Plans;
import io.referee.server.dialplan.run.ReferRuns;
import io.referee.server.transfer.ReferPlans;
import io.referee.server.transfer.ReferPlans.Word;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Asks the plan `onRefer` about a blind transfer that nobody wants. *One thread, which waits for
/// scripts.*
final class DryRefer {
    private @Nullable Word word;

    private DryRefer() {}

    /// What the transferor would be told: 202 when the plan allows it, with how it does.
    static DryReport of(
            DryRun.Call call, DialPlan plan, Plans plans, Waiting waiting, DryRun.Noted noted) {
        RouteQuery query =
                RouteQuery.made(call.to(), call.from(), noted)
                        .transferring(Optional.of(call.transfer()));
        DryRefer asking = new DryRefer();
        Runnable stop =
                new ReferRuns(plans)
                        .start(
                                plan,
                                new ReferPlans.Asked(plan.owner(), query),
                                said -> asking.word = said);
        waiting.until(() -> asking.word != null);
        return asking.report(stop, noted);
    }

    private DryReport report(Runnable stop, DryRun.Noted noted) {
        return switch (word) {
            case null -> {
                stop.run();
                noted.lines().add("the dry run was stopped: the script took too long");
                yield ended(noted, 603, "Dry run was stopped");
            }
            case Word.Refuse(int status, String reason) -> ended(noted, status, reason);
            case Word.Accept _, Word.Pass _, Word.AskOwner _ -> ended(noted, 202, word.inWords());
        };
    }

    private static DryReport ended(DryRun.Noted noted, int status, String reason) {
        return new DryReport(
                List.copyOf(noted.lines()),
                List.of(),
                List.of(),
                List.copyOf(noted.errors()),
                status,
                reason);
    }
}

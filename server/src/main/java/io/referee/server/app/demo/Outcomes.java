package io.referee.server.app.demo;

import io.referee.softphone.Transfer;
import io.referee.softphone.TransferOutcome;

/// What a phone was told of the transfer that it asked for.
final class Outcomes {
    private Outcomes() {}

    static void completed(String who, Transfer transfer) throws Trouble {
        TransferOutcome outcome = of(who, transfer);
        if (!(outcome instanceof TransferOutcome.Completed)) {
            throw new Trouble(who + "'s phone was told " + outcome);
        }
    }

    static void failed(String who, Transfer transfer, int status) throws Trouble {
        TransferOutcome outcome = of(who, transfer);
        if (!outcome.equals(new TransferOutcome.Failed(status))) {
            throw new Trouble(who + "'s phone was told " + outcome + " instead of " + status);
        }
    }

    private static TransferOutcome of(String who, Transfer transfer) throws Trouble {
        return Waiting.on(
                transfer.result(), Stage.LIMIT, who + "'s phone was not told the outcome");
    }
}

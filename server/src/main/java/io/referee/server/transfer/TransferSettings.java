package io.referee.server.transfer;

import java.time.Duration;

/// The times and limits of transfers (`transfers.md` 0.4, F.6). *Immutable.*
///
/// @param ringTimeout how long the target may ring
/// @param notifyMinInterval shortest time between two progress NOTIFYs
/// @param finalNotifyWait how long our BYE to the transferor waits for the answer to the final
///   NOTIFY
/// @param transferorByeGrace how long after that the transferor's own BYE is waited for
/// @param reinviteTimeout how long a re-INVITE of ours may ring before it is given up
/// @param maxDepth transfers that one call may go through
/// @param maxRunning transfers of one account at the same time
/// @param maxPerMinute transfers of one account in a minute
public record TransferSettings(
        Duration ringTimeout,
        Duration notifyMinInterval,
        Duration finalNotifyWait,
        Duration transferorByeGrace,
        Duration reinviteTimeout,
        int maxDepth,
        int maxRunning,
        int maxPerMinute) {

    public static final TransferSettings STANDARD =
            new TransferSettings(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    5,
                    3,
                    10);
}

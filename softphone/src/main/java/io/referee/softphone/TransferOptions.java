package io.referee.softphone;

import java.time.Duration;

/// How a transfer is carried out. *Immutable.*
///
/// @param holdFirst put the other side on hold before the REFER, and take it back when the transfer
///   fails
/// @param hangUpAfterSuccess send BYE when a NOTIFY says that the target answered
/// @param patience after which the outcome is [TransferOutcome.Unknown]
public record TransferOptions(boolean holdFirst, boolean hangUpAfterSuccess, Duration patience) {

    /// Hold first, hang up after success, three minutes.
    public static TransferOptions standard() {
        return new TransferOptions(true, true, Duration.ofMinutes(3));
    }

    /// The same without a hold: what many phones do.
    public TransferOptions withoutHold() {
        return new TransferOptions(false, hangUpAfterSuccess, patience);
    }

    /// The same, waiting for the server's BYE.
    public TransferOptions withoutHangUp() {
        return new TransferOptions(holdFirst, false, patience);
    }

    /// The same, given up after that long.
    public TransferOptions within(Duration limit) {
        return new TransferOptions(holdFirst, hangUpAfterSuccess, limit);
    }
}

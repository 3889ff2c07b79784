package io.referee.softphone;

/// How a transfer ended, as far as the one who asked was told.
public sealed interface TransferOutcome {
    /// The target answered: a NOTIFY said 2xx.
    record Completed(int status) implements TransferOutcome {}

    /// The REFER was refused, or a NOTIFY said 300 to 699. The call goes on.
    record Failed(int status) implements TransferOutcome {}

    /// Nobody said: the subscription ended without a verdict, or silence.
    record Unknown() implements TransferOutcome {}
}

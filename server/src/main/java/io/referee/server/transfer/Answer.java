package io.referee.server.transfer;

/// The answer to a door that asked for a transfer, a look or an abort.
public sealed interface Answer {

    record Started(TransferView transfer) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}

    /// There is no such call, leg or transfer, or it is somebody else's.
    record NotFound(String what) implements Answer {}
}

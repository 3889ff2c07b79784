package io.referee.sip.transaction;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

/// What a transaction reacts to. Each timer is a type of its own, so that a stale one cannot be
/// taken for another.
public sealed interface Event {

    /// Whether it is a timer that ends the transaction, and the only one that still matters when it
    /// is started.
    default boolean isLast() {
        return switch (this) {
            case TimerD _, TimerI _, TimerJ _, TimerK _, TimerL _, TimerM _ -> true;
            case TimerA _, TimerB _, TimerE _, TimerF _, TimerG _, TimerH _ -> false;
            case Retransmitted _, Acknowledged _, Provisional _, Success _, Failure _ -> false;
            case HandedUp _, TryingDue _, TooLate _, TransportError _ -> false;
        };
    }

    /// The request came (again) from the peer: a server transaction's retransmission.
    record Retransmitted(Request request) implements Event {}

    /// An ACK that belongs to an INVITE server transaction.
    record Acknowledged(Request ack) implements Event {}

    /// 100 to 199: received by a client, or sent by the user of a server transaction.
    record Provisional(Response response) implements Event {}

    /// 200 to 299.
    record Success(Response response) implements Event {}

    /// 300 to 699.
    record Failure(Response response) implements Event {}

    /// Non-INVITE server: its user has the request and did not answer at once.
    ///
    /// @param trying the 100 to send when it takes longer
    record HandedUp(Response trying) implements Event {}

    /// Non-INVITE server: the request is still not answered, and its client sends it only every T2
    /// by now (RFC 4320 §4.1).
    record TryingDue(Response trying) implements Event {}

    /// Non-INVITE server: it is too late for any final response (RFC 4320 §4.1).
    record TooLate() implements Event {}

    /// The transport could not send.
    record TransportError() implements Event {}

    /// INVITE client: send the request again (UDP).
    record TimerA() implements Event {}

    /// INVITE client: nobody answered.
    record TimerB() implements Event {}

    /// INVITE client: no more failure responses to absorb.
    record TimerD() implements Event {}

    /// Non-INVITE client: send the request again (UDP).
    record TimerE() implements Event {}

    /// Non-INVITE client: nobody answered.
    record TimerF() implements Event {}

    /// INVITE server: send the failure response again.
    record TimerG() implements Event {}

    /// INVITE server: no ACK came.
    record TimerH() implements Event {}

    /// INVITE server: no more ACKs to absorb.
    record TimerI() implements Event {}

    /// Non-INVITE server: no more retransmitted requests to absorb.
    record TimerJ() implements Event {}

    /// Non-INVITE client: no more responses to absorb.
    record TimerK() implements Event {}

    /// INVITE server after a 2xx: no more INVITEs to absorb (RFC 6026 §7.1).
    record TimerL() implements Event {}

    /// INVITE client after a 2xx: no more 2xx to pass up (RFC 6026 §7.2).
    record TimerM() implements Event {}
}

package io.referee.server.transfer;

/// What is known of a REFER that we sent. *Immutable.*
///
/// @param answered status of the response to it, 0 while there is none
/// @param notified the last status that its NOTIFYs told, 0 while there is none
public record ReferStanding(int answered, int notified) {
    /// No REFER was sent.
    static final ReferStanding NONE = new ReferStanding(0, 0);
}

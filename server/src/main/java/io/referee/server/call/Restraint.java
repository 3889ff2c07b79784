package io.referee.server.call;

import io.referee.sip.sdp.Direction;

/// What the server itself allows the media of one party (`transfers.md` A8.1). *Immutable.*
///
/// @param most what our bodies to the party say at most
/// @param held whether the server put the party on hold. A partner of such a party may be told as
///   little without being on hold
record Restraint(Direction most, boolean held) {
    /// The server holds nobody.
    static final Restraint NONE = new Restraint(Direction.SENDRECV, false);

    /// On hold, and what it hears is music.
    static final Restraint MUSIC = new Restraint(Direction.SENDONLY, true);
}

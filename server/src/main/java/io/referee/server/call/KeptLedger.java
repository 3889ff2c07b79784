package io.referee.server.call;

import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaLayout;
import io.referee.sip.sdp.SessionDescription;

import java.util.Optional;

/// The bodies in force on a leg, over a restart. *Immutable.* What waited for an answer is not
/// kept: nobody will give it.
///
/// @param session of our `o=` line
/// @param version that our last body had
/// @param stamped that last body, whether or not it is in force
/// @param sender where the peer's body came from, as far as that was noted
/// @param localUnder what the server allowed when our body in force was said
/// @param aside what it allowed before it was set aside last
/// @param untouched whether private addresses are left as they are
public record KeptLedger(
        long session,
        long version,
        String address,
        Optional<SessionDescription> stamped,
        Optional<SessionDescription> local,
        Optional<SessionDescription> remote,
        String sender,
        MediaLayout layout,
        Direction wanted,
        Limit now,
        Limit localUnder,
        Limit aside,
        boolean untouched) {

    /// What the server allows the media of a party, see [Restraint].
    public record Limit(Direction most, boolean held) {
        static Limit of(Restraint restraint) {
            return new Limit(restraint.most(), restraint.held());
        }

        Restraint restraint() {
            return new Restraint(most, held);
        }
    }
}

package io.referee.server.call;

import io.referee.sip.session.KeptInvite;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What has to be known of a call so that it goes on after a restart of the server. *Immutable.*
///
/// @param placer the account that placed it; empty for none
/// @param depth how many transfers it has been through
/// @param moving while a transfer runs, the leg whose media may be anywhere; empty when none does
/// @param legs those that are answered, in the order in which they came
/// @param bridge which two of them talk; empty when none do
/// @param parked the slot in which one of them waits
/// @param waiting INVITEs that nobody has answered yet, while it rings or is transferred
/// @param left the legs that an account goes on paying for that has left them, and whether it
///   needed a permission of its own for that
/// @param at when the note was taken
public record KeptCall(
        Ids ids,
        String from,
        String to,
        Instant since,
        String placer,
        int depth,
        String moving,
        List<KeptLeg> legs,
        Optional<Talk> bridge,
        Optional<KeptPlace> parked,
        List<KeptInvite> waiting,
        Map<String, Boolean> left,
        Instant at) {

    /// Two legs that talk.
    ///
    /// @param because what connected them, as in the events
    /// @param held whether one of them holds
    /// @param parted whether one of them hears music meanwhile
    public record Talk(String first, String second, String because, boolean held, boolean parted) {}

    /// The leg with this id.
    public Optional<KeptLeg> leg(String id) {
        return legs.stream().filter(leg -> leg.id().equals(id)).findFirst();
    }

    /// The same without those of its legs that are over already.
    public KeptCall without(Set<String> over) {
        if (legs.stream().noneMatch(leg -> over.contains(leg.id()))) {
            return this;
        }
        return new KeptCall(
                ids,
                from,
                to,
                since,
                placer,
                depth,
                moving,
                legs.stream().filter(leg -> !over.contains(leg.id())).toList(),
                bridge.filter(
                        talk -> !over.contains(talk.first()) && !over.contains(talk.second())),
                parked.filter(place -> !over.contains(place.leg())),
                waiting,
                left,
                at);
    }
}

package io.referee.sip.transport;

import java.util.List;

/// What a search for servers came to (RFC 3263 §4). *Immutable.*
///
/// @param hops in the order in which they should be tried, each with an IP address; empty when
///   there are none
/// @param certain false when some question of the search was not answered: that there are none is
///   then what we do not know, and nothing that a domain has said
public record Servers(List<Hop> hops, boolean certain) {
    public Servers {
        hops = List.copyOf(hops);
    }

    /// These, as the domain says.
    public static Servers of(List<Hop> hops) {
        return new Servers(hops, true);
    }

    /// None, because nobody could tell.
    public static Servers unanswered() {
        return new Servers(List.of(), false);
    }
}

package io.referee.server.account;

import java.net.InetAddress;
import java.util.List;

/// How an account may be used, besides by whoever knows its password. *Immutable.*
///
/// @param incomingOnly it takes calls and places none
/// @param addresses who sends from there is the account, without a password. Over UDP a sender can
///   pretend to be anywhere
public record Access(boolean incomingOnly, List<Network> addresses) {
    /// It places calls, and a password is needed from everywhere.
    public static final Access USUAL = new Access(false, List.of());

    public Access {
        addresses = List.copyOf(addresses);
    }

    /// Whether this address is proof enough.
    boolean proves(InetAddress address) {
        return addresses.stream().anyMatch(network -> network.contains(address));
    }
}

package io.referee.server.account;

import java.net.InetAddress;
import java.util.List;

/// How an account may be used, besides by whoever knows its password, and what is special about
/// that. *Immutable.*
///
/// @param incomingOnly it takes calls and places none
/// @param addresses who sends from there is the account, without a password. Over UDP a sender can
///   pretend to be anywhere
/// @param nat what stands between its phones and the world
/// @param habits what is special about its transfers
public record Access(
        boolean incomingOnly, List<Network> addresses, Nat nat, TransferHabits habits) {
    /// It places calls, a password is needed from everywhere, and its phones see to themselves.
    public static final Access USUAL = new Access(false, List.of());

    /// Of an account whose phones see to themselves, with nothing special in transfers.
    public Access(boolean incomingOnly, List<Network> addresses) {
        this(incomingOnly, addresses, Nat.UNKNOWN, TransferHabits.USUAL);
    }

    public Access {
        addresses = List.copyOf(addresses);
    }

    /// The same with other habits.
    public Access with(TransferHabits others) {
        return new Access(incomingOnly, addresses, nat, others);
    }

    /// The same with this between the phones and the world.
    public Access behind(Nat other) {
        return new Access(incomingOnly, addresses, other, habits);
    }

    /// Whether this address is proof enough.
    boolean proves(InetAddress address) {
        return addresses.stream().anyMatch(network -> network.contains(address));
    }
}

package io.referee.server.app.config;

import io.referee.server.account.Network;
import io.referee.server.call.Guests;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who is limited, and to what (`docs/security.md`). *Immutable.*
///
/// @param limits whether anything is limited and anybody banned
/// @param trusted the networks that are neither limited nor banned
/// @param source what one address may do in a second
/// @param account what one account may do in a second
/// @param calls of one account at a time; 0: no limit
/// @param owner what all accounts and plans of one owner may do
/// @param failedLogins of one address for one account in ten minutes
/// @param ringing callers from elsewhere whom one account has not answered yet, at a time; 0: no
///   limit. Empty: as many as nobody says otherwise
/// @param ban how long a first ban is
public record Security(
        boolean limits,
        List<Network> trusted,
        PerSecond source,
        PerSecond account,
        int calls,
        OfOwner owner,
        int failedLogins,
        Optional<Integer> ringing,
        Duration ban) {

    /// Numbers in a second; 0: no limit.
    public record PerSecond(int requests, int invites, int registers) {}

    /// Calls that the accounts and plans of one owner place, and registrations at his providers; 0:
    /// no limit.
    ///
    /// @param calls at a time
    /// @param callsPerDay in 24 hours
    /// @param deniedNetworks where they lead nowhere
    public record OfOwner(int calls, int callsPerDay, List<Network> deniedNetworks) {}

    /// How many callers from elsewhere one account may leave unanswered, where so many scripts of
    /// an owner run at once: plans that are to wait for many calls must get them.
    public int ringing(int executions) {
        return ringing.orElse(Math.max(Guests.USUALLY_AT_MOST, executions));
    }

    /// Whether the address lies in a trusted network.
    public boolean trusts(InetAddress address) {
        for (Network network : trusted) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}

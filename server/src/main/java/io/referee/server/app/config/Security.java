package io.referee.server.app.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Who is limited, and to what (`docs/security.md`). *Immutable.*
///
/// @param limits whether anything is limited and anybody banned
/// @param trusted the networks that are neither limited nor banned
/// @param source what one address may do in a second
/// @param account what one account may do in a second
/// @param calls of one account at a time; 0: no limit
/// @param failedLogins of one address for one account in ten minutes
/// @param ban how long a first ban is
public record Security(
        boolean limits,
        List<Network> trusted,
        PerSecond source,
        PerSecond account,
        int calls,
        int failedLogins,
        Duration ban) {

    /// Numbers in a second; 0: no limit.
    public record PerSecond(int requests, int invites, int registers) {}

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

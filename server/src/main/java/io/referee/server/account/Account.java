package io.referee.server.account;

import io.referee.sip.digest.Ha1;

import java.time.Duration;
import java.util.Optional;

/// A SIP account: a phone's user name at a served domain. *Immutable.*
///
/// @param owner name of the user whose account it is
/// @param ha1 the hashes of its password; it cannot log in by an algorithm whose hash is empty
/// @param outPlan name of the owner's dial plan for calls it places; empty: served domains only
/// @param inPlan name of the plan for calls to it; empty: its bindings ring
/// @param credit how much talk at its own cost it has bought in all; empty: it does not pay in
///   advance
/// @param onFail what becomes of a call when a transfer fails that the account asked for, as the
///   apply file writes it; empty: what the configuration says
/// @param access how it may be used
/// @param ratePlan which rates of the owner say what its calls through dial plans cost when it pays
///   in advance; empty: none, and a second costs one
public record Account(
        String owner,
        String name,
        String domain,
        Ha1 ha1,
        String outPlan,
        String inPlan,
        TransferMode transfer,
        Optional<Duration> credit,
        String onFail,
        Access access,
        String ratePlan) {

    /// Without a rate plan.
    public Account(
            String owner,
            String name,
            String domain,
            Ha1 ha1,
            String outPlan,
            String inPlan,
            TransferMode transfer,
            Optional<Duration> credit,
            String onFail,
            Access access) {
        this(owner, name, domain, ha1, outPlan, inPlan, transfer, credit, onFail, access, "");
    }

    /// What is special about it in transfers.
    public TransferHabits habits() {
        return access.habits();
    }

    /// The network of its phones, which no other owner's accounts can be in; empty for none.
    public String network() {
        String name = access.nat().network();
        return name.isEmpty() ? "" : owner + '/' + name;
    }

    /// `name@domain`.
    public String aor() {
        return name + "@" + domain;
    }

    @Override
    public String toString() {
        return "Account[" + aor() + " of " + owner + "]";
    }
}

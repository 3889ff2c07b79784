package io.referee.server.account;

/// A SIP account: a phone's user name at a served domain. *Immutable.*
///
/// @param owner name of the user whose account it is
/// @param ha1Md5 lower-case hex of MD5(name:domain:password)
/// @param ha1Sha256 lower-case hex of SHA-256(name:domain:password)
/// @param outPlan name of the owner's dial plan for calls it places; empty: served domains only
/// @param inPlan name of the plan for calls to it; empty: its bindings ring
public record Account(
        String owner,
        String name,
        String domain,
        String ha1Md5,
        String ha1Sha256,
        String outPlan,
        String inPlan,
        TransferMode transfer) {

    /// `name@domain`.
    public String aor() {
        return name + "@" + domain;
    }

    @Override
    public String toString() {
        return "Account[" + aor() + " of " + owner + "]";
    }
}

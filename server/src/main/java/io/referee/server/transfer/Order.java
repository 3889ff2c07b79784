package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.sip.message.Header;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A transfer as every door asks for it: who leaves, who stays, where to. *Immutable.*
///
/// @param door `refer`, `api`, `callmanager`
/// @param transferor the leg that leaves
/// @param transferee the leg that stays, bridged to it
/// @param payer the account or owner that asked and pays for the leg to the target
/// @param referredBy value of Referred-By for the target, untrusted text
/// @param headers more headers for the INVITE to the target
record Order(
        String id,
        String door,
        Call call,
        Leg transferor,
        Leg transferee,
        Uri target,
        String payer,
        String referredBy,
        List<Header> headers,
        Duration ringTimeout,
        OnFail onFail) {

    /// What whoever stays has said last of its media, as others can reach it.
    Optional<SessionDescription> media() {
        return transferee.ledger().remote().map(SessionDescription::reachable);
    }

    /// With other headers for the INVITE to the target.
    Order with(List<Header> others) {
        return new Order(
                id,
                door,
                call,
                transferor,
                transferee,
                target,
                payer,
                referredBy,
                others,
                ringTimeout,
                onFail);
    }
}

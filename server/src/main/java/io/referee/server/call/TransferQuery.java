package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.uri.Uri;

import java.util.List;

/// The transfer that a way is asked for, as a dial plan sees it (`transfers.md` A2.4). Texts that
/// are not there are empty. *Immutable.*
///
/// @param id of the transfer; empty while nobody knows whether it will begin
/// @param kind `blind` or `attended`
/// @param referTo the target, without URI headers
/// @param referredBy what the target is told of who asks: untrusted text
/// @param transferor address of who asks
/// @param transferee address of who is moved
/// @param originalCallId Call-ID of the transferor's dialog
/// @param depth how many transfers the call has been through
/// @param replaces Call-ID of the dialog that is to be replaced
/// @param headers more headers for the INVITE to the target
/// @param trunk the provider, as `owner/name`, over which the target is to be reached where a plan
///   finds it behind another one; empty: as the plan says
/// @param payer `name@domain` of the account that pays for the way; empty while nobody knows
public record TransferQuery(
        String id,
        String kind,
        Uri referTo,
        String referredBy,
        String transferor,
        String transferee,
        String originalCallId,
        int depth,
        String replaces,
        List<Header> headers,
        String trunk,
        String payer) {
    public TransferQuery {
        headers = List.copyOf(headers);
    }

    /// The same over this provider, `owner/name`, if over any.
    public TransferQuery over(String provider) {
        return new TransferQuery(
                id,
                kind,
                referTo,
                referredBy,
                transferor,
                transferee,
                originalCallId,
                depth,
                replaces,
                headers,
                provider,
                payer);
    }

    /// Whose leg asks, as the account that it is, else as its address.
    public static String transferor(Leg leg) {
        String account = leg.identity().account();
        return account.isEmpty() ? leg.partyAddress().uri().text() : "sip:" + account;
    }
}

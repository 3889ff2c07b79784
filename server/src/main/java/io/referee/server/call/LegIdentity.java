package io.referee.server.call;

import io.referee.server.account.Price;
import io.referee.server.account.TransferMode;
import io.referee.sip.message.Request;
import io.referee.sip.message.SharedText;
import io.referee.sip.session.Session.Direction;

/// Who is at the end of a leg. *Immutable.*
///
/// @param from From as text, URI only
/// @param to To as text, URI only
/// @param party the peer as people say it: user part or name
/// @param account `name@domain` of the account whose phone it is, or empty
/// @param payer the account that pays for the leg, or empty
/// @param createdBy `inbound`, `dial`, `transfer:<id>`, `api`
/// @param transfer what a REFER from this peer may do
/// @param price what it costs the payer, when that pays in advance
public record LegIdentity(
        Direction direction,
        String from,
        String to,
        String party,
        String account,
        String payer,
        String createdBy,
        TransferMode transfer,
        Price price) {

    /// At the usual price.
    public LegIdentity(
            Direction direction,
            String from,
            String to,
            String party,
            String account,
            String payer,
            String createdBy,
            TransferMode transfer) {
        this(direction, from, to, party, account, payer, createdBy, transfer, Price.USUAL);
    }

    /// Phones are called again and again: one copy of what says so.
    public LegIdentity {
        from = SharedText.of(from);
        to = SharedText.of(to);
        account = SharedText.of(account);
    }

    /// Of who calls us.
    ///
    /// @param account `name@domain` of the account that calls; empty for a stranger
    static LegIdentity ofCaller(Request invite, String account, TransferMode mode) {
        return new LegIdentity(
                Direction.INCOMING,
                invite.from().uri().text(),
                Arriving.to(invite),
                invite.from().user(),
                account,
                account,
                "inbound",
                mode);
    }

    /// The same, where a REFER may do something else.
    LegIdentity allowing(TransferMode mode) {
        return new LegIdentity(direction, from, to, party, account, payer, createdBy, mode, price);
    }
}

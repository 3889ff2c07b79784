package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.account.TransferMode;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.List;
import java.util.Optional;

/// An INVITE that asks to take the place of a leg (RFC 3891), or to join it (RFC 3911), before
/// anything was decided about it. *Engine thread only.*
///
/// @param account who has proven to send it; empty for a stranger
/// @param proof what the 200 says besides
public record Arriving(
        Session session, Request invite, Optional<Account> account, List<Header> proof) {

    private static final HeaderName JOIN = HeaderName.of("Join");

    /// Whether an INVITE is about the dialog of somebody else.
    static boolean concerns(Request invite) {
        return invite.header(HeaderName.REPLACES).isPresent() || joins(invite);
    }

    /// Whether it asks to be added to a dialog (RFC 3911).
    public static boolean joins(Request invite) {
        return invite.header(JOIN).isPresent();
    }

    /// Whom it calls, for the records: some phones leave the headers of a Refer-To here, too, and
    /// with them a dialog (RFC 3261 §19.1.1 table 1).
    static String to(Request invite) {
        Uri to = invite.to().uri();
        return to instanceof SipUri sip ? sip.asRequestUri().text() : to.text();
    }

    /// The values of its Join.
    public List<String> joined() {
        return invite.values(JOIN);
    }

    /// It goes no further.
    public void refuse(int status, String reason) {
        session.reject(status, reason, List.of());
    }

    /// It becomes a leg of a call that is there already, paid for by whoever sent it.
    public Leg into(Call call, LegUser user) {
        String aor = account.map(Account::aor).orElse("");
        LegIdentity identity =
                new LegIdentity(
                        Session.Direction.INCOMING,
                        invite.from().uri().text(),
                        to(invite),
                        invite.from().user(),
                        aor,
                        aor,
                        "inbound",
                        account.map(Account::transfer).orElse(TransferMode.DENY));
        Leg leg = call.legs().receive(session, invite, identity, call.ids(), user);
        leg.answersWith(proof);
        leg.presents(
                account.isPresent()
                        ? Presentation.ofAccount(invite, aor)
                        : Presentation.ofStranger(invite));
        call.joinedBy(leg);
        return leg;
    }
}

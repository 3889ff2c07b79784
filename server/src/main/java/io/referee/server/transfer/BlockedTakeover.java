package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.call.Arriving;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;

import java.util.List;
import java.util.Optional;

/// A newcomer that may not come into a call, by policy: it is refused, and the records tell it as
/// they tell a transfer that was not admitted. *Engine thread only.*
///
/// @param kind `replaces` or `retrieve`
/// @param leaving the leg whose place it wanted
/// @param staying id of the leg that it would have talked with; empty when there are several
record BlockedTakeover(Arriving arriving, Call call, String kind, Leg leaving, String staying) {

    void by(Refusal no) {
        String id = call.legs().freshId('t');
        call.publish(
                new TransferFact.Requested(
                        id,
                        "invite",
                        kind,
                        leaving.id(),
                        staying,
                        arriving.invite().from().uri().text(),
                        arriving.account().map(Account::aor).orElse(""),
                        "",
                        Optional.empty(),
                        Optional.empty()));
        call.publish(new TransferFact.Blocked(id, no.status(), no.reason(), no.setting()));
        Header why = Header.of(HeaderName.WARNING, "399 referee \"" + no.reason() + '"');
        arriving.session().reject(no.status(), "Decline", List.of(why));
    }
}

package io.referee.server.call;

import io.referee.sip.message.HeaderName;
import io.referee.sip.session.Session;
import io.referee.sip.transaction.ServerTransaction;

/// Replaces belongs into an INVITE that begins a dialog (RFC 3891 §3).
final class MisplacedReplaces {
    private MisplacedReplaces() {}

    /// Refuses a request within the dialog that has one; false when it has none.
    static boolean refused(Session session, ServerTransaction transaction) {
        boolean wrong = transaction.request().header(HeaderName.REPLACES).isPresent();
        if (wrong) {
            session.refuse(transaction, 400);
        }
        return wrong;
    }
}

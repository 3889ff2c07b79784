package io.referee.server.call;

import io.referee.server.account.Capabilities;
import io.referee.sip.message.Method;
import io.referee.sip.transaction.ServerTransaction;

/// Requests within a dialog that concern nobody but us. *Engine thread only.*
final class OwnRequests {
    private OwnRequests() {}

    static void answer(ReferDesk desk, Call call, Leg leg, ServerTransaction transaction) {
        Method method = transaction.request().method();
        if (method.equals(Method.OPTIONS)) {
            var answer = leg.session().responding(transaction).addAll(Capabilities.bodies());
            transaction.respond(answer.response(200));
        } else if (method.equals(Method.REFER)) {
            desk.referred(call, leg, transaction);
        } else if (method.equals(Method.SUBSCRIBE)) {
            desk.subscribed(leg, transaction);
        } else if (method.equals(Method.NOTIFY)) {
            desk.notified(leg, transaction);
        } else {
            transaction.respond(leg.session().responding(transaction).response(405));
        }
    }
}

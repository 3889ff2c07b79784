package io.referee.sip.session;

import io.referee.sip.header.CSeq;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transaction.TransactionLayer;

import java.util.Optional;

/// Trying again after a challenge, and responses that stand for silence.
final class Challenges {
    private Challenges() {}

    /// The request again with credentials, CSeq+1 and a fresh branch (RFC 3261 §22.2); empty when
    /// the response is no challenge or the authorizer has no answer.
    static Optional<Request> again(
            TransactionLayer transactions,
            ClientTransaction transaction,
            Response response,
            Authorizer authorizer) {
        if (response.status() != 401 && response.status() != 407) {
            return Optional.empty();
        }
        Request request = transaction.request();
        Optional<Header> credentials = authorizer.answer(request, response);
        return credentials.map(
                header ->
                        MessageBuilder.from(request)
                                .remove(header.name())
                                .add(header)
                                .replaceTopVia(transactions.via(transaction.hop()))
                                .cseq(new CSeq(request.cseq().number() + 1, request.method()))
                                .request(request.method(), request.uri()));
    }

    /// A response of our own making for a request that got none: 408 for silence, 503 for a
    /// transport that failed.
    static Response standIn(Request request, Cause cause) {
        int status = cause == Cause.TIMEOUT ? 408 : 503;
        return standIn(request, status);
    }

    static Response standIn(Request request, int status) {
        return standIn(request, status, Phrases.of(status));
    }

    static Response standIn(Request request, int status, String reason) {
        return MessageBuilder.responding(request, "")
                .remove(HeaderName.RECORD_ROUTE)
                .response(status, reason);
    }
}

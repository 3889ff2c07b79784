package io.referee.sip.proxy;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.ArrayList;
import java.util.List;

/// Which of the final failures of a fork goes back (RFC 3261 §16.7 steps 6 and 7).
final class BestResponse {
    private BestResponse() {}

    /// The one to send: 6xx before all, then the lowest class, within a class what says how to ask
    /// again, otherwise the earliest. A 503 counts as the least of its class and goes back as 500;
    /// challenges of all branches are gathered.
    ///
    /// @param request what is answered
    /// @param failures at least one, in the order in which they came
    static Response of(Request request, List<Response> failures) {
        Response best = failures.getFirst();
        for (Response failure : failures) {
            if (rank(failure.status()) < rank(best.status())) {
                best = failure;
            }
        }
        if (best.status() == 503) {
            return MessageBuilder.from(best).remove(HeaderName.RETRY_AFTER).response(500);
        }
        boolean challenge = best.status() == 401 || best.status() == 407;
        return challenge ? gathered(best, failures) : best;
    }

    /// The smaller, the better.
    private static int rank(int status) {
        return switch (status) {
            case 401, 407, 415, 420, 484 -> 40;
            case 503 -> 59;
            default -> status >= 600 ? 0 : status / 100 * 10 + 5;
        };
    }

    private static Response gathered(Response best, List<Response> failures) {
        MessageBuilder builder = MessageBuilder.from(best);
        for (Response failure : failures) {
            if (failure != best) {
                builder.addAll(challenges(failure));
            }
        }
        return builder.response(best.status(), best.reason());
    }

    private static List<Header> challenges(Response response) {
        List<Header> found = new ArrayList<>(1);
        for (Header header : response.headers()) {
            if (header.name() == HeaderName.WWW_AUTHENTICATE
                    || header.name() == HeaderName.PROXY_AUTHENTICATE) {
                found.add(header);
            }
        }
        return found;
    }
}

package io.referee.sip.proxy;

import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.TransactionLayer;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What came of the copies of one request, and what of it goes back (RFC 3261 §16.7). *Engine
/// thread only.*
final class ResponseContext implements ServerTransaction.Listener {
    private final ServerTransaction server;
    private final Duration patience;
    private final List<Branch> branches = new ArrayList<>(1);
    private final List<Response> failures = new ArrayList<>(1);

    /// @param patience how long a cancelled branch may take to say so
    ResponseContext(ServerTransaction server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    /// Sends the copies. None counts as failed before all are under way.
    void start(List<Forwarding.Copy> copies, TransactionLayer transactions, Outside outside) {
        server.listener(this);
        for (int i = 0; i < copies.size(); i++) {
            branches.add(new Branch(this, transactions, outside));
        }
        for (int i = 0; i < copies.size(); i++) {
            branches.get(i).start(copies.get(i));
        }
    }

    /// 101 to 199 go back at once (step 5).
    void progressed(Response response) {
        if (!server.answered()) {
            server.forward(back(response));
        }
    }

    /// So does every 2xx, and nobody else need answer any more (step 10).
    void succeeded(Response response) {
        server.forward(back(response));
        cancelAll();
    }

    /// A final failure waits for the other branches. A 6xx speaks for all of them.
    void failed(Response failure) {
        failures.add(failure);
        if (failure.status() >= 600) {
            cancelAll();
        }
        boolean complete = branches.stream().allMatch(Branch::over);
        if (complete && !server.answered()) {
            finish();
        }
    }

    private void finish() {
        Response best = BestResponse.of(server.request(), failures);
        if (best.status() == 408 && !server.request().is(Method.INVITE)) {
            server.abandon(); // whoever asked has given up, too: RFC 4320 §4.1
        } else {
            server.forward(back(best));
        }
    }

    /// One of our own making, for silence, gets our tag.
    private Response back(Response response) {
        Request request = server.request();
        MessageBuilder builder = MessageBuilder.from(response).vias(request);
        if (response.toTag().isEmpty()) {
            builder.to(response.to().withTag(server.toTag()));
        }
        return builder.response(response.status(), response.reason());
    }

    private void cancelAll() {
        for (Branch branch : branches) {
            branch.cancel();
        }
    }

    /// The caller gave up (RFC 3261 §16.10); its INVITE is answered with what the branches say.
    @Override
    public void cancelled(ServerTransaction transaction, Request cancel) {
        cancelAll();
    }
}

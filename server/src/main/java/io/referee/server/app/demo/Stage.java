package io.referee.server.app.demo;

import io.referee.server.app.Server;
import io.referee.server.cdr.Chain;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.TransferFact;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// What a scenario plays on: the server, three phones and the ladder that is printed meanwhile.
record Stage(
        Server server, HttpClient http, LiveLadder ladder, Phone alice, Phone bob, Phone carol) {
    static final String KEY = "demo-key";
    static final Duration LIMIT = Duration.ofSeconds(10);

    /// Waits for an event whose fact is of this class and fits.
    <F extends Fact> Event event(Class<F> kind, Predicate<F> fits, String otherwise)
            throws Trouble {
        return Waiting.on(
                ladder.when(
                        event ->
                                kind.isInstance(event.fact())
                                        && fits.test(kind.cast(event.fact()))),
                LIMIT,
                otherwise);
    }

    Event callAnswered() throws Trouble {
        return event(CallFact.Answered.class, fact -> true, "The server did not report the answer");
    }

    Event callEnded() throws Trouble {
        return event(
                CallFact.Ended.class,
                fact -> true,
                "The server did not report the end of the call");
    }

    Event transferCompleted() throws Trouble {
        return event(
                TransferFact.Completed.class,
                fact -> true,
                "The server did not report the transfer as completed");
    }

    /// Asks the HTTP API for a transfer, as a script would.
    ///
    /// @return the status of the answer
    int transferByHttp(String call, String leg, String to) throws Trouble {
        String body = "{\"kind\": \"blind\", \"leg\": \"" + leg + "\", \"to\": \"" + to + "\"}";
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        server.httpUrl() + "/api/v1/calls/" + call + "/transfers"))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .timeout(LIMIT)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new Trouble("The HTTP API did not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("The HTTP request was interrupted");
        }
    }

    /// The chain of records, when it is written.
    Optional<Chain> chain(String id) throws Trouble {
        try {
            if (!server.settled(LIMIT)) {
                throw new Trouble("The records were not written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble("interrupted while the records were written");
        }
        return server.records().chain(id);
    }
}

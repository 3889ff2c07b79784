package io.referee.server.app.demo;

import io.referee.server.app.Server;
import io.referee.server.cdr.Chain;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
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

    /// Waits until that call of a phone is over for the server, too.
    void callEnded(Side side) throws Trouble {
        String call = place(side).call();
        Waiting.on(
                ladder.when(
                        event ->
                                event.fact() instanceof CallFact.Ended
                                        && event.call().equals(call)),
                LIMIT,
                "The server did not report the end of " + side.phone().name() + "'s call");
    }

    /// What the server calls a phone's end of a call.
    record Place(String call, String leg) {}

    Place place(Side side) throws Trouble {
        String sipCallId = side.call().sipCallId();
        Event created =
                event(
                        LegFact.Created.class,
                        fact -> fact.sipCallId().equals(sipCallId),
                        "The server did not report the leg of " + side.phone().name());
        return new Place(created.call(), created.leg());
    }

    /// Asks the HTTP API for a transfer, as a script would.
    ///
    /// @param leaves the leg that leaves, or that is asked to call
    /// @param fields of the JSON object besides `leg`
    void transferByHttp(Place leaves, String fields) throws Trouble {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        server.httpUrl()
                                                + "/api/v1/calls/"
                                                + leaves.call()
                                                + "/transfers"))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .timeout(LIMIT)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"leg\": \"" + leaves.leg() + "\", " + fields + '}'))
                        .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 202) {
                throw new Trouble(
                        "POST transfers was answered "
                                + response.statusCode()
                                + ' '
                                + response.body());
            }
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

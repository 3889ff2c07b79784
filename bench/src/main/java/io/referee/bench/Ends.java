package io.referee.bench;

import io.referee.bench.phones.Loop;
import io.referee.bench.phones.Phone;
import io.referee.bench.phones.Tally;
import io.referee.bench.phones.Transfers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// Caller and callee of every subject: SIPp, or our own phones where SIPp cannot play them.
final class Ends {
    private static final int LATE_MILLIS = 1_500;
    private static final int HTTP_OK = 200;

    private final Sipp sipp;

    Ends(Sipp sipp) {
        this.sipp = sipp;
    }

    Sipp sipp() {
        return sipp;
    }

    /// Sends a load through the subject and waits for its end.
    Load load(Subject subject, int rate, int seconds) throws IOException, InterruptedException {
        if (!subject.played().scenario().isEmpty()) {
            return sipp.load(subject, rate, seconds);
        }
        try (Loop loop = new Loop()) {
            Phone guest = new Phone(loop, "guest", 0, subject.port());
            Phone callee = new Phone(loop, "callee", subject.calleePort(), subject.port());
            Phone target = new Phone(loop, "target", subject.targetPort(), subject.port());
            Transfers transfers =
                    new Transfers(loop, guest, callee.knowing(Servers.PASSWORD), target);
            return measured(
                    subject,
                    loop,
                    () ->
                            subject.played() == Subject.Played.ATTENDED
                                    ? transfers.attended(rate, seconds)
                                    : byHttp(subject, transfers, rate, seconds));
        }
    }

    /// A load that our own phones play.
    interface Playing {
        Tally play() throws IOException;
    }

    /// What it costs.
    static Load measured(Subject subject, Loop loop, Playing playing)
            throws IOException, InterruptedException {
        long before = subject.cpuMicros();
        long own = Processes.ownMicros();
        long repeated = loop.retransmissions();
        long begun = System.nanoTime();
        Tally tally = playing.play();
        if (!tally.reasons().isEmpty()) {
            System.err.println(subject.name() + ": calls that failed: " + tally.reasons());
        }
        long took = System.nanoTime() - begun;
        Thread.sleep(LATE_MILLIS);
        long after = subject.cpuMicros();
        return new Load(
                before,
                after,
                Processes.ownMicros() - own,
                took,
                new Counters(
                        tally.succeeded(), tally.failures(), loop.retransmissions() - repeated),
                0,
                tally.millis());
    }

    private static Tally byHttp(Subject subject, Transfers transfers, int rate, int seconds)
            throws IOException {
        URI door = URI.create("http://127.0.0.1:" + subject.ports().http() + "/mi");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return transfers.asked(
                    rate,
                    seconds,
                    (callId, refused) ->
                            client.sendAsync(transfer(door, callId), BodyHandlers.ofString())
                                    .whenComplete(
                                            (answer, failure) -> {
                                                if (failure != null) {
                                                    refused.accept(failure.toString());
                                                } else if (answer.statusCode() != HTTP_OK
                                                        || answer.body().contains("\"error\"")) {
                                                    refused.accept(answer.body());
                                                }
                                            }));
        }
    }

    private static HttpRequest transfer(URI door, String callId) {
        String body =
                """
                {"jsonrpc": "2.0", "id": 1, "method": "call_transfer",
                 "params": {"callid": "%s", "leg": "caller", "destination": "sip:target@localhost", "by": "server"}}
                """
                        .formatted(callId);
        return HttpRequest.newBuilder(door)
                .header("Authorization", "Bearer " + Referee.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}

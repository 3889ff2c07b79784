package io.referee.server.event.picture;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.LegFact;
import io.referee.server.event.TransferFact;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sums up a call, or the calls of a chain, in one sentence: who called whom and how long they
/// talked, what became of each transfer, who ended it. Made of the facts alone: the same facts give
/// the same sentence, and what no fact tells is not in it. *One thread.*
public final class CallSentence {
    private final Map<String, LegStory> legs = new LinkedHashMap<>();
    private final Map<String, CallStory> calls = new LinkedHashMap<>();
    private final Map<String, TransferStory> transfers = new LinkedHashMap<>();
    private final List<Talk> talks = new ArrayList<>();

    private CallSentence() {}

    /// The sentence; empty when there is no fact about a call.
    ///
    /// @param events of one chain, in the order of the stream
    public static String of(Collection<Event> events) {
        var sentence = new CallSentence();
        for (Event event : events) {
            sentence.hear(event);
        }
        return sentence.text();
    }

    /// A leg, as far as the sentence needs it.
    private static final class LegStory {
        String name = "";
        boolean caller;
        LegFact.@Nullable Ended end;
        @Nullable Instant endedAt;
    }

    private static final class CallStory {
        final CallFact.Created created;
        final Instant at;
        String answeredBy = "";
        boolean answered;
        CallFact.@Nullable Ended end;
        boolean givenUp;

        CallStory(CallFact.Created created, Instant at) {
            this.created = created;
            this.at = at;
        }
    }

    private static final class TransferStory {
        final TransferFact.Requested asked;
        final Instant at;
        String targetLeg = "";
        @Nullable TransferFact outcome;
        Instant outcomeAt;
        String recovery = "";

        TransferStory(TransferFact.Requested asked, Instant at) {
            this.asked = asked;
            this.at = at;
            this.outcomeAt = at;
        }
    }

    /// Two legs that hear each other.
    private static final class Talk {
        final String call;
        final String x;
        final String y;
        final Instant start;
        @Nullable Instant end;

        Talk(String call, BridgeFact.Started fact, Instant start) {
            this.call = call;
            this.x = fact.legX();
            this.y = fact.legY();
            this.start = start;
        }

        boolean has(String leg) {
            return x.equals(leg) || y.equals(leg);
        }

        boolean same(Talk other) {
            return has(other.x) && has(other.y);
        }
    }

    // ---- hearing

    private void hear(Event event) {
        switch (event.fact()) {
            case CallFact f -> call(event, f);
            case LegFact f -> leg(event, f);
            case BridgeFact.Started f -> {
                endTalks(f.legX(), event.at());
                endTalks(f.legY(), event.at());
                talks.add(new Talk(event.call(), f, event.at()));
            }
            case BridgeFact.Ended f -> {
                endTalks(f.legX(), event.at());
                endTalks(f.legY(), event.at());
            }
            case TransferFact.Requested f ->
                    transfers.putIfAbsent(f.transfer(), new TransferStory(f, event.at()));
            case TransferFact f -> transfer(f, event.at());
            default -> {} // registrations, plans, messages and the like say nothing of who talked
        }
    }

    private void call(Event event, CallFact fact) {
        CallStory call = calls.get(event.call());
        switch (fact) {
            case CallFact.Created f ->
                    calls.putIfAbsent(event.call(), new CallStory(f, event.at()));
            case CallFact.Answered f when call != null -> {
                call.answered = true;
                call.answeredBy = f.answeredBy();
            }
            case CallFact.Ended f when call != null -> call.end = f;
            default -> {} // ringing and hold are in the ladder
        }
    }

    private void leg(Event event, LegFact fact) {
        LegStory leg = legs.computeIfAbsent(event.leg(), _ -> new LegStory());
        switch (fact) {
            case LegFact.Created f -> {
                leg.caller = f.direction().equals("in");
                leg.name = MessageLine.user(leg.caller ? f.from() : f.to());
            }
            case LegFact.Ended f -> {
                leg.end = f;
                leg.endedAt = event.at();
                endTalks(event.leg(), event.at());
                CallStory call = calls.get(event.call());
                if (call != null && leg.caller && f.by().equals("peer")) {
                    call.givenUp = !call.answered;
                }
            }
            default -> {} // ringing and answers of legs are told by their call
        }
    }

    private void endTalks(String leg, Instant at) {
        for (Talk talk : talks) {
            if (talk.end == null && talk.has(leg)) {
                talk.end = at;
            }
        }
    }

    private void transfer(TransferFact fact, Instant at) {
        TransferStory transfer = transfers.get(fact.transfer());
        if (transfer == null) {
            return;
        }
        switch (fact) {
            case TransferFact.Answered f -> transfer.targetLeg = f.targetLeg();
            case TransferFact.Returned f -> transfer.recovery = f.recovery();
            case TransferFact.Requested _, TransferFact.Accepted _, TransferFact.Ringing _ -> {}
            default -> {
                if (transfer.outcome == null) {
                    transfer.outcome = fact;
                    transfer.outcomeAt = at;
                }
            }
        }
    }

    // ---- telling

    private record Clause(Instant at, String text) {}

    private String text() {
        List<Clause> clauses = new ArrayList<>();
        calls.forEach((id, call) -> clauses.add(new Clause(call.at, opening(id, call))));
        transfers.values().forEach(t -> clauses.add(new Clause(t.at, words(t))));
        clauses.sort(Comparator.comparing(Clause::at));
        List<String> texts = new ArrayList<>(clauses.stream().map(Clause::text).toList());
        if (!calls.isEmpty()) {
            String ending = ending();
            if (!ending.isEmpty()) {
                texts.add(ending);
            }
        }
        return String.join("; ", texts);
    }

    private String opening(String id, CallStory call) {
        String whom = MessageLine.user(call.created.to());
        String called = MessageLine.user(call.created.from()) + " called " + whom;
        if (call.answered) {
            String by = answerer(id, call);
            String who = by.isEmpty() || by.equals(whom) ? "" : ", " + by + " answered";
            return called + who + talked(id);
        }
        CallFact.Ended end = call.end;
        if (end == null) {
            return called + ", not answered yet";
        }
        return call.givenUp
                ? called + " and gave up"
                : called + ": not answered, " + status(end.status(), end.reason());
    }

    /// What the first leg that was rung and talked is called, else what the fact says.
    private String answerer(String id, CallStory call) {
        for (Talk talk : talks) {
            if (talk.call.equals(id)) {
                LegStory x = legs.get(talk.x);
                LegStory y = legs.get(talk.y);
                LegStory rung = x != null && x.caller ? y : x;
                return rung == null ? "" : rung.name;
            }
        }
        return MessageLine.user(call.answeredBy);
    }

    /// How long the first two talked, holds between not counted.
    private String talked(String id) {
        List<Talk> theirs = new ArrayList<>();
        for (Talk talk : talks) {
            if (talk.call.equals(id) && (theirs.isEmpty() || theirs.getFirst().same(talk))) {
                theirs.add(talk);
            }
        }
        Duration all = Duration.ZERO;
        for (Talk talk : theirs) {
            if (talk.end == null) {
                return ", still talking";
            }
            all = all.plus(Duration.between(talk.start, talk.end));
        }
        return theirs.isEmpty() ? "" : ", " + seconds(all);
    }

    private String words(TransferStory transfer) {
        TransferFact.Requested asked = transfer.asked;
        String transferor = name(asked.transferor(), MessageLine.user(asked.account()));
        String transferee = name(asked.transferee(), "nobody");
        String target = name(transfer.targetLeg, MessageLine.user(asked.target()));
        String way = " to " + target + " (" + asked.kind() + ", " + door(asked.door()) + "): ";
        boolean done = transfer.outcome instanceof TransferFact.Completed;
        return (done
                        ? transferee + " was transferred by " + transferor
                        : transferor + " asked to transfer " + transferee)
                + way
                + outcome(transfer);
    }

    private String outcome(TransferStory transfer) {
        String after = " after " + seconds(Duration.between(transfer.at, transfer.outcomeAt));
        String text =
                switch (transfer.outcome) {
                    case TransferFact.Completed _ -> "completed" + after;
                    case TransferFact.Failed f ->
                            "failed(" + f.status() + ") at the " + f.stage() + after + reason(f);
                    case TransferFact.Aborted f ->
                            "aborted" + after + ", " + status(f.status(), f.reason());
                    case TransferFact.Unknown f ->
                            "outcome unknown" + (f.reason().isEmpty() ? "" : ", " + f.reason());
                    case TransferFact.Blocked f ->
                            (f.setting().isEmpty() ? "refused, " : "blocked by policy, ")
                                    + status(f.status(), f.reason())
                                    + FactWords.allowedBy(f.setting());
                    case null, default -> over() ? "outcome unknown" : "still running";
                };
        return switch (transfer.recovery) {
            case "" -> text;
            case "restored" -> text + ", the old call was restored";
            case "recall" -> text + ", the transferor was called back";
            case "fallback" -> text + ", another destination was found";
            case String other -> text + ", the old call was " + other;
        };
    }

    private static String reason(TransferFact.Failed fact) {
        return fact.reason().isEmpty() ? "" : ", " + fact.reason();
    }

    private boolean over() {
        return calls.values().stream().allMatch(call -> call.end != null);
    }

    private String ending() {
        if (talks.isEmpty()) {
            return "";
        }
        if (!over()) {
            return talks.size() > 1 || !transfers.isEmpty() ? "still going on" : "";
        }
        Talk last = talks.getLast();
        LegStory x = legs.get(last.x);
        LegStory y = legs.get(last.y);
        LegStory first = earlier(x, y);
        if (first == null || first.end == null) {
            return "";
        }
        return switch (first.end.by()) {
            case "peer" -> "ended by " + first.name;
            case "timeout" -> "ended because " + first.name + " was heard of no more";
            case "server-restart" -> "ended by a restart of the server";
            default -> "ended by the server (" + first.end.cause() + ")";
        };
    }

    private static @Nullable LegStory earlier(@Nullable LegStory x, @Nullable LegStory y) {
        if (x == null || x.endedAt == null) {
            return y;
        }
        if (y == null || y.endedAt == null) {
            return x;
        }
        boolean together = x.endedAt.equals(y.endedAt);
        boolean byItself = together && y.end != null && !y.end.by().equals("server");
        return byItself || y.endedAt.isBefore(x.endedAt) ? y : x;
    }

    private String name(String leg, String otherwise) {
        LegStory story = legs.get(leg);
        return story == null || story.name.isEmpty() ? otherwise : story.name;
    }

    private static String door(String door) {
        return switch (door) {
            case "refer" -> "REFER";
            case "api" -> "HTTP";
            case "callmanager" -> "call manager";
            case "mi" -> "JSON-RPC";
            case "replaces" -> "INVITE with Replaces";
            default -> door;
        };
    }

    private static String status(int status, String reason) {
        return (status + " " + reason).strip();
    }

    /// Tenths below ten seconds, whole ones above.
    private static String seconds(Duration time) {
        long millis = Math.max(0, time.toMillis());
        long tenths = Math.round(millis / 100.0);
        return tenths < 100
                ? tenths / 10 + "." + tenths % 10 + " s"
                : Math.round(millis / 1000.0) + " s";
    }
}

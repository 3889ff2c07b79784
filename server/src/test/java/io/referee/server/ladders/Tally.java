package io.referee.server.ladders;

import io.referee.server.call.KeptCall;
import io.referee.server.event.CallFact;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.TransferFact;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What happened in a random history, by kind: what became of each transfer, and what else there
/// was. One thread only.
final class Tally implements EventSink {
    private static final String RUNNING = "running";

    private final Diary diary = new Diary(_ -> {}, _ -> {});
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private final Map<String, String> redirected = new HashMap<>();
    private Consumer<String> owner = _ -> {};

    /// Who is told of each transfer that its owner is asked about.
    void asks(Consumer<String> next) {
        owner = next;
    }

    @Override
    public void publish(
            Instant at, String account, String call, String chain, String leg, Fact fact) {
        diary.publish(at, account, call, chain, leg, fact);
        switch (fact) {
            case TransferFact told -> transfer(told);
            case DialPlanFact.Step step -> planned(call, step.text());
            case CallFact.HoldStep step when !step.state().equals("start") ->
                    count("server " + step.action() + ' ' + step.state());
            default -> {}
        }
    }

    /// The server died, and comes back with these calls, see [Diary#restart].
    Diary.Restarted restart(List<KeptCall> calls) {
        return diary.restart(calls);
    }

    private void transfer(TransferFact fact) {
        String id = fact.transfer();
        switch (fact) {
            case TransferFact.Requested asked -> {
                String asking = asked.until().isPresent() ? "asked " : "";
                kinds.putIfAbsent(id, asking + asked.door() + ' ' + asked.kind());
                outcomes.put(id, RUNNING);
                asked.until().ifPresent(_ -> owner.accept(id));
            }
            case TransferFact.Completed done -> {
                outcomes.put(id, "completed");
                if (!done.slot().isEmpty()) {
                    kinds.merge(id, " to a slot", String::concat);
                }
            }
            case TransferFact.Blocked _ -> outcomes.put(id, "blocked");
            case TransferFact.Failed _ -> outcomes.put(id, "failed");
            case TransferFact.Aborted _ -> outcomes.put(id, "aborted");
            case TransferFact.Unknown _ -> outcomes.put(id, "unknown");
            default -> {}
        }
    }

    /// A redirection was followed when the one who was named is rung next.
    private void planned(String call, String text) {
        String word = "redirected to ";
        if (text.startsWith(word)) {
            redirected.put(call, text.substring(word.length(), text.indexOf('@') + 1));
        } else {
            String contact = redirected.remove(call);
            if (contact != null && text.startsWith("ring ") && text.contains(contact)) {
                count("redirection followed");
            }
        }
    }

    /// Something happened that is no transfer.
    void count(String what) {
        others.merge(what, 1, Integer::sum);
    }

    /// What became of the transfers.
    Collection<String> outcomes() {
        return outcomes.values();
    }

    /// The kinds of the transfers that are not over.
    List<String> running() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(RUNNING))
                .map(entry -> kinds.get(entry.getKey()) + ' ' + entry.getKey())
                .toList();
    }

    /// How often what happened.
    Map<String, Integer> kinds() {
        Map<String, Integer> all = new TreeMap<>(others);
        outcomes.forEach(
                (id, outcome) -> all.merge(kinds.get(id) + ' ' + outcome, 1, Integer::sum));
        return all;
    }

    void finish() {
        diary.finish();
    }
}

package io.referee.server.app.demo;

import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.Reader;
import io.referee.server.event.picture.LadderPicture;
import io.referee.server.event.picture.LadderText;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Prints the ladder of a scenario while it happens, with a column for every phone of the demo, and
/// lets others wait for events. *The reader's thread* prints; *any thread* may wait.
final class LiveLadder implements Reader {
    private final PrintStream out;
    private final List<String> columns;
    private final Map<String, Drawn> calls = new HashMap<>();
    private Drawn current = new Drawn();
    private final List<Event> seen = new ArrayList<>();
    private final List<Wish> wishes = new ArrayList<>();

    /// The calls of one scenario in one drawing, so that a leg that goes from one to the other
    /// keeps its name. What comes late is still drawn with its own.
    private static final class Drawn {
        private final List<Event> events = new ArrayList<>();
        private int printed;
    }

    private record Wish(Predicate<Event> wanted, CompletableFuture<Event> granted) {}

    /// @param phones names of the phones from left to right; the first is the caller's column
    LiveLadder(PrintStream out, List<String> phones) {
        this.out = out;
        List<String> all = new ArrayList<>(phones);
        all.add(1, LadderPicture.SERVER);
        this.columns = List.copyOf(all);
    }

    /// The line with the names, to be printed above a ladder.
    void heading() {
        String empty = LadderText.of(new LadderPicture("", columns, List.of()));
        out.print(empty.lines().findFirst().map(line -> line + "\n").orElse(""));
    }

    /// Forgets what was seen, so that waiting and drawing begin anew.
    synchronized void forget() {
        seen.clear();
        current = new Drawn();
    }

    /// The first event since [#forget] that fits, past or to come.
    synchronized CompletableFuture<Event> when(Predicate<Event> wanted) {
        Optional<Event> past = seen.stream().filter(wanted).findFirst();
        if (past.isPresent()) {
            return CompletableFuture.completedFuture(past.get());
        }
        Wish wish = new Wish(wanted, new CompletableFuture<>());
        wishes.add(wish);
        return wish.granted();
    }

    /// The chains of the calls that ended since [#forget], in that order.
    synchronized List<String> chainsEnded() {
        return seen.stream()
                .filter(event -> event.fact() instanceof CallFact.Ended)
                .map(Event::chain)
                .distinct()
                .toList();
    }

    @Override
    public synchronized void event(Event event) {
        seen.add(event);
        if (!event.call().isEmpty()) {
            draw(event);
        }
        for (Wish wish : List.copyOf(wishes)) {
            if (wish.wanted().test(event)) {
                wishes.remove(wish);
                wish.granted().complete(event);
            }
        }
    }

    private void draw(Event event) {
        Drawn drawn = calls.computeIfAbsent(event.call(), call -> current);
        drawn.events.add(event);
        LadderPicture picture = LadderPicture.asTold(drawn.events);
        for (LadderPicture.Row row : picture.rows().subList(drawn.printed, picture.rows().size())) {
            print(picture, row);
        }
        drawn.printed = picture.rows().size();
        out.flush();
    }

    private void print(LadderPicture picture, LadderPicture.Row row) {
        LadderPicture one = new LadderPicture("", columns, List.of(placed(picture, row)));
        List<String> lines = LadderText.of(one).lines().toList();
        for (String line : lines.subList(1, lines.size() - 1)) {
            out.println(line);
        }
    }

    private LadderPicture.Row placed(LadderPicture picture, LadderPicture.Row row) {
        return switch (row) {
            case LadderPicture.Note note -> note;
            case LadderPicture.Arrow arrow ->
                    new LadderPicture.Arrow(
                            arrow.at(),
                            arrow.after(),
                            column(picture.columns().get(arrow.from())),
                            column(picture.columns().get(arrow.to())),
                            arrow.label(),
                            arrow.message());
        };
    }

    /// A phone that has two legs in a call has one column here.
    private int column(String name) {
        int bracket = name.indexOf(" (");
        int at = columns.indexOf(bracket < 0 ? name : name.substring(0, bracket));
        return at < 0 ? columns.size() - 1 : at;
    }

    @Override
    public void gap(long since, long oldest) {
        out.println("(events " + since + " to " + oldest + " are no longer kept)");
    }

    @Override
    public void cutOff(long lastSeq) {
        out.println("(the ladder was cut off after event " + lastSeq + ")");
    }
}

package io.referee.ladder;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A toy to try ladders on: parties a, b and c post letters to an office, which forwards them.
/// Letters are repeated until acknowledged; hints (`TRYING`) are sent once.
///
/// - `CALL to=b` is forwarded, and the caller gets the hint `TRYING`
/// - `REMIND after=5` is answered with `REMINDER` that many seconds later
/// - `BREAK` breaks the office
final class PostOffice implements Stage<Words> {
    private static final Duration REPEAT = Duration.ofMillis(500);
    private static final int MAX_POSTED = 10;
    private static final String OFFICE = "office";

    private sealed interface Packet {
        record Letter(int id, Words words) implements Packet {}

        record Hint(int id, Words words) implements Packet {}

        record Ack(int id) implements Packet {}
    }

    private final Scene<Words> scene;
    private final Transport transport;
    private final Map<String, VirtualTime.Timer> repeats = new HashMap<>();
    private final Map<String, String> answerTo = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private int ids;
    private boolean closed;

    private enum Transport {
        DATAGRAMS,
        STREAM
    }

    PostOffice(Scene<Words> scene) {
        this(scene, Transport.DATAGRAMS);
    }

    private PostOffice(Scene<Words> scene, Transport transport) {
        this.scene = scene;
        this.transport = transport;
    }

    static PostOffice overStreams(Scene<Words> scene) {
        return new PostOffice(scene, Transport.STREAM);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void send(String leg, Words words) {
        if (words.verb().equals("NONSENSE")) {
            throw new IllegalArgumentException("a letter cannot say NONSENSE");
        }
        boolean addressed = words.property("to").isPresent() || !answerTo.containsKey(leg);
        String text = addressed ? words.toString() : words + " to=" + answerTo.get(leg);
        post(leg, OFFICE, new Packet.Letter(ids++, Words.of(text)), 1);
    }

    @Override
    public Match match(Words message, Words wanted) {
        if (!message.verb().equals(wanted.verb())) {
            return Match.mismatch("it is " + message.verb() + ", not " + wanted.verb());
        }
        for (Word.Equal property : wanted.properties()) {
            String value = message.property(property.key()).orElse("nothing");
            if (!value.equals(property.value())) {
                return Match.mismatch(
                        property.key() + " is " + value + ", not " + property.value());
            }
        }
        return Match.matched();
    }

    @Override
    public void taken(Arrival<Words> arrival) {
        arrival.message().property("from").ifPresent(from -> answerTo.put(arrival.leg(), from));
    }

    @Override
    public boolean knows(String leg) {
        return List.of("a", "b", "c").contains(leg);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void post(String from, String to, Packet packet, int times) {
        Route route = new Route(from, to, label(packet));
        switch (transport) {
            case DATAGRAMS -> scene.network().datagram(route, () -> receive(from, to, packet));
            case STREAM -> scene.network().stream(route, () -> receive(from, to, packet));
        }
        if (packet instanceof Packet.Letter && times < MAX_POSTED) {
            Runnable again = () -> post(from, to, packet, times + 1);
            repeats.put(from + idOf(packet), scene.time().after(REPEAT, again));
        }
    }

    private void receive(String from, String to, Packet packet) {
        switch (packet) {
            case Packet.Ack(int id) -> Objects.requireNonNull(repeats.get(to + id)).cancel();
            case Packet.Letter(int id, Words words) -> {
                post(to, from, new Packet.Ack(id), 1);
                read(from, to, id, words);
            }
            case Packet.Hint(int id, Words words) -> read(from, to, id, words);
        }
    }

    private void read(String from, String to, int id, Words words) {
        if (!seen.add(to + id)) {
            return;
        }
        if (to.equals(OFFICE)) {
            work(from, words);
        } else {
            scene.inboxes().deliver(to, words);
        }
    }

    private void work(String from, Words words) {
        switch (words.verb()) {
            case "BREAK" -> throw new IllegalStateException("the office is broken");
            case "REMIND" -> {
                long seconds = Long.parseLong(words.property("after").orElse("1"));
                scene.time().after(Duration.ofSeconds(seconds), () -> forward(from, "REMINDER"));
            }
            case "CALL" -> {
                post(OFFICE, from, new Packet.Hint(ids++, Words.of("TRYING")), 1);
                forward(words.property("to").orElseThrow(), "CALL from=" + from);
            }
            default ->
                    words.property("to")
                            .ifPresent(to -> forward(to, words.verb() + " from=" + from));
        }
    }

    private void forward(String to, String text) {
        post(OFFICE, to, new Packet.Letter(ids++, Words.of(text)), 1);
    }

    private static int idOf(Packet packet) {
        return switch (packet) {
            case Packet.Letter(int id, _) -> id;
            case Packet.Hint(int id, _) -> id;
            case Packet.Ack(int id) -> id;
        };
    }

    private static String label(Packet packet) {
        return switch (packet) {
            case Packet.Letter(_, Words words) -> words.toString();
            case Packet.Hint(_, Words words) -> words.toString();
            case Packet.Ack(int id) -> "ack " + id;
        };
    }
}

package io.referee.server.event;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Events with anything in them.
final class RandomEvents {
    private static final List<Class<?>> KINDS = kinds(Fact.class).toList();
    private final Random random;
    private long seq;

    RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    /// Every record that is a fact.
    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(RandomEvents::kinds);
    }

    /// A fact of each kind and as many messages again, mixed, in one call of several legs.
    List<Event> call(String call) {
        List<Event> events = new ArrayList<>();
        for (Class<?> kind : KINDS) {
            events.add(event(call, fact(kind)));
            events.add(event(call, message()));
        }
        return events;
    }

    Event event(String call, Fact fact) {
        seq += 1 + random.nextInt(3);
        Instant at =
                switch (random.nextInt(20)) {
                    case 0 -> Instant.MIN;
                    case 1 -> Instant.MAX;
                    default ->
                            Instant.ofEpochSecond(
                                    random.nextLong(-10_000_000_000L, 10_000_000_000L),
                                    random.nextInt(1_000_000_000));
                };
        return new Event(seq, at, text(2), call, text(2), text(4), fact);
    }

    SipMessageFact message() {
        byte[] octets = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(2_000)];
        random.nextBytes(octets);
        return new SipMessageFact(random.nextBoolean(), text(2), text(2), text(30), octets);
    }

    Fact fact(Class<?> kind) {
        try {
            RecordComponent[] parts = kind.getRecordComponents();
            Class<?>[] types = new Class<?>[parts.length];
            Object[] values = new Object[parts.length];
            for (int i = 0; i < parts.length; i++) {
                types[i] = parts[i].getType();
                values[i] = value(types[i]);
            }
            return (Fact) kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object value(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.String" -> text(1_000);
            case "int" -> random.nextInt();
            case "long" -> random.nextLong();
            case "boolean" -> random.nextBoolean();
            case "java.util.Optional" -> Optional.empty();
            case "[B" -> message().octets();
            default -> throw new AssertionError("of " + type + " nothing is made up");
        };
    }

    /// One of so many.
    private String text(int many) {
        return "t" + random.nextInt(many);
    }

    /// The same events in a form that is compared with what is in the messages.
    static List<?> comparable(List<Event> events) {
        return events.stream().map(RandomEvents::comparable).toList();
    }

    private static Object comparable(Event event) {
        if (!(event.fact() instanceof SipMessageFact m)) {
            return event;
        }
        var bare =
                new SipMessageFact(m.received(), m.transport(), m.local(), m.remote(), NO_OCTETS);
        var envelope =
                new Event(
                        event.seq(),
                        event.at(),
                        event.owner(),
                        event.call(),
                        event.chain(),
                        event.leg(),
                        bare);
        return List.of(envelope, new String(m.octets(), StandardCharsets.ISO_8859_1));
    }

    private static final byte[] NO_OCTETS = {};
}

package io.referee.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.Samples;
import io.referee.sip.message.SipMessage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A state machine's table as text: `state | event | over UDP | over TCP`, where `same` means as
/// over UDP. A pair that the table does not list must leave the state as it is and do nothing.
final class MachineTable {
    static final Request INVITE = Samples.request(Samples.INVITE);
    static final Request OPTIONS = Samples.request(Method.OPTIONS);
    static final Response TRYING = Samples.response(100);
    static final Response RINGING = Samples.response(180);
    static final Response OK = Samples.response(200);
    static final Response BUSY = Samples.response(486);

    private static final List<Event> EVENTS =
            List.of(
                    new Event.Retransmitted(INVITE),
                    new Event.Acknowledged(Samples.request(Method.ACK)),
                    new Event.Provisional(Samples.response(183)),
                    new Event.Success(OK),
                    new Event.Failure(BUSY),
                    new Event.HandedUp(TRYING),
                    new Event.TryingDue(TRYING),
                    new Event.TooLate(),
                    new Event.TransportError(),
                    new Event.TimerA(),
                    new Event.TimerB(),
                    new Event.TimerD(),
                    new Event.TimerE(),
                    new Event.TimerF(),
                    new Event.TimerG(),
                    new Event.TimerH(),
                    new Event.TimerI(),
                    new Event.TimerJ(),
                    new Event.TimerK(),
                    new Event.TimerL(),
                    new Event.TimerM());

    private record Pair(String state, String event) {}

    private record Row(String udp, String tcp) {
        String over(Reliability reliability) {
            return reliability == Reliability.RELIABLE && !tcp.equals("same") ? tcp : udp;
        }
    }

    private final Map<Pair, Row> rows = new LinkedHashMap<>();

    MachineTable(String text) {
        for (String line : text.lines().filter(line -> line.contains("|")).toList()) {
            String[] cells = line.split("\\|");
            Pair pair = new Pair(cells[0].strip(), cells[1].strip());
            Row row = new Row(cells[2].strip(), cells[3].strip());
            assertThat(rows.put(pair, row)).as("second row for %s", pair).isNull();
        }
    }

    /// Every event in every state does what the table says, and the table names nothing else.
    <S> void check(
            Reliability reliability,
            List<S> states,
            Function<S, String> name,
            BiFunction<S, Event, Step<S>> machine) {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        Map<Pair, Row> left = new LinkedHashMap<>(rows);
        for (S state : states) {
            for (Event event : EVENTS) {
                Pair pair = new Pair(name.apply(state), event.getClass().getSimpleName());
                String start = pair.state + " | " + pair.event + " | ";
                Row row = left.remove(pair);
                expected.add(start + (row == null ? pair.state : row.over(reliability)));
                actual.add(start + describe(machine.apply(state, event), name));
            }
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(left).as("rows of unknown states or events").isEmpty();
    }

    /// `state: effect, effect`, or only `state` when nothing is done.
    static <S> String describe(Step<S> step, Function<S, String> name) {
        String state = name.apply(step.state());
        List<String> effects = step.effects().stream().map(MachineTable::describe).toList();
        return effects.isEmpty() ? state : state + ": " + String.join(", ", effects);
    }

    private static String describe(Effect effect) {
        return switch (effect) {
            case Effect.Send(SipMessage message) -> "send " + describe(message);
            case Effect.PassUp(SipMessage message) -> "pass up " + describe(message);
            case Effect.Start(Event timer, Duration after) ->
                    timer.getClass().getSimpleName() + " in " + seconds(after);
            case Effect.Fail(Effect.Cause cause) -> "fail " + cause;
        };
    }

    static String describe(SipMessage message) {
        return switch (message) {
            case Request request -> request.method().name();
            case Response response -> Integer.toString(response.status());
        };
    }

    static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + "s";
    }

    /// The first intervals, in seconds, after which this timer starts itself again.
    static <S> List<Double> intervals(
            Step<S> first, Event timer, int count, BiFunction<S, Event, Step<S>> machine) {
        List<Double> found = new ArrayList<>();
        Step<S> step = first;
        for (int i = 0; i < count; i++) {
            step.effects().stream()
                    .filter(effect -> effect instanceof Effect.Start s && s.timer().equals(timer))
                    .forEach(effect -> found.add(((Effect.Start) effect).after().toMillis() / 1e3));
            step = machine.apply(step.state(), timer);
        }
        return found;
    }
}

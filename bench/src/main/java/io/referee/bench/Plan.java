package io.referee.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a load run is asked for: the options of the command line, and what is meant without them.
/// *Immutable.*
///
/// @param given the values of options that are numbers or words, by option
record Plan(Path root, Map<String, String> given) {
    /// Longest load without a pause, in seconds.
    static final int LONGEST_LOAD = 600;

    /// How many calls are held where the targets of held calls are judged.
    static final int FULL_HELD = 50_000;

    /// How many accounts there are where the target of many accounts is judged.
    static final int FULL_ACCOUNTS = 100_000;

    private static final int MOST_ROUNDS = 20;
    private static final int HIGHEST_RATE = 5_000;

    /// Longer than any timer of a transaction (RFC 3261 §17: 64*T1 is 32 s).
    private static final int SETTLED = 34;

    /// An option that is a number. *Immutable.*
    private record Number(String name, int otherwise, int most) {}

    private static final Number RATE = new Number("--rate", 500, HIGHEST_RATE);
    private static final Number SECONDS = new Number("--seconds", 15, LONGEST_LOAD);
    private static final Number ROUNDS = new Number("--rounds", 5, MOST_ROUNDS);
    private static final Number WARM_UP = new Number("--warm-up", 45, LONGEST_LOAD);
    private static final Number SETTLE = new Number("--settle", SETTLED, LONGEST_LOAD);
    private static final Number HELD = new Number("--held", 5_000, FULL_HELD);
    private static final Number ACCOUNTS = new Number("--accounts", 10_000, FULL_ACCOUNTS);
    private static final Number READERS = new Number("--readers", 100, 1_000);
    private static final Number HIGHEST = new Number("--highest", 15_000, 50_000);
    private static final Map<String, Number> NUMBERS =
            Map.of(
                    RATE.name,
                    RATE,
                    SECONDS.name,
                    SECONDS,
                    ROUNDS.name,
                    ROUNDS,
                    WARM_UP.name,
                    WARM_UP,
                    SETTLE.name,
                    SETTLE,
                    HELD.name,
                    HELD,
                    ACCOUNTS.name,
                    ACCOUNTS,
                    READERS.name,
                    READERS,
                    HIGHEST.name,
                    HIGHEST);
    private static final List<String> WORDS = List.of("--only", "--ruby", "--result");

    static final String USAGE =
            """
            usage: bench/run [--rate CALLS_PER_SECOND] [--seconds N] [--rounds N] [--warm-up SECONDS] [--settle SECONDS]
                             [--only direct|relay|kamailio|referee|transfer|plans|growth|hostile
                                     |digest|registration|held|accounts|delay|highest|events|start|whole]
                             [--held CALLS] [--accounts N] [--readers N] [--highest CALLS_PER_SECOND]
                             [--ruby auto|jruby|cruby] [--result FILE]
            """;

    /// Reads the command line.
    ///
    /// @throws IllegalArgumentException with one sentence when it cannot be read
    static Plan of(Path root, String[] words) {
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("every option has one value\n" + USAGE);
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            given.put(words[i], checked(words[i], words[i + 1]));
        }
        if ("hostile".equals(given.get("--only"))) {
            // Short: the harm is done in seconds, and disturbs everybody on the machine.
            given.putIfAbsent(RATE.name, "20");
            given.putIfAbsent(SECONDS.name, "5");
            given.putIfAbsent(ROUNDS.name, "2");
            given.putIfAbsent(WARM_UP.name, "5");
        }
        return new Plan(root, Map.copyOf(given));
    }

    private static String checked(String option, String value) {
        Number number = NUMBERS.get(option);
        if (number == null && !WORDS.contains(option)) {
            throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
        }
        if (number != null) {
            int read = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
            if (read < 1 || read > number.most) {
                throw new IllegalArgumentException(
                        option + " is a number from 1 to " + number.most + ", not " + value);
            }
        }
        return value;
    }

    private int number(Number option) {
        return Integer.parseInt(given.getOrDefault(option.name, "" + option.otherwise));
    }

    /// Calls per second.
    int rate() {
        return number(RATE);
    }

    /// How long each load lasts.
    int seconds() {
        return number(SECONDS);
    }

    /// How often each subject gets its load.
    int rounds() {
        return number(ROUNDS);
    }

    /// How long a server is loaded before it is measured, in seconds.
    int warmUp() {
        return number(WARM_UP);
    }

    /// How long a server is left alone until what calls leave behind is done, in seconds.
    int settle() {
        return number(SETTLE);
    }

    /// How long it is left alone where something else keeps it waiting, too, in seconds.
    int breath() {
        return (settle() + 2) / 3;
    }

    /// How many calls are held.
    int held() {
        return number(HELD);
    }

    /// How many accounts there are where there are many.
    int accounts() {
        return number(ACCOUNTS);
    }

    /// How many readers of events.
    int readers() {
        return number(READERS);
    }

    /// Where the search for the highest rate ends, in calls per second.
    int highest() {
        return number(HIGHEST);
    }

    /// Run this workload alone; empty: the same calls through the first four subjects.
    String only() {
        return given.getOrDefault("--only", "");
    }

    /// Which Ruby runs plans: `auto`, `jruby` or `cruby`.
    String ruby() {
        return given.getOrDefault("--ruby", "auto");
    }

    /// The file for the table; `-` is standard output.
    String result() {
        return given.getOrDefault("--result", "-");
    }

    /// The same at another rate, unless one was asked for.
    Plan at(int rate) {
        if (given.containsKey(RATE.name)) {
            return this;
        }
        Map<String, String> other = new HashMap<>(given);
        other.put(RATE.name, "" + rate);
        return new Plan(root, Map.copyOf(other));
    }
}

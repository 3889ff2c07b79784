package io.referee.bench;

import java.nio.file.Path;
import java.util.List;

/// What a load run is asked for. *Immutable.*
///
/// @param rate calls per second
/// @param seconds how long each load lasts, at most [#LONGEST_LOAD]
/// @param rounds how often each subject gets its load, at most [#MOST_ROUNDS]
/// @param warmUp how long a server is loaded before it is measured, in seconds
/// @param only run this subject alone; `transfer`: bridged and transferred calls; `plans`: without
///   a plan, through rules, through Ruby; `growth`: one long load through Ruby; `hostile`: Ruby
///   alone and beside a hostile tenant, short unless said otherwise; empty: the first four
/// @param ruby which Ruby runs plans: `auto`, `jruby` or `cruby`
/// @param result the file for the table; `-` is standard output
record Plan(
        Path root,
        int rate,
        int seconds,
        int rounds,
        int warmUp,
        String only,
        String ruby,
        String result) {
    /// Longest load without a pause, in seconds.
    static final int LONGEST_LOAD = 600;

    static final int MOST_ROUNDS = 20;
    static final int HIGHEST_RATE = 5_000;

    static final String USAGE =
            """
            usage: bench/run [--rate CALLS_PER_SECOND] [--seconds N] [--rounds N] [--warm-up SECONDS]
                             [--only direct|relay|kamailio|referee|transfer|plans|growth|hostile]
                             [--ruby auto|jruby|cruby] [--result FILE]
            """;

    /// Reads the command line.
    ///
    /// @throws IllegalArgumentException with one sentence when it cannot be read
    static Plan of(Path root, String[] words) {
        Plan plan =
                List.of(words).contains("hostile")
                        ? new Plan(root, 20, 5, 2, 5, "", "auto", "-")
                        : new Plan(root, 500, 15, 5, 45, "", "auto", "-");
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("every option has one value\n" + USAGE);
        }
        for (int i = 0; i < words.length; i += 2) {
            plan = plan.with(words[i], words[i + 1]);
        }
        return plan;
    }

    private Plan with(String option, String value) {
        return switch (option) {
            case "--rate" ->
                    new Plan(
                            root,
                            number(option, value, HIGHEST_RATE),
                            seconds,
                            rounds,
                            warmUp,
                            only,
                            ruby,
                            result);
            case "--seconds" ->
                    new Plan(
                            root,
                            rate,
                            number(option, value, LONGEST_LOAD),
                            rounds,
                            warmUp,
                            only,
                            ruby,
                            result);
            case "--rounds" ->
                    new Plan(
                            root,
                            rate,
                            seconds,
                            number(option, value, MOST_ROUNDS),
                            warmUp,
                            only,
                            ruby,
                            result);
            case "--warm-up" ->
                    new Plan(
                            root,
                            rate,
                            seconds,
                            rounds,
                            number(option, value, LONGEST_LOAD),
                            only,
                            ruby,
                            result);
            case "--only" -> new Plan(root, rate, seconds, rounds, warmUp, value, ruby, result);
            case "--ruby" -> new Plan(root, rate, seconds, rounds, warmUp, only, value, result);
            case "--result" -> new Plan(root, rate, seconds, rounds, warmUp, only, ruby, value);
            default ->
                    throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
        };
    }

    private static int number(String option, String value, int most) {
        int number = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(
                    option + " is a number from 1 to " + most + ", not " + value);
        }
        return number;
    }

    int calls() {
        return rate * seconds;
    }
}

package io.referee.bench.script;

import java.nio.file.Path;
import java.util.List;

/// What is asked for. *Immutable.*
///
/// @param engines `jruby`, `cruby`, each also with `-walled`
/// @param plan a file with a plan; `-` for the one of thirty lines
/// @param rate plans that start in a second
/// @param seconds how long plans start at that rate
/// @param warmUp how long they do before it is measured
/// @param waiting how many wait at once in the end; 0 for none
record Options(
        Path root,
        List<String> engines,
        String plan,
        int rate,
        int seconds,
        int warmUp,
        int waiting) {

    private static final String USAGE =
            """
            usage: bench/scripts [--engine jruby|jruby-walled|cruby|cruby-walled[,...]] [--plan FILE]
                                 [--rate PLANS_PER_SECOND] [--seconds N] [--warm-up SECONDS] [--waiting N]
            """;

    static Options of(Path root, String[] words) {
        Options options = new Options(root, List.of("jruby"), "-", 200, 15, 20, 1_000);
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("every option has one value\n" + USAGE);
        }
        for (int i = 0; i < words.length; i += 2) {
            options = options.with(words[i], words[i + 1]);
        }
        return options;
    }

    private Options with(String option, String value) {
        return switch (option) {
            case "--engine" -> engines(List.of(value.split(",")));
            case "--plan" -> new Options(root, engines, value, rate, seconds, warmUp, waiting);
            case "--rate" ->
                    new Options(
                            root, engines, plan, number(value, 1, 2_000), seconds, warmUp, waiting);
            case "--seconds" ->
                    new Options(root, engines, plan, rate, number(value, 1, 60), warmUp, waiting);
            case "--warm-up" ->
                    new Options(root, engines, plan, rate, seconds, number(value, 1, 60), waiting);
            case "--waiting" ->
                    new Options(
                            root, engines, plan, rate, seconds, warmUp, number(value, 0, 10_000));
            default ->
                    throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
        };
    }

    private Options engines(List<String> names) {
        List<String> known = List.of("jruby", "jruby-walled", "cruby", "cruby-walled");
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException("no such engine: " + names + "\n" + USAGE);
        }
        return new Options(root, names, plan, rate, seconds, warmUp, waiting);
    }

    private static int number(String value, int least, int most) {
        int number = value.matches("\\d{1,5}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "a number from " + least + " to " + most + ", not " + value);
        }
        return number;
    }
}

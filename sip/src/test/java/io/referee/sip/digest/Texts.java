package io.referee.sip.digest;

import java.util.Random;

/// Random text for the property tests of this package.
final class Texts {
    private static final String LIKELY = "\"\\ ,=;:@/ab01\tÄ€";

    private Texts() {}

    /// Text that a quoted string can carry.
    static String any(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(LIKELY.charAt(random.nextInt(LIKELY.length())));
        }
        return text.toString();
    }

    static <T> T one(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    /// A few characters changed, some of them to what matters in the grammar.
    static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int n = random.nextInt(5); n >= 0; n--) {
            char c =
                    random.nextBoolean()
                            ? LIKELY.charAt(random.nextInt(LIKELY.length()))
                            : (char) random.nextInt(256);
            mutated.setCharAt(random.nextInt(text.length()), c);
        }
        return mutated.substring(0, mutated.length() - random.nextInt(3));
    }
}

package io.referee.server.app.document;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word somebody most likely meant.
public final class Nearest {

    private Nearest() {}

    /// The known word with the fewest edits to `word`, without regard to case; empty when each
    /// would take more edits than half its length (at least two are always allowed).
    public static Optional<String> to(String word, Collection<String> known) {
        return to(word, known, Math.max(2, word.length() / 2));
    }

    /// The known word with the fewest edits to `word`, without regard to case; empty when each
    /// takes more than `mostEdits`.
    public static Optional<String> to(String word, Collection<String> known, int mostEdits) {
        String best = "";
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (edits < fewest && edits <= mostEdits) {
                best = candidate;
                fewest = edits;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// Insertions, removals and replacements that turn `a` into `b`.
    static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

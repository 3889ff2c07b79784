package io.referee.server.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A line of `docs/rfc/maturity.txt`: how far an RFC is implemented, by hand. Immutable; any
/// thread.
///
/// @param word one of [#WORDS]
/// @param remark what is left out or done otherwise, in one sentence; may be empty
record Maturity(int rfc, String word, String title, String remark) {

    /// `complete`: all that concerns us, each cited section tested. `works`: what people use works
    /// and is tested, the remark says what is left out. `partial`: pieces of it. `planned`: nothing
    /// yet. `reference`: cited for a word or an example, nothing to implement.
    static final Set<String> WORDS = Set.of("complete", "works", "partial", "planned", "reference");

    static final String FILE = "docs/rfc/maturity.txt";

    /// Reads the file: `number | word | title | remark`, `#` for comments.
    ///
    /// @throws IllegalArgumentException when a line is something else
    static List<Maturity> read(String text) {
        List<Maturity> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(parse(line));
            }
        }
        return lines;
    }

    private static Maturity parse(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 4 || !WORDS.contains(cells[1].strip())) {
            throw new IllegalArgumentException(FILE + ": " + line);
        }
        return new Maturity(
                Integer.parseInt(cells[0].strip()),
                cells[1].strip(),
                cells[2].strip(),
                cells[3].strip());
    }
}

package io.referee.server.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One mention of a requirement in a source file. Immutable; any thread.
///
/// @param rfc the number
/// @param section without the sign; empty when the RFC as a whole is meant
record Citation(int rfc, String section) {

    private static final Pattern RFC_OR_SECTION =
            Pattern.compile(
                    "RFCs? *(\\d{3,5})|§+ ?([0-9A-Z]+(?:\\.\\d+)*)(?:[-–](\\d+)(?![.\\d]))?");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(?:///?|/?\\*+/?|#)\\s?");
    private static final int MAX_RANGE = 20;

    /// What a source file cites, in order, with repetitions.
    ///
    /// Understood are `RFC 3261 §17.1.1.2`, `RFC 3261 §7.3.1, §7.3.3`, `RFC 3261 §13-15`, all of
    /// them wrapped over lines of one comment. A section alone belongs to the RFC named last in its
    /// comment, otherwise to the one that the file names first.
    static List<Citation> in(String source) {
        List<Citation> found = new ArrayList<>();
        Optional<Integer> first = firstRfc(source);
        for (String paragraph : paragraphs(source)) {
            collect(paragraph, first, found);
        }
        return found;
    }

    private static Optional<Integer> firstRfc(String source) {
        Matcher rfc = Pattern.compile("RFCs? *(\\d{3,5})").matcher(source);
        return rfc.find() ? Optional.of(Integer.valueOf(rfc.group(1))) : Optional.empty();
    }

    /// Comments of several lines as one text each; every other line for itself.
    private static List<String> paragraphs(String source) {
        List<String> paragraphs = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        for (String line : source.lines().toList()) {
            Matcher marker = COMMENT.matcher(line);
            if (marker.find()) {
                comment.append(line, marker.end(), line.length()).append(' ');
            } else {
                paragraphs.add(comment.toString());
                comment.setLength(0);
                paragraphs.add(line);
            }
        }
        paragraphs.add(comment.toString());
        return paragraphs;
    }

    private static void collect(String paragraph, Optional<Integer> first, List<Citation> found) {
        Optional<Integer> named = Optional.empty();
        boolean alone = false;
        Matcher token = RFC_OR_SECTION.matcher(paragraph);
        while (token.find()) {
            if (token.group(1) != null) {
                whole(named, alone, found);
                named = Optional.of(Integer.valueOf(token.group(1)));
                alone = true;
            } else {
                named.or(() -> first).ifPresent(rfc -> sections(rfc, token, found));
                alone = false;
            }
        }
        whole(named, alone, found);
    }

    private static void whole(Optional<Integer> named, boolean alone, List<Citation> found) {
        if (alone) {
            named.ifPresent(rfc -> found.add(new Citation(rfc, "")));
        }
    }

    private static void sections(int rfc, Matcher token, List<Citation> found) {
        String start = token.group(2);
        found.add(new Citation(rfc, start));
        boolean range = token.group(3) != null && start.chars().allMatch(Character::isDigit);
        if (range) {
            int from = Integer.parseInt(start);
            int to = Math.min(Integer.parseInt(token.group(3)), from + MAX_RANGE);
            for (int section = from + 1; section <= to; section++) {
                found.add(new Citation(rfc, Integer.toString(section)));
            }
        }
    }
}

package io.referee.server.dialplan.dial;

import io.referee.server.dialplan.Dialled;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The variables of dial strings: `${dst}`, `${exten}`, `${dst:2}`, `${fromname}`,
/// `${fromuriuser}`, `${fromurihost}`, `${fromaor}`, `${transferor}`, `${transferee}` and
/// `${referto}`, without regard to case. Pure.
public final class Variables {
    /// All of them, as a sentence shows them.
    public static final String NAMES =
            "${EXTEN}, ${DST}, ${EXTEN:N}, ${FROMNAME}, ${FROMURIUSER}, ${FROMURIHOST},"
                    + " ${FROMAOR}, ${TRANSFEROR}, ${TRANSFEREE} and ${REFERTO}";

    private static final int MAX_CUT_DIGITS = 4;

    private Variables() {}

    /// Something that stands wrong in a text.
    ///
    /// @param position index of the character, from 0
    record Wrong(int position, String complaint) {}

    /// The first variable that there is none of, or that has no end.
    static Optional<Wrong> check(String text) {
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", open + 2)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                return Optional.of(new Wrong(open, "${ has no } behind it."));
            }
            String name = text.substring(open + 2, close).toLowerCase(Locale.ROOT);
            if (!known(name)) {
                return Optional.of(
                        new Wrong(
                                open,
                                "there is no ${" + name + "}; the variables are " + NAMES + "."));
            }
        }
        return Optional.empty();
    }

    private static boolean known(String name) {
        return switch (name) {
            case "dst", "exten", "fromname", "fromuriuser", "fromurihost", "fromaor" -> true;
            case "transferor", "transferee", "referto" -> true;
            default -> cut(name) >= 0;
        };
    }

    /// N of `dst:N`; -1 when it is no such variable.
    private static int cut(String name) {
        int colon = name.indexOf(':');
        String digits = name.substring(colon + 1);
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= MAX_CUT_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        String before = colon < 0 ? "" : name.substring(0, colon);
        boolean exten = before.equals("dst") || before.equals("exten");
        return exten && number ? Integer.parseInt(digits) : -1;
    }

    /// The text with the values in the place of the variables. What is no variable stays.
    ///
    /// @param notes gets a line when a number is too short to be cut
    public static String fill(String text, Dialled call, List<String> notes) {
        return fill(text, UnaryOperator.identity(), call, notes);
    }

    /// The same, with the text between the variables changed by `literal`.
    static String fill(
            String text, UnaryOperator<String> literal, Dialled call, List<String> notes) {
        StringBuilder filled = new StringBuilder(text.length() + 16);
        int from = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            filled.append(literal.apply(text.substring(from, open)));
            String name = text.substring(open + 2, close);
            filled.append(
                    known(name.toLowerCase(Locale.ROOT))
                            ? value(name.toLowerCase(Locale.ROOT), call, notes)
                            : text.substring(open, close + 1));
            from = close + 1;
        }
        return filled.append(literal.apply(text.substring(from))).toString().strip();
    }

    private static String value(String name, Dialled call, List<String> notes) {
        return switch (name) {
            case "dst", "exten" -> call.user();
            case "fromname" -> call.fromName();
            case "fromuriuser" -> call.fromUser();
            case "fromurihost" -> call.fromHost();
            case "fromaor" -> call.fromAor();
            case "transferor" -> call.transferor();
            case "transferee" -> call.transferee();
            case "referto" -> call.referTo();
            default -> cut(name, call, notes);
        };
    }

    private static String cut(String name, Dialled call, List<String> notes) {
        int cut = cut(name);
        if (cut < call.user().length()) {
            return call.user().substring(cut);
        }
        notes.add("${" + name + "} is all of " + call.user() + ", which is not longer than that");
        return call.user();
    }

    /// Where the first such character stands outside of variables, from `from` up to and without
    /// `to`; -1 when nowhere.
    static int find(String text, char wanted, int from, int to) {
        int i = from;
        while (i < to) {
            if (text.startsWith("${", i)) {
                int close = text.indexOf('}', i);
                i = close < 0 ? to : close + 1;
                continue;
            }
            if (text.charAt(i) == wanted) {
                return i;
            }
            i++;
        }
        return -1;
    }
}

package io.referee.server.dialplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The parameters of a `dial` command: text with variables such as `${EXTEN}` and `${EXTEN:2}`,
/// without regard to case. *Immutable.*
public final class Template {
    /// The longest template, in characters.
    public static final int MAX_LENGTH = 256;

    private static final String VARIABLES =
            "${EXTEN}, ${DST}, ${FROMNAME}, ${FROMURIUSER} and ${FROMAOR}";

    private sealed interface Part {
        record Text(String text) implements Part {}

        /// The dialled number without its first `cut` characters; all of it when it is not longer
        /// than that.
        record Extension(int cut) implements Part {}

        record FromName() implements Part {}

        record FromUser() implements Part {}

        record FromAor() implements Part {}
    }

    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /// Reads the parameters of a `dial` command.
    public static Parsed<Template> parse(String text) {
        if (text.isBlank()) {
            return wrong("must say what to dial: an account, or account@domain.");
        }
        if (text.length() > MAX_LENGTH) {
            return wrong("must not be longer than " + MAX_LENGTH + " characters.");
        }
        if (text.contains("#{")) {
            return wrong(
                    "must not hold #{...}: a rule runs no Ruby; the variables are "
                            + VARIABLES
                            + ".");
        }
        if (text.indexOf('&') >= 0 || text.indexOf('|') >= 0 || text.indexOf('[') >= 0) {
            return wrong(
                    "must name one destination: several of them (&, |) and options ([...]) are not"
                            + " available in this version.");
        }
        return parts(text);
    }

    /// The text with the variables replaced, without white space around it.
    public String fill(Dialled call) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(value(part, call));
        }
        return filled.toString().strip();
    }

    /// The template as it was written.
    @Override
    public String toString() {
        return text;
    }

    private static String value(Part part, Dialled call) {
        return switch (part) {
            case Part.Text t -> t.text();
            case Part.Extension n ->
                    n.cut() < call.user().length() ? call.user().substring(n.cut()) : call.user();
            case Part.FromName _ -> call.fromName();
            case Part.FromUser _ -> call.fromUser();
            case Part.FromAor _ -> call.fromAor();
        };
    }

    private static Parsed<Template> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                return wrong("holds ${ without }.");
            }
            String name = text.substring(open + 2, close);
            switch (variable(name.toLowerCase(Locale.ROOT))) {
                case Parsed.Good<Part>(Part part) -> {
                    parts.add(new Part.Text(text.substring(from, open)));
                    parts.add(part);
                }
                case Parsed.Wrong<Part> _ -> {
                    return wrong("holds ${" + name + "}; the variables are " + VARIABLES + ".");
                }
            }
            from = close + 1;
        }
        parts.add(new Part.Text(text.substring(from)));
        return new Parsed.Good<>(new Template(text, parts));
    }

    private static Parsed<Part> variable(String name) {
        int colon = name.indexOf(':');
        if (colon >= 0) {
            String digits = name.substring(colon + 1);
            boolean number = digits.length() == 1 || digits.length() == 2;
            boolean exten = isNumber(name.substring(0, colon));
            return exten && number && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? new Parsed.Good<>(new Part.Extension(Integer.parseInt(digits)))
                    : new Parsed.Wrong<>("parameters", name);
        }
        return switch (name) {
            case "exten", "dst" -> new Parsed.Good<>(new Part.Extension(0));
            case "fromname" -> new Parsed.Good<>(new Part.FromName());
            case "fromuriuser" -> new Parsed.Good<>(new Part.FromUser());
            case "fromaor" -> new Parsed.Good<>(new Part.FromAor());
            default -> new Parsed.Wrong<>("parameters", name);
        };
    }

    private static boolean isNumber(String name) {
        return name.equals("exten") || name.equals("dst");
    }

    private static Parsed<Template> wrong(String complaint) {
        return new Parsed.Wrong<>("parameters", complaint);
    }
}

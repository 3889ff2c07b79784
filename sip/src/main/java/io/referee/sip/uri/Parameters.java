package io.referee.sip.uri;

import io.referee.sip.message.Bounds;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parameters of a URI or a header: `;name=value;flag`, in order, values as written. Names compare
/// without case. *Immutable.*
public final class Parameters {
    /// No parameters.
    public static final Parameters NONE = new Parameters(List.of());

    private static final Parameters BROKEN = new Parameters(List.of());

    private final List<Parameter> list;

    /// Kept by the thousand in calls that have ended, so as few objects as can be.
    ///
    /// @param given null for a flag; empty behind an equals sign with nothing behind it
    private record Parameter(String name, @Nullable String given) {
        String value() {
            return given == null ? "" : given;
        }

        void text(StringBuilder out) {
            out.append(name);
            if (given != null) {
                out.append('=').append(given);
            }
        }
    }

    private Parameters(List<Parameter> list) {
        this.list = list;
    }

    /// Reads `;a=b;c`; the text starts at a semicolon or is empty. Quoted values keep their quotes.
    /// What cannot be read is [#broken()].
    public static Parameters parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<Parameter> found = new ArrayList<>(4);
        int from = 0;
        while (from < text.length() && found.size() <= Bounds.PARAMETERS) {
            int to = endOfParameter(text, from);
            addTo(found, text.substring(from, to).strip());
            from = to + 1;
        }
        if (from < text.length() || found.size() > Bounds.PARAMETERS || openQuote(found)) {
            return BROKEN;
        }
        return found.isEmpty() ? NONE : new Parameters(List.copyOf(found));
    }

    /// Whether a quote of the last parameter has no end: whatever were written behind it, such as a
    /// tag, would be taken for a part of it.
    private static boolean openQuote(List<Parameter> found) {
        if (found.isEmpty()) {
            return false;
        }
        Parameter last = found.getLast();
        if (last.name.indexOf('"') < 0 && last.value().indexOf('"') < 0) {
            return false; // as of nearly all: nothing is made for them
        }
        StringBuilder text = new StringBuilder();
        last.text(text);
        return endOfParameter(text.toString() + ';', 0) > text.length();
    }

    /// The next semicolon that is not quoted, or the end.
    private static int endOfParameter(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static void addTo(List<Parameter> found, String element) {
        if (element.isEmpty()) {
            return;
        }
        int equals = element.indexOf('=');
        if (equals < 0) {
            found.add(new Parameter(name(element), null));
            return;
        }
        String name = name(element.substring(0, equals).strip());
        found.add(new Parameter(name, element.substring(equals + 1).strip()));
    }

    /// One copy of the names that nearly every message has.
    private static String name(String written) {
        return switch (written) {
            case "tag" -> "tag";
            case "branch" -> "branch";
            case "transport" -> "transport";
            case "expires" -> "expires";
            case "rport" -> "rport";
            case "lr" -> "lr";
            default -> written;
        };
    }

    /// Whether there is such a parameter, with or without value.
    public boolean has(String name) {
        for (int i = 0; i < list.size(); i++) { // asked so often that an iterator would count
            Parameter parameter = list.get(i);
            if (parameter.name.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /// The value as written; an empty string for a parameter without value.
    public Optional<String> value(String name) {
        for (int i = 0; i < list.size(); i++) { // asked so often that an iterator would count
            Parameter parameter = list.get(i);
            if (parameter.name.equalsIgnoreCase(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    /// With this parameter set (in its old place, or at the end). An empty value makes a flag.
    public Parameters with(String name, String value) {
        List<Parameter> next = new ArrayList<>(list.size() + 1);
        Parameter added = new Parameter(name, value.isEmpty() ? null : value);
        boolean placed = false;
        for (Parameter parameter : list) {
            if (!parameter.name.equalsIgnoreCase(name)) {
                next.add(parameter);
            } else if (!placed) {
                next.add(added);
                placed = true;
            }
        }
        if (!placed) {
            next.add(added);
        }
        return new Parameters(List.copyOf(next));
    }

    /// Without all parameters of that name.
    public Parameters without(String name) {
        if (!has(name)) {
            return this;
        }
        List<Parameter> next = new ArrayList<>(list);
        next.removeIf(parameter -> parameter.name.equalsIgnoreCase(name));
        return new Parameters(next);
    }

    /// Whether they could not be read: there were more than [Bounds#PARAMETERS], or a quote has no
    /// end. Then there are none, and what holds them cannot be read either.
    public boolean broken() {
        return this == BROKEN;
    }

    /// The names in order, as written; a name may be there twice.
    public List<String> names() {
        List<String> names = new ArrayList<>(list.size());
        for (Parameter parameter : list) {
            names.add(parameter.name);
        }
        return names;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /// `;a=b;c`, or the empty string.
    public String text() {
        if (list.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(32);
        text(out);
        return out.toString();
    }

    /// Appends the text.
    public void text(StringBuilder out) {
        for (int i = 0; i < list.size(); i++) {
            list.get(i).text(out.append(';'));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters parameters && list.equals(parameters.list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

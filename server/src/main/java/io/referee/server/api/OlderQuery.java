package io.referee.server.api;

import java.util.Locale;

/// What requests of the older service say. All of it may be left out.
final class OlderQuery {
    /// The longest parameter but for expressions, in characters.
    static final int PARAMETER_AT_MOST = 255;

    private OlderQuery() {}

    /// A parameter, empty when it is missing.
    static String text(Asked asked, String name) {
        String value = asked.query(name).orElse("");
        if (value.length() > PARAMETER_AT_MOST) {
            throw Problem.badRequest(
                    "The parameter "
                            + name
                            + " has more than "
                            + PARAMETER_AT_MOST
                            + " characters.");
        }
        return value;
    }

    static OlderWhere where(Asked asked, OlderList list) {
        String text = asked.query("whereexpression").or(() -> asked.query("where")).orElse("");
        return OlderWhere.of(text, list.fields());
    }

    static long offset(Asked asked) {
        return number(asked, "offset", 0);
    }

    /// None and 0 mean a page; more than [OlderList#COUNT_AT_MOST] means as many.
    static int count(Asked asked) {
        long wanted = number(asked, "count", 0);
        return wanted == 0 ? OlderList.COUNT : (int) Math.min(wanted, OlderList.COUNT_AT_MOST);
    }

    static long number(Asked asked, String name, long otherwise) {
        String text = text(asked, name).strip();
        long number = text.isEmpty() ? otherwise : Asked.digits(text);
        if (number < 0) {
            throw Problem.badRequest("The parameter " + name + " must be a whole number.");
        }
        return number;
    }

    /// Whether the answer is to be JSON.
    ///
    /// @param otherwise when the request does not say
    static boolean json(Asked asked, boolean otherwise) {
        return switch (text(asked, "format").toLowerCase(Locale.ROOT)) {
            case "json" -> true;
            case "xml" -> false;
            default ->
                    otherwise
                            || asked.header("Accept").orElse("").contains("application/json")
                            || asked.header("Accept").orElse("").contains("text/json");
        };
    }
}

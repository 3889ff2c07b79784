package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The `where` of the older service: comparisons of fields with literals, joined by `&&` and `||`.
/// It is read into predicates over rows and never run as anything else. *Immutable.*
///
/// ```
/// any        = all { ("||" | "or") all }
/// all        = term { ("&&" | "and") term }
/// term       = "(" any ")" | field operator literal | field "." method "(" text ")"
/// operator   = "==" | "=" | "!=" | "<" | "<=" | ">" | ">="
/// method     = "Contains" | "StartsWith" | "EndsWith"
/// literal    = text | number | "true" | "false" | "null"
/// ```
///
/// Names of fields, words and texts are compared without case.
final class OlderWhere {
    /// The longest expression, in characters.
    static final int CHARACTERS_AT_MOST = 2_000;

    /// Comparisons in one expression.
    static final int COMPARISONS_AT_MOST = 50;

    /// Parentheses within each other.
    static final int DEPTH_AT_MOST = 20;

    /// What chooses everything.
    static final OlderWhere ALL = new OlderWhere(_ -> true, true);

    private final Predicate<Map<String, @Nullable Object>> predicate;
    private final boolean all;

    private OlderWhere(Predicate<Map<String, @Nullable Object>> predicate, boolean all) {
        this.predicate = predicate;
        this.all = all;
    }

    /// Reads an expression; a blank one chooses everything.
    ///
    /// @param fields the names that may stand in it
    /// @throws Problem 400 that says what is wrong and where
    static OlderWhere of(String text, List<String> fields) {
        if (text.isBlank()) {
            return ALL;
        }
        if (text.length() > CHARACTERS_AT_MOST) {
            throw Problem.badRequest(
                    "A where expression has at most " + CHARACTERS_AT_MOST + " characters.");
        }
        return new OlderWhere(new Reading(OlderToken.tokens(text), fields).whole(), false);
    }

    /// Whether it chooses everything.
    boolean all() {
        return all;
    }

    boolean chooses(Map<String, @Nullable Object> row) {
        return predicate.test(row);
    }

    /// A descent over the tokens. *One thread.*
    private static final class Reading {
        private final List<OlderToken> tokens;
        private final List<String> fields;
        private int next;
        private int comparisons;
        private boolean ended;

        Reading(List<OlderToken> tokens, List<String> fields) {
            this.tokens = tokens;
            this.fields = fields;
        }

        Predicate<Map<String, @Nullable Object>> whole() {
            Predicate<Map<String, @Nullable Object>> any = any(0);
            if (now().kind() != OlderToken.Kind.END) {
                throw wrong("&& or ||");
            }
            return any;
        }

        private Predicate<Map<String, @Nullable Object>> any(int depth) {
            List<Predicate<Map<String, @Nullable Object>>> parts = new ArrayList<>();
            do {
                parts.add(all(depth));
            } while (took("||") || took("or"));
            return row -> parts.stream().anyMatch(part -> part.test(row));
        }

        private Predicate<Map<String, @Nullable Object>> all(int depth) {
            List<Predicate<Map<String, @Nullable Object>>> parts = new ArrayList<>();
            do {
                parts.add(term(depth));
            } while (took("&&") || took("and"));
            return row -> parts.stream().allMatch(part -> part.test(row));
        }

        private Predicate<Map<String, @Nullable Object>> term(int depth) {
            if (!took("(")) {
                return comparison();
            }
            if (depth >= DEPTH_AT_MOST) {
                throw Problem.badRequest(
                        "A where expression has at most " + DEPTH_AT_MOST + " nested parentheses.");
            }
            Predicate<Map<String, @Nullable Object>> inner = any(depth + 1);
            must(")");
            return inner;
        }

        private Predicate<Map<String, @Nullable Object>> comparison() {
            if (++comparisons > COMPARISONS_AT_MOST) {
                throw Problem.badRequest(
                        "A where expression has at most " + COMPARISONS_AT_MOST + " comparisons.");
            }
            String field = field();
            if (took(".")) {
                return method(field);
            }
            OlderComparison.Order order = order();
            OlderToken literal = take();
            return switch (literal.kind()) {
                case TEXT, NUMBER -> row -> order.fits(row.get(field), literal.text());
                case WORD -> word(field, order, literal);
                case SIGN, END -> throw wrongBefore("a text in quotes, a number, true or false");
            };
        }

        private Predicate<Map<String, @Nullable Object>> word(
                String field, OlderComparison.Order order, OlderToken literal) {
            if (literal.is("null")) {
                return row -> order.fitsNothing(row.get(field));
            }
            if (literal.is("true") || literal.is("false")) {
                return row -> order.fits(row.get(field), literal.text());
            }
            throw wrongBefore("a text in quotes, a number, true or false");
        }

        private Predicate<Map<String, @Nullable Object>> method(String field) {
            OlderToken name = take();
            OlderComparison.Part part =
                    OlderComparison.Part.named(name.text())
                            .orElseThrow(() -> wrongBefore("Contains, StartsWith or EndsWith"));
            must("(");
            OlderToken text = take();
            if (text.kind() != OlderToken.Kind.TEXT) {
                throw wrongBefore("a text in quotes");
            }
            must(")");
            return row -> part.fits(row.get(field), text.text());
        }

        private String field() {
            OlderToken token = take();
            if (token.kind() != OlderToken.Kind.WORD) {
                throw wrongBefore("the name of a field");
            }
            String wanted = token.is("Direction") ? "CallDirection" : token.text();
            return fields.stream()
                    .filter(name -> name.equalsIgnoreCase(wanted) || token.is(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(token.text()));
        }

        private Problem unknown(String name) {
            return Problem.badRequest(
                    "where: there is no field " + name + "; " + Body.remedy(name, fields) + ".");
        }

        private OlderComparison.Order order() {
            OlderToken token = take();
            return OlderComparison.Order.of(token.text())
                    .filter(_ -> token.kind() == OlderToken.Kind.SIGN)
                    .orElseThrow(() -> wrongBefore("==, !=, <, <=, >, >= or a method"));
        }

        private OlderToken now() {
            return tokens.get(next);
        }

        private OlderToken take() {
            OlderToken token = now();
            if (token.kind() != OlderToken.Kind.END) {
                next++;
            } else {
                ended = true;
            }
            return token;
        }

        private boolean took(String sign) {
            boolean here = now().is(sign) && now().kind() != OlderToken.Kind.TEXT;
            next += here ? 1 : 0;
            return here;
        }

        private void must(String sign) {
            if (!took(sign)) {
                throw wrong(sign);
            }
        }

        private Problem wrong(String expected) {
            return OlderToken.wrong(now().at(), expected);
        }

        /// About the token that was taken last.
        private Problem wrongBefore(String expected) {
            return OlderToken.wrong((ended ? now() : tokens.get(next - 1)).at(), expected);
        }
    }
}

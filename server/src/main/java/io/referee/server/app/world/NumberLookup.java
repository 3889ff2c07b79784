package io.referee.server.app.world;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import io.referee.net.NumberRules.Rule;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.rule.SafeRegex;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The SIP address behind a telephone number, as its DNS entry has it (RFC 6116). *Any thread;
/// waits.*
///
/// @param dns asks for the rules of a name, for that long at most
record NumberLookup(Asking dns) {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int MAX_DIGITS = 15;
    private static final int MAX_URI = 512;

    /// See [NumberRules#at].
    interface Asking {
        List<Rule> at(String name, Duration wait) throws InterruptedException;
    }

    /// The address behind `353112345678.e164.arpa`; a `+` may stand in front.
    Optional<String> address(String numberAtDomain) throws InterruptedException {
        String plain =
                numberAtDomain.startsWith("+") ? numberAtDomain.substring(1) : numberAtDomain;
        int dot = plain.indexOf('.');
        String number = dot < 0 ? plain : plain.substring(0, dot);
        boolean digits =
                !number.isEmpty()
                        && number.length() <= MAX_DIGITS
                        && number.chars().allMatch(c -> c >= '0' && c <= '9');
        if (dot < 0 || !digits) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        for (int i = number.length() - 1; i >= 0; i--) {
            name.append(number.charAt(i)).append('.');
        }
        for (Rule rule : dns.at(name + plain.substring(dot + 1), WAIT)) {
            String service = rule.service().toLowerCase(Locale.ROOT);
            Optional<String> found =
                    service.startsWith("e2u+sip") || service.equals("sip+e2u")
                            ? applied(rule.expression(), number)
                            : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// What the rule makes of the number, which stands with a `+` in newer entries (RFC 6116 §3.2)
    /// and without in older ones.
    static Optional<String> applied(String expression, String number) {
        if (expression.length() < 3) {
            return Optional.empty();
        }
        String[] parts =
                expression.substring(1).split(Pattern.quote(expression.substring(0, 1)), -1);
        if (parts.length < 3
                || !(SafeRegex.parse("rule", parts[0]) instanceof Parsed.Good(SafeRegex safe))) {
            return Optional.empty();
        }
        int flags = parts[2].contains("i") ? Pattern.CASE_INSENSITIVE : 0;
        Pattern pattern = Pattern.compile(safe.regex(), flags);
        return Stream.of("+" + number, number)
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(match -> filled(parts[1], match))
                .filter(uri -> uri.length() <= MAX_URI)
                .findFirst();
    }

    /// The replacement with what was found for `\1` to `\9`.
    private static String filled(String replacement, Matcher match) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            boolean group = c == '\\' && i + 1 < replacement.length();
            if (!group) {
                filled.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            int number = next - '0';
            if (number < 1 || number > 9) {
                filled.append(next);
            } else if (number <= match.groupCount() && match.group(number) != null) {
                filled.append(match.group(number));
            }
        }
        return filled.toString();
    }
}

package io.referee.server.dialplan.dial;

import io.referee.server.dialplan.dial.DialString.LegText;
import io.referee.server.dialplan.dial.DialString.Reading;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads one dial string whose variables were checked before.
final class DialStringReader {
    private static final String HOST_MARKS = ".-_+*!~";
    private static final String FROM_AOR = "${fromaor}";
    private static final String FROM_PARTS = "${fromuriuser}@${fromurihost}";

    private final String text;
    private int legs;

    DialStringReader(String text) {
        this.text = text;
    }

    /// Leaves the reading at the first wrong character.
    private static final class Unreadable extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;
        private final transient Reading.Wrong wrong;

        Unreadable(int index, String complaint) {
            super(complaint, null, false, false);
            this.wrong = new Reading.Wrong(index + 1, complaint);
        }
    }

    Reading read() {
        try {
            List<List<LegText>> stages = new ArrayList<>();
            int from = 0;
            while (from <= text.length()) {
                int to = end('|', from, text.length());
                List<LegText> stage = stage(from, to);
                if (!stage.isEmpty()) {
                    stages.add(stage);
                }
                from = to + 1;
            }
            return stages.isEmpty()
                    ? new Reading.Wrong(1, "there is nothing to dial.")
                    : new Reading.Good(new DialString(text, List.copyOf(stages)));
        } catch (Unreadable e) {
            return e.wrong;
        }
    }

    /// Where the next such character stands, or `to`.
    private int end(char wanted, int from, int to) {
        int found = Variables.find(text, wanted, from, to);
        return found < 0 ? to : found;
    }

    private List<LegText> stage(int stageFrom, int stageTo) {
        List<LegText> stage = new ArrayList<>();
        int from = stageFrom;
        while (from <= stageTo) {
            int to = end('&', from, stageTo);
            if (!text.substring(from, to).isBlank()) {
                if (++legs > DialString.MAX_LEGS) {
                    throw new Unreadable(
                            from,
                            "a dial string has no more than " + DialString.MAX_LEGS + " legs.");
                }
                stage.add(leg(skipSpace(from, to), to));
            }
            from = to + 1;
        }
        return List.copyOf(stage);
    }

    private int skipSpace(int from, int to) {
        int i = from;
        while (i < to && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private LegText leg(int from, int to) {
        List<String> notes = new ArrayList<>();
        int open = optionsFrom(from, to);
        List<LegOptions.Option> options = List.of();
        if (open < to) {
            int close = Variables.find(text, ']', open, to);
            if (close < 0) {
                throw new Unreadable(open, "this [ has no ] behind it.");
            }
            options = options(open + 1, close, notes);
            String rest = text.substring(close + 1, to).strip();
            if (!rest.isEmpty()) {
                notes.add("\"" + rest + "\" behind the options is left out");
            }
        }
        return destination(from, open, options, notes);
    }

    /// The `[` of the options, or `to`: one behind an `@`, a scheme or nothing at all begins an
    /// IPv6 address when it looks like one.
    private int optionsFrom(int from, int to) {
        int open = end('[', from, to);
        int close = end(']', open, to);
        String before = text.substring(from, open).stripTrailing().toLowerCase(Locale.ROOT);
        boolean hostHere =
                before.isEmpty()
                        || before.endsWith("@")
                        || before.equals("sip:")
                        || before.equals("sips:");
        return close < to && hostHere && isIpv6(text.substring(open + 1, close))
                ? end('[', close, to)
                : open;
    }

    private static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0
                && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    }

    private List<LegOptions.Option> options(int optionsFrom, int to, List<String> notes) {
        List<LegOptions.Option> options = new ArrayList<>();
        int from = optionsFrom;
        while (from <= to) {
            int end = end(',', from, to);
            String option = text.substring(from, end).strip();
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.add(
                        new LegOptions.Option(
                                option.substring(0, equals).strip(),
                                option.substring(equals + 1).strip()));
            } else if (!option.isEmpty()) {
                notes.add("option " + option + " has no value; it is left out");
            }
            from = end + 1;
        }
        return List.copyOf(options);
    }

    private LegText destination(
            int from, int to, List<LegOptions.Option> options, List<String> notes) {
        String written = text.substring(from, to).strip();
        DialLeg.Scheme scheme = scheme(written);
        int start = from + (scheme == DialLeg.Scheme.UNSAID ? 0 : written.indexOf(':') + 1);
        String plain = written.substring(start - from).strip();
        boolean host = Variables.find(plain, '@', 0, plain.length()) < 0;
        if (host && plain.toLowerCase(Locale.ROOT).startsWith(FROM_AOR)) {
            plain = FROM_PARTS + plain.substring(FROM_AOR.length());
        }
        return new Parts(start, plain).leg(written, scheme, options, notes);
    }

    private static DialLeg.Scheme scheme(String destination) {
        if (destination.regionMatches(true, 0, "sip:", 0, 4)) {
            return DialLeg.Scheme.SIP;
        }
        return destination.regionMatches(true, 0, "sips:", 0, 5)
                ? DialLeg.Scheme.SIPS
                : DialLeg.Scheme.UNSAID;
    }

    /// A destination without its scheme.
    ///
    /// @param start where it stands in the dial string
    private record Parts(int start, String plain) {

        LegText leg(
                String written,
                DialLeg.Scheme scheme,
                List<LegOptions.Option> options,
                List<String> notes) {
            int at = Variables.find(plain, '@', 0, plain.length());
            String user = at < 0 ? "" : plain.substring(0, at).strip();
            checkUser(user);
            int hostFrom = at + 1;
            int headersFrom = end('?', hostFrom, plain.length());
            int hostTo = end(';', hostFrom, headersFrom);
            int second = Variables.find(plain, '@', hostFrom, headersFrom);
            if (second >= 0) {
                throw wrong(
                        second, "there is a second @; write %40 inside of a user or parameter.");
            }
            int portFrom = portFrom(hostFrom, hostTo);
            String host = plain.substring(hostFrom, portFrom).strip();
            checkHost(host, hostFrom);
            return new LegText(
                    written,
                    scheme,
                    user,
                    host,
                    port(portFrom, hostTo),
                    plain.substring(hostTo, headersFrom).strip(),
                    plain.substring(Math.min(headersFrom + 1, plain.length())).strip(),
                    options,
                    List.copyOf(notes));
        }

        private Unreadable wrong(int index, String complaint) {
            return new Unreadable(start + index, complaint);
        }

        private int end(char wanted, int from, int to) {
            int found = Variables.find(plain, wanted, from, to);
            return found < 0 ? to : found;
        }

        /// The colon of the port, or `to`.
        private int portFrom(int from, int to) {
            int bracket = Variables.find(plain, ']', from, to);
            return end(':', bracket < 0 ? from : bracket, to);
        }

        private int port(int from, int to) {
            if (from == to) {
                return -1;
            }
            String digits = plain.substring(from + 1, to).strip();
            boolean number =
                    !digits.isEmpty()
                            && digits.length() <= 5
                            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            int port = number ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > 65_535) {
                throw wrong(
                        from + 1, "a port is a number from 1 to 65535, not \"" + digits + "\".");
            }
            return port;
        }

        private void checkUser(String user) {
            for (int i = 0; i < user.length(); i++) {
                char c = user.charAt(i);
                if (c <= ' ' || c == 127 || "<>\"[]".indexOf(c) >= 0) {
                    throw wrong(i, "a user part cannot hold " + shown(c) + ".");
                }
            }
        }

        private void checkHost(String host, int from) {
            if (host.isEmpty()) {
                throw wrong(from, "a host or the name of a provider must stand here.");
            }
            boolean address = host.startsWith("[") && host.endsWith("]");
            for (int i = 0; i < host.length() && !address; i++) {
                if (host.startsWith("${", i)) {
                    i = host.indexOf('}', i);
                    continue;
                }
                char c = host.charAt(i);
                if (c > 126 || !Character.isLetterOrDigit(c) && HOST_MARKS.indexOf(c) < 0) {
                    int index = plain.indexOf(host, from) + i;
                    throw wrong(index, "a host or a provider's name cannot hold " + shown(c) + ".");
                }
            }
        }

        private static String shown(char c) {
            if (Character.isWhitespace(c)) {
                return "a space";
            }
            return c < ' ' || c == 127 ? "a control character" : "\"" + c + "\"";
        }
    }
}

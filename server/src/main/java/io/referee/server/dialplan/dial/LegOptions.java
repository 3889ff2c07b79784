package io.referee.server.dialplan.dial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What stands in the brackets behind a destination: `[dt=10,tr=c]`. *Immutable.* What is not said
/// has its default.
///
/// @param delay `dt`: how long this leg waits before it starts, at most 120 s
/// @param answeredLimit `cd`: how long the answered call may last; zero is no limit of this leg
/// @param privateAddresses `ma`: whether private addresses in session descriptions are changed
/// @param from `fd`, `fu`, `fh`: parts of From
/// @param accountCode `ac`: which account of the owner pays for the leg; empty for whoever pays
///   anyway
/// @param rateCode `rc`: by which rate of the payer's owner; empty: by that of the account's rate
///   plan for the number
/// @param reinviteAfter `dr`, `ir`: a re-INVITE so long after the answer; zero is none
public record LegOptions(
        Duration delay,
        Duration answeredLimit,
        Redirects redirects,
        PrivateAddresses privateAddresses,
        FromParts from,
        Transfers transfers,
        CallerDetails callerDetails,
        String accountCode,
        String rateCode,
        Duration reinviteAfter,
        Switchboard switchboard) {

    /// The longest delay that `dt` can ask for.
    public static final Duration MAX_DELAY = Duration.ofSeconds(120);

    /// The most characters of the value of one option.
    public static final int MAX_VALUE = 256;

    private static final int MAX_REINVITE_SECONDS = 5;
    private static final int USUAL_REINVITE_SECONDS = 2;
    private static final int MAX_DIGITS = 8;

    /// `rm`: what a 3xx answer of this leg does.
    public enum Redirects {
        /// Nothing is said: the plan is told and dials what it likes.
        UNSAID,
        /// `n`: a new instance of the plan runs for it.
        NEW_INSTANCE,
        /// `m`: the plan is told, as when nothing is said.
        MANUAL,
        /// `f`: the contacts are called in turn.
        FOLLOW,
        /// `p`: the caller is told of the contacts.
        PASS
    }

    /// `tr`: what a REFER of either party does when this leg answers.
    public enum Transfers {
        UNSAID,
        /// `n`
        NONE,
        /// `p`: it is passed on.
        PASS,
        /// `c`: the server places the call.
        CONSUME,
        /// `d`: the plan named `onRefer` decides, or the owner.
        ASK,
        /// `a`: only to somebody whom the transferor talks to already.
        ATTENDED
    }

    /// `ma`.
    public enum PrivateAddresses {
        CHANGED,
        KEPT
    }

    /// `rcd`: whether this leg is told about the caller when that becomes known.
    public enum CallerDetails {
        NOT_WANTED,
        WANTED
    }

    /// `swln`, `swcid`, `swo`: line name, original Call-ID and owner for a switchboard.
    public record Switchboard(String line, String callId, String owner) {
        /// Nothing is said.
        public static final Switchboard NONE = new Switchboard("", "", "");
    }

    /// One option as it was written.
    record Option(String key, String value) {}

    /// Nothing is said.
    public static final LegOptions NONE = of(List.of(), new ArrayList<>());

    /// Reads options. The first of equal keys counts; what is unknown or cannot be read is left out
    /// and noted. A `tr` that cannot be read allows nothing.
    static LegOptions of(List<Option> written, List<String> notes) {
        Reader reader = new Reader(written, notes);
        return new LegOptions(
                reader.delay(),
                reader.seconds("cd"),
                reader.redirects(),
                reader.flag("ma", true) ? PrivateAddresses.CHANGED : PrivateAddresses.KEPT,
                new FromParts(reader.text("fd"), reader.text("fu"), reader.text("fh")),
                reader.transfers(),
                reader.flag("rcd", false) ? CallerDetails.WANTED : CallerDetails.NOT_WANTED,
                reader.text("ac"),
                reader.text("rc"),
                reader.reinvite(),
                new Switchboard(reader.text("swln"), reader.text("swcid"), reader.text("swo")));
    }

    /// The keys of options that are written, understood and change nothing, because what they are
    /// about is not there: caller details that come later, switchboards, and re-INVITEs against
    /// audio in one direction, which a join of two legs makes unnecessary.
    public List<String> idle() {
        List<String> keys = new ArrayList<>();
        add(keys, "rcd", callerDetails == CallerDetails.WANTED);
        add(keys, "dr or ir", !reinviteAfter.isZero());
        add(keys, "swln", !switchboard.line().isEmpty());
        add(keys, "swcid", !switchboard.callId().isEmpty());
        add(keys, "swo", !switchboard.owner().isEmpty());
        return List.copyOf(keys);
    }

    /// The same, charged to nobody in particular, by no rate in particular.
    public LegOptions uncharged() {
        return new LegOptions(
                delay,
                answeredLimit,
                redirects,
                privateAddresses,
                from,
                transfers,
                callerDetails,
                "",
                "",
                reinviteAfter,
                switchboard);
    }

    private static void add(List<String> keys, String key, boolean written) {
        if (written) {
            keys.add(key);
        }
    }

    private static final class Reader {
        private static final Set<String> KEYS =
                Set.of(
                        "dt", "cd", "rm", "ma", "fd", "fu", "fh", "tr", "rcd", "ac", "rc", "dr",
                        "ir", "swln", "swcid", "swo");

        private final List<Option> options;
        private final List<String> notes;

        Reader(List<Option> written, List<String> notes) {
            this.notes = notes;
            this.options = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (Option option : written) {
                if (!KEYS.contains(option.key())) {
                    notes.add("there is no option " + option.key() + "; it is left out");
                } else if (!seen.add(option.key())) {
                    notes.add("option " + option.key() + " is there twice; the first counts");
                } else if (option.value().length() > MAX_VALUE) {
                    ignored(option.key(), "no more than " + MAX_VALUE + " characters", "longer");
                } else {
                    options.add(option);
                }
            }
        }

        private void ignored(String key, String expected, String value) {
            notes.add(
                    "option "
                            + key
                            + " must be "
                            + expected
                            + ", not "
                            + value
                            + "; it is left out");
        }

        String text(String key) {
            for (Option option : options) {
                if (option.key().equals(key)) {
                    return option.value();
                }
            }
            return "";
        }

        private int number(String key) {
            String value = text(key);
            boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
            if (digits && value.length() <= MAX_DIGITS) {
                return Integer.parseInt(value);
            }
            if (!value.isEmpty()) {
                ignored(key, "whole seconds", value);
            }
            return 0;
        }

        Duration seconds(String key) {
            return Duration.ofSeconds(number(key));
        }

        Duration delay() {
            Duration delay = seconds("dt");
            if (delay.compareTo(MAX_DELAY) <= 0) {
                return delay;
            }
            notes.add("option dt is 120, the longest delay, instead of " + delay.toSeconds());
            return MAX_DELAY;
        }

        Duration reinvite() {
            String immediately = text("ir");
            if (immediately.equalsIgnoreCase("x")) {
                return Duration.ofSeconds(USUAL_REINVITE_SECONDS);
            }
            if (!immediately.isEmpty()) {
                ignored("ir", "x", immediately);
            }
            int seconds = number("dr");
            return Duration.ofSeconds(
                    seconds > MAX_REINVITE_SECONDS ? USUAL_REINVITE_SECONDS : seconds);
        }

        boolean flag(String key, boolean otherwise) {
            String value = text(key).toLowerCase(Locale.ROOT);
            return switch (value) {
                case "" -> otherwise;
                case "true" -> true;
                case "false" -> false;
                default -> {
                    ignored(key, "true or false", value);
                    yield otherwise;
                }
            };
        }

        Redirects redirects() {
            String value = text("rm");
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "" -> Redirects.UNSAID;
                case "n" -> Redirects.NEW_INSTANCE;
                case "m" -> Redirects.MANUAL;
                case "f" -> Redirects.FOLLOW;
                case "p" -> Redirects.PASS;
                default -> {
                    ignored("rm", "n, m, f or p", value);
                    yield Redirects.UNSAID;
                }
            };
        }

        Transfers transfers() {
            String value = text("tr");
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "" -> Transfers.UNSAID;
                case "n" -> Transfers.NONE;
                case "p" -> Transfers.PASS;
                case "c" -> Transfers.CONSUME;
                case "d" -> Transfers.ASK;
                case "a" -> Transfers.ATTENDED;
                default -> {
                    notes.add(
                            "option tr must be n, p, c, d or a, not "
                                    + value
                                    + "; nobody may transfer");
                    yield Transfers.NONE;
                }
            };
        }
    }
}

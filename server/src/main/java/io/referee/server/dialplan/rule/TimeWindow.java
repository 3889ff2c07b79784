package io.referee.server.dialplan.rule;

import io.referee.server.dialplan.Parsed;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// When an incoming rule applies: `MTuWThF;09:00-17:30`, in a time zone. *Immutable.*
///
/// Both ends are included, to the last second of their minute. Without times it is all day. A
/// window whose end lies before its start goes over midnight, and its second half belongs to the
/// day on which it began.
///
/// @param text as it was written
public record TimeWindow(
        String text, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

    /// Longer names first, because days are written without space between them.
    private static final Map<String, DayOfWeek> DAYS =
            Map.of(
                    "m", DayOfWeek.MONDAY,
                    "tu", DayOfWeek.TUESDAY,
                    "w", DayOfWeek.WEDNESDAY,
                    "th", DayOfWeek.THURSDAY,
                    "f", DayOfWeek.FRIDAY,
                    "sa", DayOfWeek.SATURDAY,
                    "su", DayOfWeek.SUNDAY);

    /// Keeps its own copy of the days.
    public TimeWindow {
        days = Set.copyOf(days);
    }

    /// Reads a window.
    ///
    /// @param usual the zone when the rule names none
    public static Parsed<TimeWindow> parse(String text, String zone, ZoneId usual) {
        Optional<ZoneId> named = zone.isBlank() ? Optional.of(usual) : TimeZones.zone(zone.strip());
        if (named.isEmpty()) {
            return new Parsed.Wrong<>(
                    "zone", "must be a time zone such as Europe/Dublin, not \"" + zone + "\".");
        }
        int semicolon = text.indexOf(';');
        String dayText = semicolon < 0 ? text : text.substring(0, semicolon);
        Set<DayOfWeek> days = days(dayText);
        if (days.isEmpty()) {
            return wrong("days such as MTuWThFSaSu", dayText);
        }
        String times = semicolon < 0 ? "" : text.substring(semicolon + 1).strip();
        if (times.isEmpty()) {
            return new Parsed.Good<>(
                    new TimeWindow(text, days, LocalTime.MIDNIGHT, LAST_MINUTE, named.get()));
        }
        int dash = times.indexOf('-');
        Optional<LocalTime> from = dash < 0 ? Optional.empty() : time(times.substring(0, dash));
        Optional<LocalTime> to = dash < 0 ? Optional.empty() : time(times.substring(dash + 1));
        return from.isEmpty() || to.isEmpty()
                ? wrong("days and times such as MTuWThF;09:00-17:30", text)
                : new Parsed.Good<>(new TimeWindow(text, days, from.get(), to.get(), named.get()));
    }

    private static Parsed<TimeWindow> wrong(String expected, String found) {
        return new Parsed.Wrong<>("time", "must have " + expected + ", not \"" + found + "\".");
    }

    /// The days of `MTuWThF`, in any case, with spaces or commas or without; none when it holds
    /// something else.
    private static Set<DayOfWeek> days(String text) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        String rest = text.toLowerCase(Locale.ROOT).replaceAll("[ ,]", "");
        while (!rest.isEmpty()) {
            String two = rest.substring(0, Math.min(2, rest.length()));
            String name = DAYS.containsKey(two) ? two : rest.substring(0, 1);
            DayOfWeek day = DAYS.get(name);
            if (day == null) {
                return Set.of();
            }
            days.add(day);
            rest = rest.substring(name.length());
        }
        return days;
    }

    /// `H:mm` or `HH:mm`; 24:00 is the end of the day.
    private static Optional<LocalTime> time(String text) {
        String plain = text.strip();
        int colon = plain.indexOf(':');
        boolean shape =
                colon >= 1
                        && colon <= 2
                        && plain.length() == colon + 3
                        && plain.replace(":", "").chars().allMatch(c -> c >= '0' && c <= '9');
        if (!shape) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(plain.substring(0, colon));
        int minute = Integer.parseInt(plain.substring(colon + 1));
        if (hour == 24 && minute == 0) {
            return Optional.of(LAST_MINUTE);
        }
        return hour < 24 && minute < 60
                ? Optional.of(LocalTime.of(hour, minute))
                : Optional.empty();
    }

    /// Whether this moment lies in the window.
    public boolean contains(Instant at) {
        ZonedDateTime here = at.atZone(zone);
        LocalTime minute = here.toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        DayOfWeek today = here.getDayOfWeek();
        if (!to.isBefore(from)) {
            return days.contains(today) && !minute.isBefore(from) && !minute.isAfter(to);
        }
        return days.contains(today) && !minute.isBefore(from)
                || days.contains(today.minus(1)) && !minute.isAfter(to);
    }

    /// That moment on a clock of the zone: `Mon 17:31 in Europe/Dublin`.
    String clock(Instant at) {
        ZonedDateTime here = at.atZone(zone);
        return here.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT)
                + " "
                + here.toLocalTime().truncatedTo(ChronoUnit.MINUTES)
                + " in "
                + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
    }
}

package io.referee.server.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How much an account and a call may do in transfers (`transfers.md` F.6). *Immutable.*
///
/// @param depth transfers that one call may go through
/// @param running transfers of one account at the same time
/// @param perMinute transfers of one account in a minute
/// @param perDay transfers of one account in a day
/// @param denied numbers and users that nobody is transferred to: what a target begins with
/// @param alone how long a leg may last whose transferor has left
/// @param costly what premium and international numbers begin with
/// @param costlyPerHour different ones of these to which one account may transfer in an hour
/// @param legs that one account may pay for at a time when another target is called at its cost
/// @param hours when transfers may begin; always when empty
public record TransferLimits(
        int depth,
        int running,
        int perMinute,
        int perDay,
        List<String> denied,
        Duration alone,
        List<String> costly,
        int costlyPerHour,
        int legs,
        Optional<Hours> hours) {
    /// How many legs an account may pay for when nothing is set.
    public static final int USUAL_LEGS = 100;

    private static final List<String> COSTLY = List.of("+", "00", "0900");

    /// At any time, and with the usual number of legs.
    public TransferLimits(
            int depth,
            int running,
            int perMinute,
            int perDay,
            List<String> denied,
            Duration alone,
            List<String> costly,
            int costlyPerHour) {
        this(
                depth,
                running,
                perMinute,
                perDay,
                denied,
                alone,
                costly,
                costlyPerHour,
                USUAL_LEGS,
                Optional.empty());
    }

    public static final TransferLimits STANDARD =
            new TransferLimits(5, 3, 10, 100, List.of(), Duration.ofHours(2), COSTLY, 3);

    /// With another number of transfers in a day.
    public TransferLimits perDay(int other) {
        return new TransferLimits(
                depth,
                running,
                perMinute,
                other,
                denied,
                alone,
                costly,
                costlyPerHour,
                legs,
                hours);
    }

    /// With other denied targets.
    public TransferLimits denied(List<String> other) {
        return new TransferLimits(
                depth,
                running,
                perMinute,
                perDay,
                other,
                alone,
                costly,
                costlyPerHour,
                legs,
                hours);
    }

    /// With another time for a leg whose transferor has left.
    public TransferLimits alone(Duration other) {
        return new TransferLimits(
                depth,
                running,
                perMinute,
                perDay,
                denied,
                other,
                costly,
                costlyPerHour,
                legs,
                hours);
    }

    /// With other costly numbers.
    public TransferLimits costly(List<String> other, int perHour) {
        return new TransferLimits(
                depth, running, perMinute, perDay, denied, alone, other, perHour, legs, hours);
    }

    /// With another number of legs.
    public TransferLimits legs(int other) {
        return new TransferLimits(
                depth,
                running,
                perMinute,
                perDay,
                denied,
                alone,
                costly,
                costlyPerHour,
                other,
                hours);
    }

    /// With transfers at these times only.
    public TransferLimits hours(Hours other) {
        return new TransferLimits(
                depth,
                running,
                perMinute,
                perDay,
                denied,
                alone,
                costly,
                costlyPerHour,
                legs,
                Optional.of(other));
    }

    /// When transfers may begin.
    ///
    /// @param text as it was written
    public record Hours(String text, Predicate<Instant> open) {}
}

package io.referee.sip.session;

import io.referee.sip.transaction.Timing;

/// What a user agent says of itself. *Immutable.*
///
/// @param product for Server and User-Agent, such as `Referee/0.1.0`
/// @param allow value of Allow for sessions that do not set their own
/// @param supported value of Supported; empty leaves the header out. `100rel` in it switches
///   reliable provisional responses on (RFC 3262); `timer` stands in it when `timers` are on
public record SessionSettings(
        String product, String allow, String supported, Timing timing, SessionTimers timers) {

    /// Without session timers.
    public SessionSettings(String product, String allow, String supported, Timing timing) {
        this(product, allow, supported, timing, SessionTimers.NONE);
    }

    /// Whether Supported names this option tag.
    public boolean supports(String option) {
        return listed(supported, option);
    }

    /// Supported without this option tag.
    String supportedWithout(String option) {
        StringBuilder rest = new StringBuilder(supported.length());
        for (String tag : supported.split(",", -1)) {
            if (!tag.strip().equalsIgnoreCase(option)) {
                rest.append(rest.isEmpty() ? "" : ", ").append(tag.strip());
            }
        }
        return rest.toString();
    }

    /// Two lists of option tags as one; either may be empty.
    static String listing(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + ", " + other;
    }

    private static boolean listed(String list, String option) {
        for (String tag : list.split(",", -1)) {
            if (tag.strip().equalsIgnoreCase(option)) {
                return true;
            }
        }
        return false;
    }

    /// What a program that handles calls and nothing else says: the methods that an INVITE session
    /// needs, no extensions, the times of the RFC.
    ///
    /// @param product for Server and User-Agent, such as `Doorbell/1.0`
    public static SessionSettings of(String product) {
        return new SessionSettings(
                product, "INVITE, ACK, CANCEL, BYE, OPTIONS", "", Timing.STANDARD);
    }
}

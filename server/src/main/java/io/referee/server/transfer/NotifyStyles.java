package io.referee.server.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which NOTIFYs a transferor gets (`transfers.md` 0.7): some phones hang on those of progress, so
/// that it depends on the phone. *Immutable.*
///
/// @param usual for all others
/// @param finals what the User-Agent of phones begins with that want the end only
/// @param immediates what it begins with at those that want one NOTIFY at once
public record NotifyStyles(NotifyStyle usual, List<String> finals, List<String> immediates) {
    /// Everything for everybody.
    public static final NotifyStyles FULL = all(NotifyStyle.FULL);

    /// Which NOTIFYs one gets.
    public enum NotifyStyle {
        /// 100, progress, and the end.
        FULL,
        /// 100 and the end.
        FINAL,
        /// One, at once, that says 200: for phones that hang on any other.
        IMMEDIATE;

        /// As `refer.notify` writes them.
        public static final Map<String, NotifyStyle> WORDS =
                Map.of("full", FULL, "final", FINAL, "immediate200", IMMEDIATE);
    }

    public NotifyStyles {
        finals = List.copyOf(finals);
        immediates = List.copyOf(immediates);
    }

    /// The same for everybody.
    public static NotifyStyles all(NotifyStyle style) {
        return new NotifyStyles(style, List.of(), List.of());
    }

    /// For the phone with this User-Agent; upper and lower case are the same.
    NotifyStyle of(Optional<String> agent) {
        if (begins(agent, immediates)) {
            return NotifyStyle.IMMEDIATE;
        }
        return begins(agent, finals) ? NotifyStyle.FINAL : usual;
    }

    private static boolean begins(Optional<String> agent, List<String> beginnings) {
        String name = agent.orElse("").strip();
        return beginnings.stream()
                .anyMatch(text -> name.regionMatches(true, 0, text, 0, text.length()));
    }
}

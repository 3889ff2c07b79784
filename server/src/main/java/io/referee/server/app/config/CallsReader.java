package io.referee.server.app.config;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;

import java.time.Duration;
import java.util.List;

/// Reads `calls`.
final class CallsReader {
    static final List<String> KEYS = List.of("keep");
    static final String KEEP = "REFEREE_CALLS_KEEP";

    /// Twice the usual session timer: whoever is still there after that has no timer.
    private static final String USUAL = "3600";

    /// The longest session timer.
    private static final int MOST = 86_400;

    private CallsReader() {}

    static Configuration.Calls read(Settings settings, Section section) {
        Node.Scalar keep = settings.setting(section, "keep", KEEP, USUAL);
        return new Configuration.Calls(
                Settings.isOff(keep.text()) ? Duration.ZERO : Duration.ofSeconds(seconds(keep)));
    }

    private static int seconds(Node.Scalar keep) {
        String text = keep.text();
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() <= 5;
        int seconds = digits ? Integer.parseInt(text) : 0;
        if (seconds < 1 || seconds > MOST) {
            throw Settings.wrong(keep, "off, or 1 to " + MOST + " seconds");
        }
        return seconds;
    }
}

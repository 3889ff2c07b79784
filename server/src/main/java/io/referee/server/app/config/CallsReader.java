package io.referee.server.app.config;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;

import java.time.Duration;
import java.util.List;

/// Reads `calls`.
final class CallsReader {
    static final List<String> KEYS = List.of("keep", "drain");
    static final String KEEP = "REFEREE_CALLS_KEEP";
    static final String DRAIN = "REFEREE_CALLS_DRAIN";

    /// Twice the usual session timer: whoever is still there after that has no timer.
    private static final String USUAL = "3600";

    /// The longest session timer.
    private static final int MOST = 86_400;

    /// The server is to be gone within five seconds.
    private static final String SHORT = "2";

    /// As long as a call may ring, and a transfer behind it.
    private static final int LONGEST = 300;

    private CallsReader() {}

    static Configuration.Calls read(Settings settings, Section section) {
        return new Configuration.Calls(
                time(settings.setting(section, "keep", KEEP, USUAL), MOST),
                time(settings.setting(section, "drain", DRAIN, SHORT), LONGEST));
    }

    private static Duration time(Node.Scalar setting, int most) {
        return Settings.isOff(setting.text())
                ? Duration.ZERO
                : Duration.ofSeconds(seconds(setting, most));
    }

    private static int seconds(Node.Scalar setting, int most) {
        String text = setting.text();
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() <= 5;
        int seconds = digits && !text.isEmpty() ? Integer.parseInt(text) : 0;
        if (seconds < 1 || seconds > most) {
            throw Settings.wrong(setting, "off, or 1 to " + most + " seconds");
        }
        return seconds;
    }
}

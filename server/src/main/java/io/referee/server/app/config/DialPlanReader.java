package io.referee.server.app.config;

import io.referee.server.app.config.Configuration.DialPlans;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.dialplan.rule.TimeZones;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Reads `dialPlans`.
final class DialPlanReader {
    static final List<String> KEYS =
            Stream.concat(
                            Stream.of("ruby", "walls", "zone", "commonScript"),
                            ScriptAccessReader.KEYS.stream())
                    .toList();
    static final String RUBY = "REFEREE_DIAL_PLANS_RUBY";
    static final String WALLS = "REFEREE_DIAL_PLANS_WALLS";
    static final String ZONE = "REFEREE_DIAL_PLANS_ZONE";
    static final String COMMON_SCRIPT = "REFEREE_DIAL_PLANS_COMMON_SCRIPT";

    private final Settings settings;

    DialPlanReader(Settings settings) {
        this.settings = settings;
    }

    DialPlans read(Section section) {
        return new DialPlans(
                ruby(settings.setting(section, "ruby", RUBY, "auto")),
                wallsRequired(settings.setting(section, "walls", WALLS, "wanted")),
                zone(settings.setting(section, "zone", ZONE, "UTC")),
                settings.file(section, "commonScript", COMMON_SCRIPT),
                new ScriptAccessReader(settings).read(section));
    }

    private static DialPlans.Ruby ruby(Node.Scalar setting) {
        return switch (setting.text().toLowerCase(Locale.ROOT)) {
            case "auto" -> DialPlans.Ruby.AUTO;
            case "jruby" -> DialPlans.Ruby.JRUBY;
            case "cruby" -> DialPlans.Ruby.CRUBY;
            default -> throw Settings.wrong(setting, "auto, jruby or cruby");
        };
    }

    private static boolean wallsRequired(Node.Scalar setting) {
        return switch (setting.text().toLowerCase(Locale.ROOT)) {
            case "wanted" -> false;
            case "required" -> true;
            default -> throw Settings.wrong(setting, "wanted or required");
        };
    }

    private static ZoneId zone(Node.Scalar setting) {
        return TimeZones.zone(setting.text().strip())
                .orElseThrow(() -> Settings.wrong(setting, "a time zone such as Europe/Dublin"));
    }
}

package io.referee.server.app.config;

import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.call.Introductions;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.rule.TimeWindow;
import io.referee.server.transfer.NotifyStyles;
import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.ReferredByRules;
import io.referee.server.transfer.ReferredByRules.Trust;
import io.referee.server.transfer.ToForm;
import io.referee.server.transfer.TransferLimits;
import io.referee.server.transfer.TransferLimits.Hours;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.AcceptCode;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.server.transfer.TransferSettings.PassRules;
import io.referee.server.transfer.TransferSettings.RecoveryRules;
import io.referee.server.transfer.TransferSettings.ReferRules;
import io.referee.server.transfer.TransferSettings.ReplacesRules;
import io.referee.server.transfer.TransferSettings.Strategy;
import io.referee.server.transfer.TransferSettings.TargetRules;
import io.referee.server.transfer.TransferSettings.Times;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Reads the groups `transfer`, `refer`, `referredBy`, `replaces`, `pass`, `park`, `reinvite`,
/// `moh` and `hold`.
final class TransferReader {
    private static final List<String> TRANSFER =
            List.of(
                    "ringTimeout",
                    "askTime",
                    "maxDepth",
                    "running",
                    "perMinute",
                    "perDay",
                    "denied",
                    "maxAlone",
                    "cutGrace",
                    "costly",
                    "costlyPerHour",
                    "legs",
                    "hours",
                    "zone",
                    "headers",
                    "strategy",
                    "earlyMedia",
                    "music",
                    "successPoint",
                    "automatons",
                    "lateOffers",
                    "onFail",
                    "abortOnUnhold",
                    "toSelf",
                    "sipsDowngrade",
                    "callerId",
                    "introduce",
                    "remotePartyId",
                    "historyInfo",
                    "preferSameTrunk");
    private static final List<String> REFER =
            List.of(
                    "acceptCode",
                    "notify",
                    "notifyFinal",
                    "notifyImmediate",
                    "notifyAfterBye",
                    "outOfDialog",
                    "eventId",
                    "toForm",
                    "expires",
                    "notifyMinInterval",
                    "finalNotifyWait",
                    "transferorByeGrace",
                    "outFirstNotify",
                    "outTotal",
                    "stateRetention");
    private static final List<String> REFERRED_BY = List.of("trust", "token");
    private static final List<String> REINVITE = List.of("appTimeout", "attempts");
    private static final List<String> MOH = List.of("answerWait");
    private static final List<String> HOLD = List.of("longest");
    private static final List<String> REPLACES = List.of("lenient", "takeover", "remote");
    private static final List<String> PARK = List.of("slots", "time");
    private static final List<String> PASS = List.of("fallback", "replaces", "byeDelay");
    private static final int MOST = 1_000_000;
    private static final int MOST_ASKING = 50;
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_ATTEMPTS = 10;

    /// RFC 7614 §4.7: twice 64*T1.
    private static final int LEAST_RETENTION = 64;

    private static final int MOST_SLOTS = 1_000;
    private static final String SLOTS =
            "off or two numbers of up to six digits such as 700-719, at most "
                    + MOST_SLOTS
                    + " of them";

    private final Settings settings;
    private final Section transfer;
    private final Section refer;
    private final Section replaces;
    private final Section pass;
    private final Section park;
    private final Map<String, Section> groups;

    TransferReader(Settings settings, Section root) {
        this.settings = settings;
        this.transfer = root.section("transfer", TRANSFER);
        this.refer = root.section("refer", REFER);
        this.replaces = root.section("replaces", REPLACES);
        this.pass = root.section("pass", PASS);
        this.park = root.section("park", PARK);
        this.groups =
                Map.of(
                        "transfer",
                        transfer,
                        "refer",
                        refer,
                        "replaces",
                        replaces,
                        "pass",
                        pass,
                        "park",
                        park,
                        "reinvite",
                        root.section("reinvite", REINVITE),
                        "referredBy",
                        root.section("referredBy", REFERRED_BY),
                        "moh",
                        root.section("moh", MOH),
                        "hold",
                        root.section("hold", HOLD));
    }

    TransferSettings read() {
        return new TransferSettings(
                times(),
                limits(),
                referRules(),
                new ReplacesRules(
                        on(replaces, "lenient"), on(replaces, "takeover"), on(replaces, "remote")),
                new PassRules(
                        choice(pass, "fallback", Map.of("none", false, "consume", true), "none"),
                        choice(
                                pass,
                                "replaces",
                                Map.of("anchor", false, "release", true),
                                "anchor"),
                        seconds("pass", "byeDelay", 0, 0)),
                media(),
                recovery(),
                park(),
                referredBy(),
                new TargetRules(on(transfer, "historyInfo"), on(transfer, "preferSameTrunk")));
    }

    private ReferredByRules referredBy() {
        Section section = Objects.requireNonNull(groups.get("referredBy"));
        return new ReferredByRules(
                choice(
                        section,
                        "trust",
                        Map.of(
                                "off",
                                Trust.NOBODY,
                                "accounts",
                                Trust.ACCOUNTS,
                                "on",
                                Trust.EVERYBODY),
                        "accounts"),
                choice(section, "token", Map.of("optional", false, "required", true), "optional"));
    }

    /// The subscription of a REFER lasts a minute longer than a target may ring, and the owner has
    /// to decide within that.
    private Times times() {
        Node.Scalar asking = setting(transfer, "askTime", "20");
        int ask = number(transfer, "askTime", 20);
        if (ask > MOST_ASKING) {
            throw Settings.wrong(asking, "a number from 1 to " + MOST_ASKING);
        }
        int ring = number(transfer, "ringTimeout", 60);
        return new Times(
                Duration.ofSeconds(ring),
                seconds("refer", "notifyMinInterval", 1, 1),
                seconds("refer", "finalNotifyWait", 2, 1),
                seconds("refer", "transferorByeGrace", 5, 1),
                seconds("reinvite", "appTimeout", 10, 1),
                seconds("refer", "outFirstNotify", 32, 1),
                seconds("refer", "outTotal", 180, 1),
                seconds("refer", "stateRetention", LEAST_RETENTION, LEAST_RETENTION),
                seconds("moh", "answerWait", 4, 1),
                Times.STANDARD.lateOffer(),
                Duration.ofSeconds(ask),
                expires(ring),
                attempts());
    }

    /// RFC 3515 §3.4: longer than the target may ring.
    private Duration expires(int ring) {
        int usual = ring + (int) Times.BEHIND_RING.toSeconds();
        return Duration.ofSeconds(within("refer", "expires", usual, ring + 1, MOST));
    }

    private int attempts() {
        return within("reinvite", "attempts", 3, 0, MOST_ATTEMPTS);
    }

    private Duration seconds(String group, String key, int otherwise, int least) {
        return Duration.ofSeconds(within(group, key, otherwise, least, MOST_SECONDS));
    }

    private int within(String group, String key, int otherwise, int least, int most) {
        Section section = Objects.requireNonNull(groups.get(group));
        Node.Scalar setting = setting(section, key, Integer.toString(Math.min(otherwise, most)));
        int number = parsed(setting.text());
        if (number < least || number > most) {
            throw Settings.wrong(setting, "a number from " + least + " to " + most);
        }
        return number;
    }

    /// -1 when it is no number.
    private static int parsed(String text) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 7
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    private TransferLimits limits() {
        return new TransferLimits(
                number(transfer, "maxDepth", 5),
                number(transfer, "running", 3),
                number(transfer, "perMinute", 10),
                number(transfer, "perDay", 100),
                list("denied"),
                Duration.ofSeconds(number(transfer, "maxAlone", 7_200)),
                list("costly", String.join(",", TransferLimits.STANDARD.costly())),
                number(transfer, "costlyPerHour", 3),
                number(transfer, "legs", TransferLimits.USUAL_LEGS),
                hours());
    }

    private Optional<Hours> hours() {
        Node.Scalar hours = setting(transfer, "hours", "");
        Node.Scalar zone = setting(transfer, "zone", "");
        String text = hours.text().strip();
        if (text.isEmpty() || Settings.isOff(text)) {
            return Optional.empty();
        }
        return switch (TimeWindow.parse(text, zone.text(), ZoneOffset.UTC)) {
            case Parsed.Good<TimeWindow>(TimeWindow window) ->
                    Optional.of(new Hours(text, window::contains));
            case Parsed.Wrong<TimeWindow>(String key, String _) ->
                    throw key.equals("zone")
                            ? Settings.wrong(zone, "a time zone such as Europe/Dublin")
                            : Settings.wrong(hours, "days and times such as MTuWThF;09:00-17:30");
        };
    }

    private ReferRules referRules() {
        return new ReferRules(
                choice(
                        refer,
                        "acceptCode",
                        Map.of(
                                "auto",
                                AcceptCode.AUTO,
                                "200",
                                AcceptCode.OK,
                                "202",
                                AcceptCode.ACCEPTED),
                        "auto"),
                notifyStyles(),
                choice(refer, "notifyAfterBye", Map.of("final", true, "none", false), "final"),
                choice(refer, "outOfDialog", Map.of("off", false, "accounts", true), "off"),
                list("headers"),
                choice(refer, "eventId", Map.of("auto", false, "always", true), "auto"),
                choice(
                        refer,
                        "toForm",
                        Map.of(
                                "asGiven",
                                ToForm.AS_GIVEN,
                                "tel",
                                ToForm.TEL,
                                "sipTrunkHost",
                                ToForm.SIP_TRUNK_HOST),
                        "asGiven"));
    }

    private NotifyStyles notifyStyles() {
        return new NotifyStyles(
                choice(refer, "notify", NotifyStyle.WORDS, "full"),
                list(refer, "notifyFinal", ""),
                list(refer, "notifyImmediate", ""));
    }

    private MediaRules media() {
        String music = setting(transfer, "music", "").text();
        return new MediaRules(
                choice(transfer, "strategy", Strategy.words(), "auto"),
                on(transfer, "earlyMedia"),
                music.isEmpty() ? Optional.empty() : Optional.of(music),
                choice(
                        transfer,
                        "successPoint",
                        Map.of("joined", false, "answered", true),
                        "joined"),
                list("automatons"),
                list("lateOffers"),
                longestHold());
    }

    private Duration longestHold() {
        Section hold = Objects.requireNonNull(groups.get("hold"));
        return Settings.isOff(setting(hold, "longest", "off").text())
                ? Duration.ZERO
                : Duration.ofSeconds(number(hold, "longest", 1));
    }

    private RecoveryRules recovery() {
        return new RecoveryRules(
                onFail(),
                on(transfer, "abortOnUnhold"),
                on(transfer, "toSelf"),
                on(transfer, "sipsDowngrade"),
                choice(
                        transfer,
                        "callerId",
                        Map.of(
                                "transferee",
                                CallerId.TRANSFEREE,
                                "transferor",
                                CallerId.TRANSFEROR),
                        "transferee"),
                Duration.ofSeconds(number(transfer, "cutGrace", 60)),
                new Introductions(
                        choice(
                                transfer,
                                "introduce",
                                Map.of("accounts", false, "everybody", true),
                                "accounts"),
                        on(transfer, "remotePartyId")));
    }

    private ParkRules park() {
        Node.Scalar slots = setting(park, "slots", "");
        Duration time = Duration.ofSeconds(number(park, "time", 120));
        if (Settings.isOff(slots.text())) {
            return new ParkRules(ParkRules.OFF.first(), ParkRules.OFF.last(), time);
        }
        int dash = slots.text().indexOf('-');
        int first = slot(slots, dash < 0 ? slots.text() : slots.text().substring(0, dash));
        int last = slot(slots, slots.text().substring(dash + 1));
        if (first > last || last - first >= MOST_SLOTS) {
            throw Settings.wrong(slots, SLOTS);
        }
        return new ParkRules(first, last, time);
    }

    private static int slot(Node.Scalar slots, String text) {
        boolean number =
                !text.isEmpty()
                        && text.length() <= ParkRules.DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (text.length() == 1 || text.charAt(0) != '0');
        if (!number) {
            throw Settings.wrong(slots, SLOTS);
        }
        return Integer.parseInt(text);
    }

    private OnFail onFail() {
        Node.Scalar chosen = setting(transfer, "onFail", "restore");
        return OnFail.parse(chosen.text()).orElseThrow(() -> Settings.wrong(chosen, OnFail.FORMS));
    }

    private Node.Scalar setting(Section section, String key, String otherwise) {
        return settings.setting(section, key, variable(group(section), key), otherwise);
    }

    private String group(Section section) {
        return groups.entrySet().stream()
                .filter(group -> group.getValue() == section)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /// As in `REFEREE_TRANSFER_RING_TIMEOUT`.
    private static String variable(String group, String key) {
        return "REFEREE_" + words(group) + '_' + words(key);
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /// The environment variables that this reader knows.
    static List<String> variables() {
        List<String> all = new ArrayList<>();
        TRANSFER.forEach(key -> all.add(variable("transfer", key)));
        REFER.forEach(key -> all.add(variable("refer", key)));
        REFERRED_BY.forEach(key -> all.add(variable("referredBy", key)));
        REPLACES.forEach(key -> all.add(variable("replaces", key)));
        PASS.forEach(key -> all.add(variable("pass", key)));
        PARK.forEach(key -> all.add(variable("park", key)));
        REINVITE.forEach(key -> all.add(variable("reinvite", key)));
        MOH.forEach(key -> all.add(variable("moh", key)));
        HOLD.forEach(key -> all.add(variable("hold", key)));
        return all;
    }

    private boolean on(Section section, String key) {
        return Settings.onOrOff(setting(section, key, "off"));
    }

    private List<String> list(String key) {
        return list(key, "");
    }

    private List<String> list(String key, String otherwise) {
        return list(transfer, key, otherwise);
    }

    private List<String> list(Section section, String key, String otherwise) {
        return settings.list(section, key, variable(group(section), key), otherwise).stream()
                .map(Node.Scalar::text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private <T> T choice(Section section, String key, Map<String, T> choices, String otherwise) {
        Node.Scalar chosen = setting(section, key, otherwise);
        T value = choices.get(chosen.text());
        if (value == null) {
            String all = String.join(", ", choices.keySet().stream().sorted().toList());
            throw Settings.wrong(chosen, "one of " + all);
        }
        return value;
    }

    private int number(Section section, String key, int otherwise) {
        Node.Scalar setting = setting(section, key, Integer.toString(otherwise));
        int number = parsed(setting.text());
        if (number < 1 || number > MOST) {
            throw Settings.wrong(setting, "a number from 1 to " + MOST);
        }
        return number;
    }
}

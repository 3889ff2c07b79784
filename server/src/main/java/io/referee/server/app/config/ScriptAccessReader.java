package io.referee.server.app.config;

import io.referee.server.account.Network;
import io.referee.server.app.config.Configuration.ScriptAccess;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.dialplan.run.PlanRunner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what `dialPlans` says about the world outside.
final class ScriptAccessReader {
    static final List<String> KEYS = List.of("web", "mail", "mailFrom", "executions");
    static final String WEB = "REFEREE_DIAL_PLANS_WEB";
    static final String MAIL = "REFEREE_DIAL_PLANS_MAIL";
    static final String MAIL_FROM = "REFEREE_DIAL_PLANS_MAIL_FROM";
    static final String EXECUTIONS = "REFEREE_DIAL_PLANS_EXECUTIONS";

    private static final String USUAL = Integer.toString(PlanRunner.Settings.USUAL_EXECUTIONS);
    private static final int MOST_EXECUTIONS = 10_000;

    private final Settings settings;

    ScriptAccessReader(Settings settings) {
        this.settings = settings;
    }

    ScriptAccess read(Section section) {
        return new ScriptAccess(web(section), mail(section), executions(section));
    }

    private WebAccess web(Section section) {
        boolean everybody = false;
        List<Network> networks = new ArrayList<>();
        List<Node.Scalar> named =
                section.node("web").orElse(null) instanceof Node.Sequence
                        ? settings.list(section, "web", WEB, "public")
                        : split(settings.setting(section, "web", WEB, "public"));
        if (named.size() == 1 && named.getFirst().text().equals("off")) {
            return WebAccess.OFF;
        }
        for (Node.Scalar each : named) {
            if (each.text().equals("public")) {
                everybody = true;
            } else {
                networks.add(
                        Network.parse(each.text())
                                .orElseThrow(
                                        () ->
                                                Settings.wrong(
                                                        each,
                                                        "off, or public and networks such as"
                                                                + " 10.0.0.0/8")));
            }
        }
        return new WebAccess(everybody, networks);
    }

    private static List<Node.Scalar> split(Node.Scalar setting) {
        return Stream.of(setting.text().split(",", -1))
                .map(text -> new Node.Scalar(setting.place(), text.strip()))
                .toList();
    }

    private Optional<Mail> mail(Section section) {
        Node.Scalar server = settings.setting(section, "mail", MAIL, "");
        Node.Scalar from = settings.setting(section, "mailFrom", MAIL_FROM, "referee@localhost");
        if (server.text().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Mail.parse(server.text(), from.text())
                        .orElseThrow(
                                () ->
                                        server.place()
                                                .complaint(
                                                        "must be a mail server such as"
                                                                + " smtp://mail.example.org:25.")));
    }

    private int executions(Section section) {
        Node.Scalar setting = settings.setting(section, "executions", EXECUTIONS, USUAL);
        try {
            int number = Integer.parseInt(setting.text());
            if (number >= 1 && number <= MOST_EXECUTIONS) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw Settings.wrong(setting, "a number");
        }
        throw Settings.wrong(setting, "from 1 to " + MOST_EXECUTIONS);
    }
}

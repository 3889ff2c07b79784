package io.referee.server.app.cli;

import io.referee.server.app.document.BadConfiguration;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// The commands about dial plans: tried, shown, changed, and put back as they were.
final class DialPlanCommands {

    private DialPlanCommands() {}

    @Command(
            name = "dialplan",
            mixinStandardHelpOptions = true,
            versionProvider = Shell.VersionLine.class,
            description = "Dial plans: tries, shows and changes them.")
    static final class DialPlans {}

    /// What the commands about one plan share.
    abstract static class OfOne extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "name of the dial plan")
        private String name = "";

        OfOne(Terminal terminal) {
            super(terminal);
        }

        String name() {
            return name;
        }

        String path() {
            return "/api/v1/dialplans/" + ApiClient.segment(name);
        }

        /// One line for what was changed, and the warnings.
        int saved(JsonNode answer) {
            String what = answer.path("changes").path(0).path("change").asString("unchanged");
            print(what + " dialPlan " + name);
            answer.path("warnings").values().forEach(one -> warn(named(Table.cell(one))));
            return ExitCode.DONE;
        }

        /// What the server says, with the name of the file that it was sent, if any.
        String named(String message) {
            return message;
        }
    }

    @Command(
            name = "test",
            description =
                    "Says what a dial plan would do with a call; places none. 1 as exit code when"
                            + " the plan fails.")
    static final class Test extends OfOne {
        @Option(names = "--from", paramLabel = "FROM", description = "who calls", required = true)
        private String from = "";

        @Option(
                names = "--to",
                paramLabel = "TO",
                description = "what was dialled",
                required = true)
        private String to = "";

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "when, as in '2026-11-21 04:00' or 2026-11-21T04:00:00Z")
        private @Nullable String at;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "the time zone of --at, such as Europe/Dublin")
        private @Nullable String zone;

        @Option(
                names = "--direction",
                paramLabel = "in|out",
                description = "whether the call comes in for an account or goes out from one")
        private @Nullable String direction;

        @Option(
                names = "--web",
                paramLabel = "URL=TEXT",
                description =
                        "what a web page answers, divided at *= (for all addresses that begin so),"
                                + " else at the last =")
        private List<String> web = List.of();

        @Option(
                names = "--enum",
                paramLabel = "NUMBER=URI",
                description = "what ENUMLookup answers for NUMBER.DOMAIN")
        private List<String> numbers = List.of();

        @Option(
                names = "--phone",
                paramLabel = "ADDRESS=WORD",
                description =
                        "what ADDRESS does that is rung: absent, rings, answers, busy, declines,"
                                + " 'redirects sip:...', or a status")
        private List<String> phones = List.of();

        Test(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            Map<String, Object> body = new LinkedHashMap<>(Map.of("from", from, "to", to));
            if (at != null) {
                body.put("at", at);
            }
            if (zone != null) {
                body.put("zone", zone);
            }
            if (direction != null) {
                oneOf("--direction", direction, List.of("in", "out"));
                body.put("direction", direction);
            }
            put(body, "web", web, Test::page);
            put(body, "enum", numbers, text -> text.indexOf('='));
            put(body, "phones", phones, text -> text.indexOf('='));
            Answer answer = client.postJson(path() + "/dry-run", body);
            int code = show(answer, this::told);
            return tree(answer).filter(Test::failed).isPresent() ? ExitCode.REFUSED : code;
        }

        /// Whether a plan could not go on: what it would have done then is not known.
        private static boolean failed(JsonNode answer) {
            return !answer.path("errors").isEmpty();
        }

        /// Where the address of a page ends.
        private static int page(String text) {
            int star = text.indexOf("*=");
            return star < 0 ? text.lastIndexOf('=') : star + 1;
        }

        private static void put(
                Map<String, Object> body,
                String name,
                List<String> pairs,
                ToIntFunction<String> divides) {
            Map<String, String> table = new LinkedHashMap<>();
            for (String pair : pairs) {
                int at = divides.applyAsInt(pair);
                if (at < 1) {
                    throw new BadConfiguration("--" + name + ' ' + pair + " has no = and a text.");
                }
                table.put(pair.substring(0, at), pair.substring(at + 1));
            }
            if (!table.isEmpty()) {
                body.put(name, table);
            }
        }

        private int told(JsonNode answer) {
            answer.path("decisions").values().forEach(line -> print(Table.cell(line)));
            answer.path("dials").values().forEach(this::dial);
            answer.path("warnings")
                    .values()
                    .forEach(warning -> print("warning: " + Table.cell(warning)));
            JsonNode end = answer.path("end");
            int status = end.path("status").asInt(0);
            print(
                    status == 200
                            ? "somebody answers"
                            : "when nobody answers, the caller hears "
                                    + status
                                    + " "
                                    + end.path("reason").asString(""));
            return ExitCode.DONE;
        }

        private void dial(JsonNode dial) {
            print(
                    dial.path("plan").asString("")
                            + " dials "
                            + dial.path("dial").asString("")
                            + " for "
                            + dial.path("ringSeconds").asInt(0)
                            + " s");
            dial.path("legs").values().forEach(leg -> print(leg(leg)));
        }

        private static String leg(JsonNode leg) {
            StringBuilder text = new StringBuilder("  stage ");
            text.append(leg.path("stage").asInt(0)).append(": ");
            text.append(leg.path("to").asString(""));
            for (JsonNode binding : leg.path("bindings").values()) {
                text.append(", at ").append(Table.cell(binding));
            }
            String from = leg.path("from").asString("");
            text.append(from.isEmpty() ? "" : ", from " + from);
            leg.path("options").values().forEach(one -> text.append(", ").append(Table.cell(one)));
            leg.path("headers").values().forEach(one -> text.append(", ").append(Table.cell(one)));
            return text.toString();
        }
    }

    @Command(
            name = "show",
            description =
                    "Prints the script of a dial plan, or its rules as YAML: what put takes back.")
    static final class Show extends OfOne {
        @Option(names = "--ruby", description = "a rule list as the script that decides the same")
        private boolean ruby;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            if (!ruby) {
                return show(client.get(path(), Map.of()), this::text);
            }
            Answer answer = client.get(path() + "/ruby", Map.of());
            if (answer instanceof Answer.Accepted accepted) {
                accepted.text().lines().forEach(this::print);
                return ExitCode.DONE;
            }
            return show(answer, _ -> ExitCode.DONE);
        }

        private int text(JsonNode plan) {
            if (plan.has("script")) {
                plan.path("script").asString("").lines().forEach(this::print);
            } else {
                PlanFile.ofRules(plan).forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "put",
            description =
                    "Saves a dial plan: a file of Ruby, or a YAML or JSON file with the keys of a"
                            + " plan.")
    static final class Put extends OfOne {
        @Parameters(index = "1", paramLabel = "FILE", description = "NAME.rb, or NAME.yaml")
        private Path file = Path.of("");

        Put(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            PlanFile plan = PlanFile.read(file);
            Answer answer = client.put(path(), plan.contentType(), plan.body());
            return show(
                    answer instanceof Answer.Refused(int status, String message)
                            ? new Answer.Refused(status, named(message))
                            : answer,
                    this::saved);
        }

        @Override
        String named(String message) {
            return PlanFile.isRuby(file)
                    ? SentFiles.namedScript(file, message)
                    : SentFiles.named(file, message);
        }
    }

    @Command(name = "versions", description = "Lists the texts that a dial plan has had.")
    static final class Versions extends OfOne {
        private static final List<String> COLUMNS = List.of("number", "at", "who");

        Versions(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(client.get(path() + "/versions", Map.of()), this::list);
        }

        private int list(JsonNode answer) {
            Table.of(answer.path("versions").valueStream().toList(), COLUMNS)
                    .lines()
                    .forEach(this::print);
            return ExitCode.DONE;
        }
    }

    @Command(name = "diff", description = "Says what differs between two versions of a dial plan.")
    static final class Diff extends OfOne {
        @Parameters(index = "1", paramLabel = "FROM", description = "number of a version")
        private int from;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "TO",
                description = "number of another; the newest when missing")
        private @Nullable Integer to;

        Diff(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("from", Integer.toString(from));
            if (to != null) {
                query.put("to", Integer.toString(to));
            }
            Answer answer = client.get(path() + "/versions", query);
            if (answer instanceof Answer.Accepted accepted) {
                accepted.text().lines().forEach(this::print);
                return ExitCode.DONE;
            }
            return show(answer, _ -> ExitCode.DONE);
        }
    }

    @Command(name = "restore", description = "Puts a version of a dial plan back.")
    static final class Restore extends OfOne {
        @Parameters(index = "1", paramLabel = "NUMBER", description = "number of the version")
        private int number;

        Restore(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(
                    client.postJson(path() + "/versions/" + number + "/restore", Map.of()),
                    this::saved);
        }
    }
}

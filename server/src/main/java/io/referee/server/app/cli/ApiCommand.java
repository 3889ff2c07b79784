package io.referee.server.app.cli;

import io.referee.server.app.document.BadConfiguration;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

/// A command that asks a running server. What all of these share: where the server is, with which
/// key, and whether the answer is printed as it came.
@Command(mixinStandardHelpOptions = true, versionProvider = Shell.VersionLine.class)
abstract class ApiCommand implements Callable<Integer> {
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";
    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the server (REFEREE_SERVER; " + DEFAULT_SERVER + ")")
    private @Nullable String server;

    @Option(
            names = "--key",
            paramLabel = "K",
            description = "an API key (REFEREE_KEY; data/admin.key if readable)")
    private @Nullable String key;

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "act for this user, with the administrator's key")
    private String owner = "";

    @Option(names = "--json", description = "print the server's answer as it came")
    private boolean json;

    private final Terminal terminal;

    ApiCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (ApiClient client = new ApiClient(server(), key(), owner)) {
            return run(client);
        }
    }

    /// Asks the server and prints; the exit code.
    abstract int run(ApiClient client);

    Terminal terminal() {
        return terminal;
    }

    boolean json() {
        return json;
    }

    void print(String line) {
        terminal.out().println(line);
    }

    /// Prints an answer: as it came with `--json`, else by `readable`.
    int show(Answer answer, ToIntFunction<JsonNode> readable) {
        return switch (answer) {
            case Answer.Accepted accepted when json -> {
                print(accepted.text());
                yield ExitCode.DONE;
            }
            case Answer.Accepted accepted -> readable(accepted, readable);
            case Answer.Refused refused -> complain(refused.message(), ExitCode.REFUSED);
            case Answer.Unreachable unreachable ->
                    complain(unreachable.sentence(), ExitCode.WRONG_USE);
        };
    }

    /// Prints one sentence to standard error.
    int complain(String sentence, int exitCode) {
        terminal.err().println(sentence);
        return exitCode;
    }

    /// Prints a warning to standard error.
    void warn(String sentence) {
        terminal.err().println("warning: " + sentence);
    }

    /// What the server answered; nothing when it refused, or when that is no JSON.
    static Optional<JsonNode> tree(Answer answer) {
        try {
            return answer instanceof Answer.Accepted accepted
                    ? Optional.of(JSON.readTree(accepted.text()))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// Wrong use, unless the value is one of these.
    ///
    /// @param option as it is written, `--format`
    /// @throws BadConfiguration it is another; the command ends with 2 then
    static void oneOf(String option, String value, List<String> words) {
        if (!words.contains(value)) {
            throw new BadConfiguration(
                    option + " must be " + listed(words) + ", not \"" + value + "\".");
        }
    }

    /// `a, b or c`.
    private static String listed(List<String> words) {
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private int readable(Answer.Accepted accepted, ToIntFunction<JsonNode> readable) {
        JsonNode tree;
        try {
            tree = JSON.readTree(accepted.body().length == 0 ? "{}" : accepted.text());
        } catch (JacksonException _) {
            return complain(
                    "The server's answer is not JSON; is it a Referee?", ExitCode.WRONG_USE);
        }
        return readable.applyAsInt(tree);
    }

    private String server() {
        String url = server != null ? server : variable("REFEREE_SERVER", DEFAULT_SERVER);
        if (isHttp(url)) {
            return url;
        }
        throw new BadConfiguration(
                "--server must be like " + DEFAULT_SERVER + ", not \"" + url + "\".");
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getQuery() == null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private String key() {
        String given = key != null ? key : variable("REFEREE_KEY", "");
        String found = given.isEmpty() ? adminKey() : given;
        if (found.chars().allMatch(c -> c > ' ' && c < 127)) {
            return found;
        }
        throw new BadConfiguration("The key must be printable ASCII without spaces.");
    }

    private String adminKey() {
        Path file =
                terminal.folder().resolve(variable("REFEREE_DATA", "data")).resolve("admin.key");
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : "";
        } catch (IOException _) {
            return "";
        }
    }

    private String variable(String name, String otherwise) {
        String value = terminal.environment().getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}

package io.referee.server.app.cli;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.apply.PlanFiles;
import io.referee.server.app.cases.CaseFile;
import io.referee.server.app.cases.CaseRun;
import io.referee.server.app.cases.LocalScripts;
import io.referee.server.app.cases.ScriptPlayer;
import io.referee.server.app.config.Configuration.DialPlans;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Node;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Plays a file of cases against the plans of an apply file, or against those of a server.
@Command(
        name = "check",
        description =
                "Plays a file of cases against dial plans; ends with 1 when one goes another way.")
final class CheckCommand extends ApiCommand {
    @Parameters(paramLabel = "FILE.cases.yaml", description = "the file of cases")
    private Path file = Path.of("");

    @Option(
            names = "--apply",
            paramLabel = "F",
            description = "the apply file with the plans; asks no server")
    private @Nullable Path apply;

    @Option(
            names = "--config",
            paramLabel = "F",
            description = "the configuration file with the common script, for an apply file")
    private @Nullable Path config;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "of addresses that name none (localhost)")
    private String domain = "localhost";

    CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        CaseFile cases = CaseFile.read(Document.yamlFile(file), domain);
        Optional<Path> plans =
                Optional.ofNullable(apply)
                        .or(
                                () ->
                                        cases.apply().isEmpty()
                                                ? Optional.empty()
                                                : Optional.of(file.resolveSibling(cases.apply())));
        if (plans.isPresent()) {
            DirectorySnapshot directory = local(plans.get());
            DialPlans settings = settings();
            String common = settings.commonScript().map(Document::text).orElse("");
            try (ZonedWorkers workers = new ZonedWorkers(settings)) {
                return play(
                        cases,
                        directory,
                        owner -> new LocalScripts(directory, owner, common, workers::in));
            }
        }
        Answer answer = client.get("/api/v1/users", Map.of());
        return answer instanceof Answer.Accepted accepted
                ? play(cases, PlansOnly.of(accepted.text(), domain), _ -> new ServerScripts(client))
                : show(answer, _ -> ExitCode.DONE);
    }

    private DialPlans settings() {
        Map<String, String> environment = System.getenv();
        return Optional.ofNullable(config)
                .map(path -> ConfigurationReader.file(path, environment))
                .orElseGet(() -> ConfigurationReader.defaults(environment))
                .dialPlans();
    }

    private DirectorySnapshot local(Path path) {
        Node document = Document.yamlFile(path);
        return Apply.file(
                        document, PlanFiles.beside(path), DirectorySnapshot.empty(List.of(domain)))
                .directory();
    }

    private int play(
            CaseFile cases, DirectorySnapshot directory, Function<String, ScriptPlayer> scripts) {
        String owner = owner(cases, directory);
        List<CaseRun.Result> results =
                new CaseRun(directory, owner, scripts.apply(owner)).play(cases);
        List<CaseRun.Result> failed = results.stream().filter(one -> !one.passed()).toList();
        for (CaseRun.Result one : failed) {
            print(one.failure());
            one.steps().forEach(step -> print("    " + step));
        }
        print(results.size() - failed.size() + " of " + results.size() + " cases passed");
        return failed.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private String owner(CaseFile cases, DirectorySnapshot directory) {
        if (!cases.owner().isEmpty()) {
            return cases.owner();
        }
        List<String> owners = directory.owners().stream().map(Owner::name).toList();
        if (owners.size() != 1) {
            throw new BadConfiguration(
                    file + " needs the key owner: there are " + owners.size() + " users.");
        }
        return owners.getFirst();
    }
}

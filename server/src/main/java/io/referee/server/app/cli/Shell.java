package io.referee.server.app.cli;

import io.referee.server.app.Version;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Nearest;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The command line. It prints sentences, never stack traces.
public final class Shell {
    private final Launch launch;
    private final Terminal terminal;

    /// @param launch what `serve`, `demo` and `phone` start
    public Shell(Launch launch, Terminal terminal) {
        this.launch = launch;
        this.terminal = terminal;
    }

    @Command(
            name = "referee",
            mixinStandardHelpOptions = true,
            versionProvider = VersionLine.class,
            description = "A SIP server whose speciality is the call transfer.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Root {}

    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Referee " + Version.NUMBER};
        }
    }

    /// Runs one command.
    ///
    /// @return the exit code
    public int run(String... arguments) {
        PrintWriter out = new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
        CommandLine line =
                commands()
                        .setOut(out)
                        .setErr(err)
                        .setColorScheme(
                                CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                        .setParameterExceptionHandler((e, _) -> wrongUse(e))
                        .setExecutionExceptionHandler((e, _, _) -> failed(e));
        if (arguments.length == 0) {
            line.usage(err);
            return ExitCode.WRONG_USE;
        }
        return line.execute(arguments);
    }

    private CommandLine commands() {
        CommandLine dialplan =
                new CommandLine(new DialPlanCommands.DialPlans())
                        .addSubcommand(new DirectoryCommands.Plans(terminal))
                        .addSubcommand(new DialPlanCommands.Test(terminal))
                        .addSubcommand(new DialPlanCommands.Show(terminal))
                        .addSubcommand(new DialPlanCommands.Put(terminal))
                        .addSubcommand(new DirectoryCommands.DeletePlan(terminal))
                        .addSubcommand(new DialPlanCommands.Versions(terminal))
                        .addSubcommand(new DialPlanCommands.Diff(terminal))
                        .addSubcommand(new DialPlanCommands.Restore(terminal))
                        .addSubcommand(new CheckCommand(terminal));
        return new CommandLine(new Root())
                .addSubcommand(new LocalCommands.Serve(launch, terminal))
                .addSubcommand(new LocalCommands.Demo(launch, terminal))
                .addSubcommand(new RecordCommands.Apply(terminal))
                .addSubcommand(new CommandLine.HelpCommand())
                .addSubcommand(new CallCommands.Calls(terminal))
                .addSubcommand(new CallCommands.Transfer(terminal))
                .addSubcommand(new CallCommands.Hold(terminal))
                .addSubcommand(new CallCommands.Unhold(terminal))
                .addSubcommand(new CallCommands.Hangup(terminal))
                .addSubcommand(new RecordCommands.Cdrs(terminal))
                .addSubcommand(new RecordCommands.Trace(terminal))
                .addSubcommand(new EventsCommand(terminal))
                .addSubcommand(new BanCommands.Bans(terminal))
                .addSubcommand(new AuditCommands.Audit(terminal))
                .addSubcommand(new BackupCommand(terminal))
                .addSubcommand(new ProviderCommands.Providers(terminal))
                .addSubcommand(new DirectoryCommands.Accounts(terminal))
                .addSubcommand(new DirectoryCommands.Users(terminal))
                .addSubcommand(new DirectoryCommands.Registrations(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(dialplan)
                .addSubcommand(new LocalCommands.Phone(launch, terminal));
    }

    private int wrongUse(ParameterException e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        String sentence = (end < 0 ? message : message.substring(0, end)).strip();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            sentence +=
                    Nearest.to(unmatched.getUnmatched().getFirst(), words(e.getCommandLine()))
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(".");
        } else {
            sentence += sentence.endsWith(".") ? "" : ".";
        }
        terminal.err()
                .println(
                        sentence
                                + " See "
                                + e.getCommandLine().getCommandSpec().qualifiedName()
                                + " --help.");
        return ExitCode.WRONG_USE;
    }

    /// What may stand behind a command.
    private static List<String> words(CommandLine command) {
        List<String> words = new ArrayList<>(command.getSubcommands().keySet());
        words.addAll(command.getCommandSpec().optionsMap().keySet());
        return words;
    }

    private int failed(Exception e) {
        if (e instanceof BadConfiguration bad) {
            terminal.err().println(bad.sentence());
            return ExitCode.WRONG_USE;
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        terminal.err()
                .println("The command failed: " + reason.lines().findFirst().orElse("") + ".");
        return ExitCode.REFUSED;
    }
}

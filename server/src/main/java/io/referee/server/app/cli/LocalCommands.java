package io.referee.server.app.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// The commands that run something in this process: options into values, handed to [Launch].
final class LocalCommands {

    private LocalCommands() {}

    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            versionProvider = Shell.VersionLine.class,
            description = "Runs the server in the foreground. No configuration is needed.")
    static final class Serve implements Callable<Integer> {
        private final Launch launch;
        private final Terminal terminal;

        @Option(names = "--config", paramLabel = "F", description = "the configuration file")
        private @Nullable Path config;

        @Option(
                names = "--apply",
                paramLabel = "F",
                description = "an apply file; may be given several times")
        private List<Path> apply = new ArrayList<>();

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "folder of database, keys and traces")
        private @Nullable Path data;

        Serve(Launch launch, Terminal terminal) {
            this.launch = launch;
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            return launch.serve(new ServeOptions(config, List.copyOf(apply), data), terminal);
        }
    }

    @Command(
            name = "demo",
            mixinStandardHelpOptions = true,
            versionProvider = Shell.VersionLine.class,
            description = "Runs the server with simulated phones that call and get transferred.")
    static final class Demo implements Callable<Integer> {
        /// Ports end at 65535, and the usual ones begin at 5060.
        private static final int MAX_OFFSET = 50_000;

        private static final int MAX_CALLS = 1_000_000;

        private final Launch launch;
        private final Terminal terminal;

        @Option(
                names = "--once",
                description = "end after the scenarios: 0 when each went as it must, 1 otherwise")
        private boolean once;

        @Option(
                names = "--calls",
                paramLabel = "N",
                description = "short calls after the scenarios, as fast as they come")
        private int calls;

        @Option(
                names = "--port-offset",
                paramLabel = "N",
                description = "added to the usual ports; 0: free ports")
        private int portOffset;

        Demo(Launch launch, Terminal terminal) {
            this.launch = launch;
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            if (portOffset < 0 || portOffset > MAX_OFFSET) {
                terminal.err()
                        .println(
                                "--port-offset must be 0 to "
                                        + MAX_OFFSET
                                        + ", not "
                                        + portOffset
                                        + ".");
                return ExitCode.WRONG_USE;
            }
            if (calls < 0 || calls > MAX_CALLS) {
                terminal.err()
                        .println("--calls must be 0 to " + MAX_CALLS + ", not " + calls + ".");
                return ExitCode.WRONG_USE;
            }
            return launch.demo(new DemoOptions(once, calls, portOffset), terminal);
        }
    }

    @Command(
            name = "phone",
            mixinStandardHelpOptions = true,
            versionProvider = Shell.VersionLine.class,
            description = "A softphone on the command line.")
    static final class Phone implements Callable<Integer> {
        private final Launch launch;
        private final Terminal terminal;

        @Option(
                names = "--register",
                paramLabel = "USER@DOMAIN",
                description = "register this account")
        private @Nullable String register;

        @Option(
                names = "--password",
                paramLabel = "P",
                description = "its password (REFEREE_PASSWORD)")
        private @Nullable String password;

        @Option(
                names = "--server",
                paramLabel = "HOST:PORT",
                description = "the SIP server; default: the domain")
        private @Nullable String server;

        @Option(
                names = "--transport",
                paramLabel = "T",
                description = "udp (the default), tcp or tls")
        private String transport = "udp";

        @Option(
                names = "--ca",
                paramLabel = "FILE",
                description = "PEM file of authorities to trust over TLS besides the system's")
        private @Nullable Path ca;

        @Option(names = "--call", paramLabel = "TO", description = "call this number or address")
        private @Nullable String call;

        @Option(names = "--answer", description = "answer a call that comes in")
        private boolean answer;

        @Option(
                names = "--transfer",
                paramLabel = "TO",
                description = "then transfer the other party there")
        private @Nullable String transfer;

        @Option(names = "--play", paramLabel = "WAV", description = "play this file")
        private @Nullable Path play;

        @Option(
                names = "--record",
                paramLabel = "WAV",
                description = "record the other party into this file")
        private @Nullable Path record;

        @Option(
                names = "--seconds",
                paramLabel = "N",
                description = "hang up after so many seconds")
        private @Nullable Integer seconds;

        Phone(Launch launch, Terminal terminal) {
            this.launch = launch;
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String secret =
                    password != null ? password : terminal.environment().get("REFEREE_PASSWORD");
            PhoneOptions options =
                    new PhoneOptions(
                            register, secret, server, transport, ca, call, answer, transfer, play,
                            record, seconds);
            if (!List.of("udp", "tcp", "tls").contains(transport)) {
                terminal.err()
                        .println("--transport must be udp, tcp or tls, not \"" + transport + "\".");
                return ExitCode.WRONG_USE;
            }
            for (String contradiction : options.contradictions()) {
                terminal.err().println(contradiction);
                return ExitCode.WRONG_USE;
            }
            return launch.phone(options, terminal);
        }
    }
}

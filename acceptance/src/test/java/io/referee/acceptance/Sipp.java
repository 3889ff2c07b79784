package io.referee.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs SIPp against a server, with the scenarios in `src/test/resources/sipp`. *Any thread.*
final class Sipp {
    /// Begins the names of scenarios that SIPp brings itself.
    static final String BUILT_IN = "built-in-";

    /// After this time SIPp gives up by itself.
    private static final int LIMIT_SECONDS = 60;

    private static final Path SCENARIOS =
            ServerFolder.root().resolve("acceptance/src/test/resources/sipp");
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Path folder;
    private final int serverPort;
    private final Transport transport;

    /// @param folder for what SIPp writes
    /// @param serverPort on loopback
    Sipp(Path folder, int serverPort, Transport transport) {
        this.folder = folder;
        this.serverPort = serverPort;
        this.transport = transport;
    }

    /// One run of a scenario: the phone that plays it, the values of its keys, and further options.
    record Part(String scenario, Phone phone, Map<String, String> keys, List<String> options) {
        static Part of(String scenario, Phone phone) {
            return new Part(scenario, phone, Map.of(), List.of());
        }

        /// Whom it calls.
        Part to(Phone callee) {
            return with("to", callee.user());
        }

        Part with(String key, String value) {
            Map<String, String> more = new java.util.HashMap<>(keys);
            more.put(key, value);
            return new Part(scenario, phone, more, options);
        }

        /// Options of SIPp; the last of the same name counts.
        Part options(String... further) {
            List<String> more = new ArrayList<>(options);
            more.addAll(List.of(further));
            return new Part(scenario, phone, keys, more);
        }

        /// How long `<pause/>` is.
        Part pause(int milliseconds) {
            return options("-d", Integer.toString(milliseconds));
        }
    }

    /// Registers phones, each from another port than the one it listens on, as a phone over TCP
    /// does.
    void register(Phone... phones) throws InterruptedException {
        for (Phone phone : phones) {
            start(registration("register", phone)).succeed();
        }
    }

    static Part registration(String scenario, Phone phone) {
        return Part.of(scenario, phone).options("-p", Integer.toString(phone.registrationPort()));
    }

    Run start(Part part) {
        Path own =
                folder.resolve(
                        "sipp-"
                                + RUNS.incrementAndGet()
                                + '-'
                                + part.scenario()
                                + '-'
                                + part.phone().user());
        try {
            Files.createDirectories(own);
            Process process =
                    new ProcessBuilder(command(part))
                            .directory(own.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(own.resolve("screen").toFile())
                            .start();
            return new Run(part, own, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> scenario(String name) {
        return name.startsWith(BUILT_IN)
                ? List.of("-sn", name.substring(BUILT_IN.length()))
                : List.of("-sf", SCENARIOS.resolve(name + ".xml").toString());
    }

    private List<String> command(Part part) {
        Phone phone = part.phone();
        List<String> command =
                new ArrayList<>(List.of(Peer.SIPP.program(), "127.0.0.1:" + serverPort));
        command.addAll(scenario(part.scenario()));
        command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(phone.sipPort())));
        command.addAll(
                List.of("-mp", Integer.toString(phone.audioPort()), "-t", transport.sippMode()));
        command.addAll(List.of("-m", "1", "-d", "200", "-nostdin", "-nd"));
        command.addAll(List.of("-timeout", Integer.toString(LIMIT_SECONDS), "-timeout_error"));
        command.addAll(List.of("-au", phone.user(), "-ap", phone.password()));
        command.addAll(
                List.of("-trace_err", "-error_file", "errors", "-trace_logs", "-log_file", "log"));
        command.addAll(List.of("-trace_msg", "-message_file", "messages"));
        Map<String, String> keys =
                new java.util.TreeMap<>(
                        Map.of(
                                "user", phone.user(),
                                "contact_port", Integer.toString(phone.sipPort()),
                                "expires", "600",
                                "to", "nobody",
                                "refer_to", "nobody"));
        keys.putAll(part.keys());
        keys.forEach((key, value) -> command.addAll(List.of("-key", key, value)));
        command.addAll(part.options());
        return command;
    }

    /// A SIPp that runs or ran.
    record Run(Part part, Path folder, Process process) {

        /// Waits for the end.
        ///
        /// @return SIPp's exit code: 0 when every call went as the scenario says
        int end() throws InterruptedException {
            if (!process.waitFor(LIMIT_SECONDS + 10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        }

        /// Waits for the end, which must be a good one.
        void succeed() throws InterruptedException {
            int exit = end();
            if (exit != 0) {
                throw new AssertionError(
                        part.scenario()
                                + " of "
                                + part.phone().user()
                                + " ended with "
                                + exit
                                + "\n"
                                + text("errors")
                                + "\n--- messages\n"
                                + text("messages"));
            }
        }

        /// What SIPp wrote into one of its files.
        String text(String file) {
            try {
                Path path = folder.resolve(file);
                return Files.exists(path)
                        ? Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1)
                        : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

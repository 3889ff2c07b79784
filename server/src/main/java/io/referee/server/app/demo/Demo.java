package io.referee.server.app.demo;

import io.referee.net.BindFailed;
import io.referee.server.api.ListenFailed;
import io.referee.server.app.Server;
import io.referee.server.app.cli.DemoOptions;
import io.referee.server.app.cli.ExitCode;
import io.referee.server.app.cli.Terminal;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.event.Subscription;
import io.referee.softphone.PhoneEngine;
import io.referee.softphone.SipAccount;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// `./referee demo`: a server with three simulated phones that register, call each other and are
/// transferred over real sockets, with ladder, records and a verdict in words for each scenario.
public final class Demo {
    private static final String OWNER = "demo";
    private static final String FILE =
            """
            users:
              - name: demo
                keys: [demo-key]
                accounts:
                  - {name: alice, password: alice-secret}
                  - {name: bob, password: bob-secret, transfer: consume}
                  - {name: carol, password: carol-secret}
                  - {name: me, password: me-secret, transfer: consume}
            """;

    private final Terminal terminal;
    private final PrintStream out;

    public Demo(Terminal terminal) {
        this.terminal = terminal;
        this.out = terminal.out();
    }

    /// Plays all scenarios; without `--once` the server and the phones then stay until the process
    /// is stopped.
    ///
    /// @return 0 when each scenario went as it must
    public int run(DemoOptions options) {
        Path folder = temporaryFolder();
        try {
            return run(options, folder);
        } catch (BindFailed | ListenFailed e) {
            terminal.err().println(e.getMessage());
            return ExitCode.WRONG_USE;
        } finally {
            remove(folder);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("referee-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for temporary files", e);
        }
    }

    private int run(DemoOptions options, Path folder) throws BindFailed, ListenFailed {
        Path apply = write(folder.resolve("demo.yaml"));
        try (Server server = Server.start(configuration(options, folder), List.of(apply));
                PhoneEngine engine = PhoneEngine.start();
                HttpClient http = HttpClient.newHttpClient()) {
            out.println(server.ready());
            LiveLadder ladder = new LiveLadder(out, List.of("alice", "bob", "carol"));
            Subscription events =
                    server.events().subscribe(OWNER, server.events().latest(OWNER), ladder);
            try (Phone alice = phone(engine, server, "alice", 440);
                    Phone bob = phone(engine, server, "bob", 600);
                    Phone carol = phone(engine, server, "carol", 800)) {
                Stage stage = new Stage(server, http, ladder, alice, bob, carol);
                int code = playAll(stage);
                if (options.calls() > 0) {
                    events.close();
                    code = Math.max(code, rehearse(stage, options.calls()));
                }
                if (!options.once()) {
                    stay(server);
                }
                return code;
            } finally {
                events.close();
            }
        }
    }

    private Configuration configuration(DemoOptions options, Path folder) {
        int offset = options.portOffset();
        String sip = "127.0.0.1:" + (offset == 0 ? 0 : 5060 + offset);
        String http = "127.0.0.1:" + (offset == 0 ? 0 : 8080 + offset);
        return ConfigurationReader.defaults(
                        Map.of(
                                "REFEREE_SIP_UDP",
                                sip,
                                "REFEREE_SIP_TCP",
                                sip,
                                "REFEREE_HTTP_LISTEN",
                                http,
                                "REFEREE_TRANSFER_ON_FAIL",
                                "recall"))
                .withData(folder);
    }

    private static Path write(Path file) {
        try {
            return Files.writeString(file, FILE);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's apply file cannot be written", e);
        }
    }

    private static Phone phone(PhoneEngine engine, Server server, String name, int tone)
            throws BindFailed {
        String registrar = "127.0.0.1:" + server.udp().getPort();
        return new Phone(
                engine, SipAccount.udp(name, name + "-secret", "localhost", registrar), tone);
    }

    private int playAll(Stage stage) {
        try {
            for (Phone phone : List.of(stage.alice(), stage.bob(), stage.carol())) {
                phone.register(Duration.ofSeconds(10));
            }
        } catch (Trouble e) {
            out.println("BAD: " + e.getMessage() + ".");
            return ExitCode.REFUSED;
        }
        out.println("alice, bob and carol are registered.");
        List<String> bad = new ArrayList<>();
        Show show = new Show(stage, out);
        int all = 0;
        for (Scenario scenario : Scenario.all()) {
            all++;
            if (show.of(all, scenario) instanceof Verdict.Bad) {
                bad.add(scenario.title());
            }
        }
        out.println();
        out.println(
                bad.isEmpty()
                        ? "All " + all + " scenarios went as they must."
                        : bad.size()
                                + " of "
                                + all
                                + " scenarios went wrong: "
                                + String.join(", ", bad)
                                + ".");
        return bad.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private int rehearse(Stage stage, int calls) {
        try {
            out.println(new Rehearsal(stage.alice(), stage.bob()).of(calls));
            return ExitCode.DONE;
        } catch (Trouble e) {
            out.println("BAD: " + e.getMessage() + ".");
            return ExitCode.REFUSED;
        }
    }

    private void stay(Server server) {
        out.println();
        out.println(
                "The server and its phones stay until you press Ctrl-C. Join in from this"
                        + " machine:");
        out.println(
                "  register a phone as me@localhost, password me-secret, at 127.0.0.1:"
                        + server.udp().getPort()
                        + " (UDP or TCP), and call alice, bob or carol");
        out.println(
                "  curl -H 'Authorization: Bearer "
                        + Stage.KEY
                        + "' "
                        + server.httpUrl()
                        + "/api/v1/calls");
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's folder cannot be removed", e);
        }
    }
}

package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Starts Referee as its launcher does, with records, events and traces on, on loopback and free
/// ports. Its accounts are `callee`, `caller` and `target`, and as many others as wanted.
final class Referee {
    /// The key of the owner of all accounts.
    static final String KEY = "k-bench";

    /// The administrator's, who may have more readers of events than an owner.
    static final String ADMINISTRATOR = "k-bench-administrator-of-load-runs";

    private static final Pattern READY =
            Pattern.compile(
                    "READY sip=udp:127\\.0\\.0\\.1:(\\d+).* http=http://127\\.0\\.0\\.1:(\\d+)");
    private static final int START_SECONDS = 300;
    private static final int POLL_MILLIS = 5;

    private final Path root;
    private final Processes processes;

    Referee(Path root, Processes processes) {
        this.root = root;
        this.processes = processes;
    }

    /// How one is set up. *Immutable.*
    ///
    /// @param settings lines of the configuration
    /// @param calleeHas further fields of the account `callee`
    /// @param plans the section with dial plans
    /// @param accounts how many more there are: `user0`, `user1` and so on
    /// @param variables of its environment
    record Setup(
            String settings,
            String calleeHas,
            String plans,
            int accounts,
            Map<String, String> variables) {
        static final Setup PLAIN = new Setup("", "", "", 0, Map.of());

        /// One without limits for accounts: loads of one account stand for those of many.
        static final Setup UNLIMITED =
                PLAIN.with(
                        "security: {ringing: 0, account: {requests: 0, invites: 0, registers: 0,"
                            + " calls: 0}}\n"
                            + "transfer: {running: 1000000, perMinute: 1000000, perDay: 1000000,"
                            + " legs: 1000000}\n");

        Setup with(String more) {
            return new Setup(settings + more, calleeHas, plans, accounts, variables);
        }

        Setup planned(String has, String text) {
            return new Setup(settings, has, text, accounts, variables);
        }

        Setup having(int more) {
            return new Setup(settings, calleeHas, plans, more, variables);
        }

        Setup under(Map<String, String> environment) {
            return new Setup(settings, calleeHas, plans, accounts, environment);
        }
    }

    /// One that is ready.
    ///
    /// @param readyNanos from its start to READY
    record Started(Process process, int sip, int http, long begunNanos, long readyNanos) {}

    /// Starts one and waits until it is ready. Of the same name it has the same data.
    Started start(String name, Setup setup) throws IOException, InterruptedException {
        Path config = processes.folder().resolve(name + ".yaml");
        Files.writeString(
                config,
                "sip:\n  udp: 127.0.0.1:0\n  tcp: off\nhttp:\n  listen: 127.0.0.1:0\ntrace: on\n"
                        + "adminKey: "
                        + ADMINISTRATOR
                        + "\n"
                        + setup.settings);
        Path apply = processes.folder().resolve(name + "-apply.yaml");
        Files.writeString(apply, accounts(setup));
        Path out = processes.folder().resolve(name + ".out");
        Files.deleteIfExists(out);
        List<String> command =
                List.of(
                        root.resolve("referee").toString(),
                        "serve",
                        "--data",
                        processes.folder().resolve(name + "-data").toString(),
                        "--config",
                        config.toString(),
                        "--apply",
                        apply.toString());
        long begun = System.nanoTime();
        Process process = processes.start(name, command, setup.variables);
        Matcher ready = awaited(process, out);
        long took = System.nanoTime() - begun;
        int sip = Integer.parseInt(ready.group(1));
        return new Started(process, sip, Integer.parseInt(ready.group(2)), begun, took);
    }

    private static String accounts(Setup setup) {
        StringBuilder text =
                new StringBuilder("users:\n  - name: bench\n    password: bench-console\n");
        text.append("    keys: [").append(KEY).append("]\n    accounts:\n");
        account(text, "callee", "consume" + setup.calleeHas);
        account(text, "caller", "deny");
        account(text, "target", "deny");
        for (int i = 0; i < setup.accounts; i++) {
            account(text, "user" + i, "deny");
        }
        return text.append(setup.plans).toString();
    }

    private static void account(StringBuilder text, String name, String transfer) {
        text.append("      - {name: %s, domain: localhost, ".formatted(name))
                .append("password: %s, transfer: %s}\n".formatted(Servers.PASSWORD, transfer));
    }

    private static Matcher awaited(Process process, Path out)
            throws IOException, InterruptedException {
        for (int i = 0; i < START_SECONDS * 1_000 / POLL_MILLIS; i++) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended; see " + out);
            }
            Matcher found = READY.matcher(Files.readString(out));
            if (found.find()) {
                return found;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("the server is not ready; see " + out);
    }
}

package io.referee.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Starts what the calls go through, on loopback and on free ports.
final class Servers {
    private static final Pattern READY = Pattern.compile("READY sip=udp:127\\.0\\.0\\.1:(\\d+)");
    private static final int START_SECONDS = 60;

    /// Of all accounts.
    static final String PASSWORD = "bench";

    private final Plan plan;
    private final Processes processes;
    private final Sipp sipp;

    Servers(Plan plan, Processes processes, Sipp sipp) {
        this.plan = plan;
        this.processes = processes;
        this.sipp = sipp;
    }

    static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }

    /// Nothing in between.
    Subject direct() throws IOException {
        int port = freePort();
        return new Subject("direct", null, port, port);
    }

    /// A relay that knows no SIP.
    Subject relay() throws IOException, InterruptedException {
        int port = freePort();
        int callee = freePort();
        Process process =
                processes.start(
                        "relay",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Relay.class.getName(),
                                "" + port,
                                "" + callee));
        awaited(process, "relay", Pattern.compile("READY"));
        return new Subject("relay", process, port, callee);
    }

    /// Kamailio with two workers and no TCP.
    Subject kamailio() throws IOException, InterruptedException {
        int port = freePort();
        int callee = freePort();
        Path run = Files.createDirectories(processes.folder().resolve("kamailio"));
        Process process =
                processes.start(
                        "kamailio",
                        List.of(
                                "kamailio",
                                "-DD",
                                "-E",
                                "-n",
                                "2",
                                "-m",
                                "256",
                                "-M",
                                "32",
                                "-f",
                                plan.root().resolve("bench/kamailio/proxy.cfg").toString(),
                                "-A",
                                "CALLEE=\"sip:127.0.0.1:" + callee + "\"",
                                "-l",
                                "udp:127.0.0.1:" + port,
                                "-Y",
                                run.toString(),
                                "-w",
                                run.toString()));
        for (int second = 0; second < START_SECONDS; second++) {
            alive(process, "kamailio");
            if (answers(port)) {
                return new Subject("kamailio", process, port, callee);
            }
        }
        throw new IllegalStateException("kamailio does not listen on port " + port);
    }

    /// Whether anything comes back for a request that may go no further (Max-Forwards 0).
    private static boolean answers(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setSoTimeout(1_000);
            int own = socket.getLocalPort();
            byte[] request =
                    ("OPTIONS sip:localhost SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                                    + own
                                    + ";branch=z9hG4bK-ready\r\n"
                                    + "From: <sip:ready@localhost>;tag=1\r\n"
                                    + "To: <sip:localhost>\r\n"
                                    + "Call-ID: ready-"
                                    + own
                                    + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 0\r\n"
                                    + "Content-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            socket.send(
                    new DatagramPacket(
                            request, request.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(new byte[2_000], 2_000));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /// Referee as its launcher starts it, with records, events and traces, and the callee
    /// registered with digest.
    Subject referee() throws IOException, InterruptedException {
        Process process = referee("referee", "");
        int port = Integer.parseInt(awaited(process, "referee", READY).group(1));
        int callee = freePort();
        sipp.register("callee", port, callee);
        return new Subject("referee", process, port, callee);
    }

    /// Another one, whose callee has each call transferred to a target.
    Subject transferring() throws IOException, InterruptedException {
        Process process =
                referee(
                        "transferred",
                        "transfer: {running: 1000000, perMinute: 1000000, perDay: 1000000}\n");
        int port = Integer.parseInt(awaited(process, "transferred", READY).group(1));
        int callee = freePort();
        sipp.register("callee", port, callee);
        int target = freePort();
        sipp.register("target", port, target);
        return new Subject("transferred", process, port, callee, target, Subject.Timed.TRANSFER);
    }

    /// What a call goes through before it rings the callee.
    enum Planned {
        NOTHING("no plan"),
        RULES("rules"),
        SCRIPT("script");

        private final String name;

        Planned(String name) {
            this.name = name;
        }
    }

    /// A Referee whose callee has an incoming plan that rings its own phone.
    Subject planned(Planned planned) throws IOException, InterruptedException {
        String name = planned.name;
        Process process =
                referee(
                        name.replace(' ', '-'),
                        "dialPlans: {ruby: %s, executions: 10000}\n".formatted(plan.ruby()),
                        planned == Planned.NOTHING ? "" : ", in: " + planned.name,
                        plans());
        int port = Integer.parseInt(awaited(process, name.replace(' ', '-'), READY).group(1));
        int callee = freePort();
        sipp.register("callee", port, callee);
        return new Subject(name.replace(' ', '-'), process, port, callee);
    }

    /// A Referee whose callee has the plan of thirty lines, beside another owner whose plan does
    /// harm.
    Subject besideHarm() throws IOException, InterruptedException {
        String other =
                "  - name: eve\n"
                        + "    accounts:\n"
                        + "      - {name: mallory, domain: localhost, password: %s, in: harm}\n"
                                .formatted(PASSWORD)
                        + "    dialPlans:\n"
                        + "      - {name: harm, type: ruby, file: %s}\n"
                                .formatted(plan.root().resolve("bench/plans/hostile.rb"));
        String name = "tenants";
        Process process =
                referee(
                        name,
                        "dialPlans: {ruby: %s}\n".formatted(plan.ruby()),
                        ", in: script",
                        plans() + other);
        int port = Integer.parseInt(awaited(process, name, READY).group(1));
        int callee = freePort();
        sipp.register("callee", port, callee);
        return new Subject(name, process, port, callee);
    }

    /// A list of ten rules of which the last is for incoming calls, and the plan of thirty lines.
    private String plans() {
        StringBuilder rules = new StringBuilder();
        for (int i = 1; i < 10; i++) {
            rules.append(
                    "          - {direction: in, toMatch: toSIPAccount, toMatchParameter: other%d,"
                                    .formatted(i)
                            + " command: dialAdvanced, parameters: callee@local}\n");
        }
        return "    dialPlans:\n"
                + "      - name: rules\n"
                + "        type: rules\n"
                + "        rules:\n"
                + rules
                + "          - {direction: in, command: dialAdvanced, parameters:"
                + " callee@local, parameters2: 20}\n"
                + "      - {name: script, type: ruby, file: %s}\n"
                        .formatted(plan.root().resolve("bench/plans/thirty-lines.rb"));
    }

    private Process referee(String name, String settings) throws IOException {
        return referee(name, settings, "", "");
    }

    private Process referee(String name, String settings, String calleeHas, String plans)
            throws IOException {
        Path config = processes.folder().resolve(name + ".yaml");
        Files.writeString(
                config,
                "sip:\n  udp: 127.0.0.1:0\n  tcp: off\nhttp:\n  listen: 127.0.0.1:0\ntrace: on\n"
                        + settings);
        Path apply = processes.folder().resolve(name + "-apply.yaml");
        Files.writeString(
                apply,
                "users:\n"
                        + "  - name: bench\n"
                        + "    password: bench-console\n"
                        + "    keys: [k-bench]\n"
                        + "    accounts:\n"
                        + account("callee", "consume" + calleeHas)
                        + account("target", "deny")
                        + plans);
        return processes.start(
                name,
                List.of(
                        plan.root().resolve("referee").toString(),
                        "serve",
                        "--data",
                        processes.folder().resolve(name + "-data").toString(),
                        "--config",
                        config.toString(),
                        "--apply",
                        apply.toString()));
    }

    private static String account(String name, String transfer) {
        return "      - {name: %s, domain: localhost, password: %s, transfer: %s}\n"
                .formatted(name, PASSWORD, transfer);
    }

    private Matcher awaited(Process process, String name, Pattern ready)
            throws IOException, InterruptedException {
        Path out = processes.folder().resolve(name + ".out");
        for (int tenth = 0; tenth < START_SECONDS * 10; tenth++) {
            alive(process, name);
            Matcher found = ready.matcher(Files.readString(out));
            if (found.find()) {
                return found;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(name + " is not ready; see " + out);
    }

    private void alive(Process process, String name) {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    name + " ended; see " + processes.folder().resolve(name + ".out"));
        }
    }
}

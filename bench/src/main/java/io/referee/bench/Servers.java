package io.referee.bench;

import io.referee.bench.Subject.Played;
import io.referee.bench.Subject.Ports;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Starts what the calls go through, on loopback and on free ports.
final class Servers {
    private static final int RELAY_TENTHS = 100;

    /// Of all accounts.
    static final String PASSWORD = "bench";

    private final Plan plan;
    private final Processes processes;
    private final Sipp sipp;
    private final Kamailio kamailio;
    private final Referee referee;

    Servers(Plan plan, Processes processes, Sipp sipp) {
        this.plan = plan;
        this.processes = processes;
        this.sipp = sipp;
        this.kamailio = new Kamailio(plan.root(), processes);
        this.referee = new Referee(plan.root(), processes);
    }

    static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }

    /// Nothing in between.
    Subject direct() throws IOException {
        int port = freePort();
        return new Subject("direct", null, new Ports(port, port, 0, 0), Played.CALL);
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
        Path out = processes.folder().resolve("relay.out");
        for (int tenth = 0; !Files.readString(out).contains("READY"); tenth++) {
            if (tenth > RELAY_TENTHS) {
                throw new IllegalStateException("the relay is not ready; see " + out);
            }
            Thread.sleep(100);
        }
        return new Subject("relay", process, new Ports(port, callee, 0, 0), Played.CALL);
    }

    Kamailio kamailio() {
        return kamailio;
    }

    Referee bare() {
        return referee;
    }

    /// Referee as its launcher starts it, with records, events and traces, and the callee
    /// registered with digest.
    Subject referee() throws IOException, InterruptedException {
        return referee("referee", Referee.Setup.UNLIMITED, Played.CALL);
    }

    /// Another one, without limits for accounts, the target of transfers registered too.
    Subject referee(String name, Played played) throws IOException, InterruptedException {
        return referee(name, Referee.Setup.UNLIMITED, played);
    }

    /// One more, set up as wanted.
    Subject referee(String name, Referee.Setup setup, Played played)
            throws IOException, InterruptedException {
        Referee.Started it = referee.start(name, setup);
        Ports ports = new Ports(it.sip(), freePort(), freePort(), it.http());
        sipp.register("callee", it.sip(), ports.callee());
        sipp.register("target", it.sip(), ports.target());
        return new Subject(name, it.process(), ports, played);
    }

    /// What a call goes through before it rings the callee.
    enum Planned {
        NOTHING("no-plan"),
        RULES("rules"),
        SCRIPT("script");

        private final String name;

        Planned(String name) {
            this.name = name;
        }
    }

    /// A Referee whose callee has an incoming plan that rings its own phone.
    Subject planned(Planned planned) throws IOException, InterruptedException {
        String has = planned == Planned.NOTHING ? "" : ", in: " + planned.name;
        String settings = "dialPlans: {ruby: %s, executions: 10000}\n".formatted(plan.ruby());
        return referee(
                planned.name,
                Referee.Setup.PLAIN.with(settings).planned(has, plans()),
                Played.CALL);
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
        return referee(
                "tenants",
                Referee.Setup.PLAIN
                        .with("dialPlans: {ruby: %s}\n".formatted(plan.ruby()))
                        .planned(", in: script", plans() + other),
                Played.CALL);
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
}

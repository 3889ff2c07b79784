package io.referee.server.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.referee.server.api.Door.Access;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;
import io.referee.server.provider.Standing;
import io.referee.sip.session.UserAgent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers of the server in the text format of Prometheus, and whether it lives. *Any thread*;
/// what it hears of the event stream comes on the engine thread.
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ApiServices services;
    private final String version;
    private final Counter calls;
    private final Counter requested;
    private String latest = "";
    private final Counter blocked;
    private final Counter completed;
    private final Counter failed;
    private final Counter aborted;
    private final Counter unknown;
    private volatile Live live = new Live(0, 0, 0, 0, 0, 0, 0);
    private volatile boolean answering = true;

    /// What only the engine knows.
    private record Live(
            int calls,
            int legs,
            int bindings,
            int sessions,
            int transactions,
            int wanted,
            int registered) {}

    Metrics(ApiServices services, String version) {
        this.services = services;
        this.version = version;
        this.calls = counter("referee.calls", "Calls that began.");
        this.requested =
                counter("referee.transfers.requested", "Transfers that somebody asked for.");
        this.blocked = outcome("blocked");
        this.completed = outcome("completed");
        this.failed = outcome("failed");
        this.aborted = outcome("aborted");
        this.unknown = outcome("unknown");
        bindMachine();
        bindServer();
        services.measures().forEach(this::bind);
        services.events().attach(this::happened);
    }

    List<Door> doors() {
        return List.of(
                Door.get("/healthz", this::health).open(Access.NEAR),
                Door.get("/metrics", this::scrape).open(Access.NEAR));
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter outcome(String outcome) {
        return Counter.builder("referee.transfers")
                .description("Transfers by how they ended.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private void bindMachine() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private void bindServer() {
        bind(
                Measure.gauge(
                        "referee.engine.answers",
                        "1 when it answered in time.",
                        () -> answering ? 1 : 0));
        bind(Measure.gauge("referee.calls.live", "Calls that are alive.", () -> live.calls()));
        bind(Measure.gauge("referee.legs.live", "Legs that are alive.", () -> live.legs()));
        bind(Measure.gauge("referee.registrations", "Bindings of phones.", () -> live.bindings()));
        bind(Measure.gauge("referee.sessions", "Sessions of the stack.", () -> live.sessions()));
        bind(
                Measure.gauge(
                        "referee.transactions",
                        "Transactions, those included that linger for their timers.",
                        () -> live.transactions()));
        bind(
                Measure.gauge(
                        "referee.providers.wanted",
                        "Providers that we are to be registered with.",
                        () -> live.wanted()));
        bind(
                Measure.gauge(
                        "referee.providers.registered",
                        "Those of them that know where we are.",
                        () -> live.registered()));
        bind(
                Measure.gauge(
                        "referee.traces.octets",
                        "Memory of the kept ladders.",
                        () -> services.traces().octets()));
    }

    private void bind(Measure measure) {
        switch (measure.kind()) {
            case COUNTER ->
                    FunctionCounter.builder(measure.name(), measure, m -> m.value().getAsDouble())
                            .description(measure.description())
                            .register(registry);
            case GAUGE ->
                    Gauge.builder(measure.name(), measure, m -> m.value().getAsDouble())
                            .description(measure.description())
                            .strongReference(true)
                            .register(registry);
        }
    }

    /// An owner who is asked about a call of somebody else is told as well: that is one request.
    private void requested(String transfer) {
        if (!transfer.equals(latest)) {
            latest = transfer;
            requested.increment();
        }
    }

    private void happened(Event event) {
        switch (event.fact()) {
            case CallFact.Created _ -> calls.increment();
            case TransferFact.Requested f -> requested(f.transfer());
            case TransferFact.Blocked _ -> blocked.increment();
            case TransferFact.Completed _ -> completed.increment();
            case TransferFact.Failed _ -> failed.increment();
            case TransferFact.Aborted _ -> aborted.increment();
            case TransferFact.Unknown _ -> unknown.increment();
            default -> {} // the other facts are not counted
        }
    }

    /// When the engine does not answer, the other numbers are wanted all the more; its own are the
    /// last known.
    private Reply scrape(Asked asked) {
        try {
            live = look();
            answering = true;
        } catch (EngineDoor.Busy _) {
            answering = false;
        }
        return Reply.text("text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }

    /// Calls go on whatever the troubles are, so the status stays 200.
    private Reply health(Asked asked) {
        Live now = look();
        List<String> troubles = services.troubles().get();
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", troubles.isEmpty() ? "ok" : "degraded");
        health.put("version", version);
        health.put("calls", now.calls());
        health.put("troubles", troubles);
        return Reply.json(health);
    }

    private Live look() {
        return services.engine()
                .ask(
                        () -> {
                            UserAgent agent = services.switchboard().agent();
                            int legs =
                                    services.switchboard().calls().stream()
                                            .mapToInt(call -> call.legsNow().size())
                                            .sum();
                            List<Standing.State> providers = providers();
                            return new Live(
                                    services.switchboard().calls().size(),
                                    legs,
                                    services.registrar().size(),
                                    agent.sessionCount(),
                                    agent.size() - agent.sessionCount(),
                                    (int)
                                            providers.stream()
                                                    .filter(state -> state != Standing.State.OFF)
                                                    .count(),
                                    Collections.frequency(providers, Standing.State.REGISTERED));
                        });
    }

    /// *Engine thread only.*
    private List<Standing.State> providers() {
        return services.directory().current().providers().stream()
                .flatMap(one -> services.providers().standing(one.owner(), one.name()).stream())
                .map(Standing::state)
                .toList();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}

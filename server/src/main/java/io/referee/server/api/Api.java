package io.referee.server.api;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinLogger;
import io.referee.server.store.Outage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The HTTP server. Made before the engine starts (it listens to the event stream), started,
/// closed; each once. *Any thread.*
public final class Api implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final HttpSockets sockets;
    private final Guards guards;
    private final EventDoors events;
    private final SipSockets sip;
    private final Metrics metrics;
    private final List<Door> doors = new ArrayList<>();
    private volatile @Nullable Javalin server;

    public Api(ApiSettings settings, ApiServices services) {
        this(settings, services, SipRoute.off());
    }

    /// @param sip how SIP over WebSocket is offered
    public Api(ApiSettings settings, ApiServices services, SipRoute sip) {
        this.sockets = new HttpSockets(settings);
        this.sip = new SipSockets(sip);
        this.guards =
                new Guards(
                        settings,
                        new Keys(settings.adminKeyHash(), services.directory()::current),
                        new WrongKeys(services));
        this.events = new EventDoors(services.events(), services.traces(), guards);
        this.metrics = new Metrics(services, settings.version());
        doors.addAll(metrics.doors());
        doors.addAll(new Description().doors());
        doors.addAll(new CallDoors(services).doors());
        doors.addAll(new CallbackDoors(services).doors());
        doors.addAll(new HoldDoors(services).doors());
        doors.addAll(new TransferDoors(services).doors());
        doors.addAll(new RecordDoors(services).doors());
        doors.addAll(new AuditDoors(services).doors());
        doors.addAll(new DirectoryDoors(services).doors());
        doors.addAll(new PlanVersionDoors(services).doors());
        doors.addAll(new PlanRubyDoors(services).doors());
        doors.addAll(new ProviderDoors(services).doors());
        doors.addAll(new CallManagerDoors(services).doors());
        doors.addAll(OlderDoors.of(settings, services));
        doors.addAll(new RpcDoors(services).doors());
        doors.addAll(new BanDoors(services).doors());
        doors.addAll(new BackupDoors(services).doors());
        doors.addAll(new StatusDoors(services, settings.version()).doors());
    }

    /// What the router answers, but for HEAD, each as `GET /api/v1/calls/{id}`, a WebSocket as the
    /// GET that begins it. Only while it runs.
    List<String> addresses() {
        JavalinState router = Objects.requireNonNull(server).unsafe;
        Stream<String> plain =
                router.internalRouter.allHttpHandlers().stream()
                        .map(one -> one.endpoint)
                        .filter(one -> one.method.isHttpMethod())
                        .filter(one -> one.method != HandlerType.HEAD)
                        .map(one -> one.method.name() + " " + one.path);
        Stream<String> sockets =
                router.internalRouter.allWsHandlers().stream().map(one -> "GET " + one.getPath());
        return Stream.concat(plain, sockets).distinct().toList();
    }

    /// All that has an address, but for the events and SIP.
    List<Door> doors() {
        return List.copyOf(doors);
    }

    /// Binds the address and begins to answer.
    ///
    /// @return the address that is really bound
    /// @throws ListenFailed with one sentence when the address cannot be had
    public InetSocketAddress start() throws ListenFailed {
        if (server != null) {
            throw new IllegalStateException("this API was started before");
        }
        JavalinLogger.enabled = false; // who starts us says where we listen, or why not
        Javalin starting = Javalin.create(this::configure);
        try {
            starting.start();
        } catch (RuntimeException e) {
            starting.stop();
            throw sockets.failure(rootMessage(e));
        }
        server = starting;
        return sockets.http();
    }

    /// The address that is bound for HTTPS; empty when that is off, or before the start.
    public Optional<InetSocketAddress> https() {
        return sockets.https();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        for (Throwable next = e; next != null; next = next.getCause()) {
            root = next;
        }
        return String.valueOf(root.getMessage());
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = Asked.BODY_OCTETS_AT_MOST;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.modifyHttpConfiguration(
                http -> {
                    http.setSendServerVersion(false);
                    http.setSendXPoweredBy(false);
                });
        sockets.configure(config.jetty);
        config.jetty.modifyServer(
                jetty -> {
                    jetty.setErrorHandler(new BareErrors());
                    jetty.setStopTimeout(0);
                });
        config.jetty.modifyWebSocketServletFactory(
                sockets -> {
                    sockets.setMaxTextMessageSize(SipSockets.MESSAGE_OCTETS_AT_MOST);
                    sockets.setMaxBinaryMessageSize(SipSockets.MESSAGE_OCTETS_AT_MOST);
                });
        for (Door door : doors) {
            config.routes.addHttpHandler(
                    door.method(), door.path(), context -> answer(context, door));
            if (door.method() == HandlerType.GET) {
                config.routes.addHttpHandler(
                        HandlerType.HEAD, door.path(), context -> head(context, door));
            }
        }
        events.register(config.routes);
        sip.register(config.routes);
        config.routes.exception(
                Problem.class, (problem, context) -> send(context, problem.reply()));
        config.routes.exception(
                EngineDoor.Busy.class, (busy, context) -> send(context, busy(busy)));
        config.routes.exception(HttpResponseException.class, Api::refuse);
        config.routes.exception(Exception.class, Api::fail);
    }

    private void answer(Context context, Door door) {
        send(context, door.answer(guards.admit(context, door.access())));
    }

    /// HEAD: what GET answers, of which the HTTP server sends no body. Where GET does something, as
    /// with older services, there is no HEAD.
    private void head(Context context, Door door) {
        if (door.safe()) {
            answer(context, door);
        } else {
            send(context, noMethod(context).reply().with("Allow", "GET"));
        }
    }

    private static Problem noMethod(Context context) {
        return new Problem(
                405, "method-not-allowed", context.path() + " has no " + context.method() + ".");
    }

    private static void send(Context context, Reply reply) {
        context.status(reply.status());
        reply.headers().forEach(context::header);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Cache-Control", "no-store");
        if (!reply.contentType().isEmpty()) {
            context.contentType(reply.contentType());
        }
        context.result(reply.body());
    }

    private static Reply databaseAway() {
        return new Problem(503, "database-away", "The database does not answer; calls go on.")
                .reply()
                .with("Retry-After", "5");
    }

    private static Reply busy(EngineDoor.Busy busy) {
        return new Problem(503, "busy", String.valueOf(busy.getMessage()))
                .reply()
                .with("Retry-After", "1");
    }

    /// What Javalin refuses by itself: unknown addresses, wrong methods, long bodies.
    private static void refuse(HttpResponseException refusal, Context context) {
        int status = refusal.getStatus();
        Problem problem =
                switch (status) {
                    case 404 -> Problem.notFound("such address: " + context.path());
                    case 405 -> noMethod(context);
                    case 413 ->
                            new Problem(
                                    413,
                                    "too-large",
                                    "A body has at most " + Asked.BODY_OCTETS_AT_MOST + " octets.");
                    default ->
                            new Problem(
                                    status, "http-" + status, String.valueOf(refusal.getMessage()));
                };
        Reply reply = problem.reply();
        send(context, status == 405 ? reply.with("Allow", allowed(refusal)) : reply);
    }

    private static String allowed(HttpResponseException refusal) {
        return Optional.ofNullable(refusal.getDetails().get("availableMethods"))
                .orElse("")
                .toUpperCase(Locale.ROOT);
    }

    private static void fail(Exception failure, Context context) {
        if (Outage.in(failure)) {
            LOG.warn(
                    "{} {} could not be answered: the database is away",
                    context.method(),
                    context.path());
            send(context, databaseAway());
            return;
        }
        LOG.error("{} {} could not be answered", context.method(), context.path(), failure);
        send(context, new Problem(500, "internal", "The server failed; its log says how.").reply());
    }

    /// To be told when another directory is in force: readers of events whose key is nobody's any
    /// more are cut off.
    public void directoryChanged() {
        events.directoryChanged();
    }

    /// Ends the event readers and browser phones and stops answering, within two seconds. Harmless
    /// the second time.
    @Override
    public void close() {
        events.close();
        sip.close();
        Javalin running = server;
        if (running != null) {
            running.stop();
        }
        metrics.close();
    }
}

package io.referee.server.app;

import io.referee.server.api.RubyStanding;
import io.referee.server.app.config.Configuration.DialPlans;
import io.referee.server.script.ScriptWorkers;
import io.referee.server.script.Scripts;
import io.referee.server.script.Walls;
import io.referee.server.script.WorkerSettings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The processes that run Ruby dial plans, begun when the first plan needs them: CRuby where it and
/// bubblewrap are installed, otherwise JRuby, which comes with the server. *Any thread.*
public final class RubyWorkers implements Supplier<Scripts>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RubyWorkers.class);

    private static final String NO_WALLS =
            "bubblewrap cannot put up its walls here, and dialPlans.walls says that it must";

    private final DialPlans.Ruby wanted;
    private final ZoneId zone;
    private final boolean wallsRequired;
    private final Function<String, Optional<Path>> programs;
    private @Nullable ScriptWorkers workers;
    private @Nullable Boolean wallsHold;
    private boolean closed;

    public RubyWorkers(DialPlans plans) {
        this(plans, plans.zone());
    }

    /// The same, with another zone than that of the settings.
    public RubyWorkers(DialPlans plans, ZoneId zone) {
        this(plans, zone, RubyWorkers::program);
    }

    /// @param programs finds a program by its name
    RubyWorkers(DialPlans plans, Function<String, Optional<Path>> programs) {
        this(plans, plans.zone(), programs);
    }

    private RubyWorkers(DialPlans plans, ZoneId zone, Function<String, Optional<Path>> programs) {
        this.programs = programs;
        this.wanted = plans.ruby();
        this.zone = zone;
        this.wallsRequired = plans.wallsRequired();
    }

    @Override
    public synchronized Scripts get() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        if (wallsRequired && walls().isEmpty()) {
            return new RefusedScripts(NO_WALLS);
        }
        if (workers == null) {
            WorkerSettings settings = settings().in(zone).walled(walling());
            LOG.info("Ruby dial plans run on {}", settings.engine());
            workers = new ScriptWorkers(settings);
        }
        return workers;
    }

    /// How scripts are run here, without starting anybody who runs them.
    synchronized RubyStanding standing() {
        String word = wanted.name().toLowerCase(Locale.ROOT);
        return new RubyStanding(
                word,
                settings().engine().name().toLowerCase(Locale.ROOT),
                missing(),
                Optional.ofNullable(workers).map(ScriptWorkers::state));
    }

    private WorkerSettings.Walling walling() {
        return wallsRequired ? WorkerSettings.Walling.REQUIRED : WorkerSettings.Walling.WANTED;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        String without =
                wallsRequired
                        ? ": no Ruby dial plan can run (dialPlans.walls: required)."
                        : ": scripts run without the walls of the operating system.";
        if (walls().isEmpty()) {
            String why =
                    programs.apply("bwrap").isEmpty() ? "is not on the path" : "cannot work here";
            missing.add("bubblewrap (the program bwrap) " + why + without);
        }
        if (workers != null) {
            workers.state().unwalled().forEach(one -> missing.add("a wall: " + one + without));
        }
        if (programs.apply("ruby").isEmpty() && wanted != DialPlans.Ruby.JRUBY) {
            missing.add(
                    wanted == DialPlans.Ruby.CRUBY
                            ? "the program ruby is not on the path: no Ruby dial plan can run."
                            : "the program ruby is not on the path: JRuby is used.");
        }
        return List.copyOf(missing);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (workers != null) {
            workers.close();
        }
    }

    private WorkerSettings settings() {
        Optional<Path> ruby = programs.apply("ruby");
        Optional<Path> walls = walls();
        boolean native_ =
                switch (wanted) {
                    case JRUBY -> false;
                    case CRUBY -> true;
                    case AUTO -> ruby.isPresent() && walls.isPresent();
                };
        return native_
                ? WorkerSettings.cruby(ruby.orElse(Path.of("ruby")), walls)
                : WorkerSettings.jruby(
                        Path.of(System.getProperty("java.home")), classPath(), walls);
    }

    /// Bubblewrap, if it can put up its walls: in many containers it may not.
    private Optional<Path> walls() {
        Optional<Path> found = programs.apply("bwrap");
        if (wallsHold == null) {
            wallsHold = found.isPresent() && Walls.hold(found.get());
        }
        return wallsHold ? found : Optional.empty();
    }

    /// A program on the path.
    static Optional<Path> program(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// What a worker on JRuby is made of: this server with its libraries, and JRuby, which stands
    /// in a folder beside them, or on our own class path when we are run from a build.
    private static List<Path> classPath() {
        List<Path> parts = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            parts.add(Path.of(entry).toAbsolutePath());
        }
        Path here = home();
        Path beside = here.resolveSibling("../ruby/jruby-complete.jar").normalize();
        if (Files.exists(beside)) {
            parts.add(beside);
            try (Stream<Path> libraries = Files.list(here.resolveSibling("."))) {
                libraries.filter(RubyWorkers::needed).forEach(parts::add);
            } catch (IOException e) {
                LOG.warn("The libraries beside {} cannot be listed: {}", here, e.getMessage());
            }
        }
        return List.copyOf(parts);
    }

    private static boolean needed(Path library) {
        return library.getFileName().toString().startsWith("jackson");
    }

    private static Path home() {
        try {
            return Path.of(
                    RubyWorkers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.referee.server.script;

import org.jruby.Ruby;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The workers that the tests share: JRuby always, CRuby when it is installed; each behind the
/// walls of the operating system, when they can be had, and without. They end with the JVM.
enum Engines {
    JRUBY,
    JRUBY_WALLED,
    CRUBY,
    CRUBY_WALLED;

    private static final Map<Engines, ScriptWorkers> STARTED = new EnumMap<>(Engines.class);
    private static final Optional<Path> RUBY = program("ruby");
    private static final Optional<Path> BUBBLEWRAP = program("bwrap");

    /// Those that this machine has, without walls.
    static List<Engines> here() {
        List<Engines> here = new ArrayList<>(List.of(JRUBY));
        if (RUBY.isPresent()) {
            here.add(CRUBY);
        } else {
            missing("ruby", "CRuby");
        }
        return here;
    }

    /// Those that this machine has, with and without walls.
    static List<Engines> hereWithWalls() {
        List<Engines> here = here();
        if (BUBBLEWRAP.isPresent() && Walls.hold(BUBBLEWRAP.get())) {
            here.add(JRUBY_WALLED);
            RUBY.ifPresent(_ -> here.add(CRUBY_WALLED));
        } else {
            missing("bwrap", "the walls of the operating system");
        }
        return here;
    }

    /// The one whose processes start soonest, for what does not depend on the engine.
    static Engines quickest() {
        return here().getLast();
    }

    boolean isCRuby() {
        return this == CRUBY || this == CRUBY_WALLED;
    }

    private static void missing(String program, String what) {
        System.err.println("no " + program + " here: the tests do without " + what);
    }

    /// The shared workers of this kind.
    ScriptWorkers scripts() {
        synchronized (STARTED) {
            return STARTED.computeIfAbsent(this, Engines::started);
        }
    }

    private static ScriptWorkers started(Engines kind) {
        ScriptWorkers made = new ScriptWorkers(kind.settings());
        Runtime.getRuntime().addShutdownHook(new Thread(made::close));
        try {
            if (!made.awaitReady(60)) {
                throw new IllegalStateException(kind + " does not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return made;
    }

    /// On JRuby less patient than usual with scripts that do not stop.
    WorkerSettings settings() {
        return isCRuby() ? usual() : usual().stoppingWithin(Duration.ofMillis(500));
    }

    private WorkerSettings usual() {
        return switch (this) {
            case JRUBY -> WorkerSettings.jruby(java(), classPath(), Optional.empty());
            case JRUBY_WALLED -> WorkerSettings.jruby(java(), classPath(), BUBBLEWRAP);
            case CRUBY -> WorkerSettings.cruby(RUBY.orElseThrow(), Optional.empty());
            case CRUBY_WALLED -> WorkerSettings.cruby(RUBY.orElseThrow(), BUBBLEWRAP);
        };
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"));
    }

    private static List<Path> classPath() {
        return WorkerSettings.classPath(home(Ruby.class));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(it -> Path.of(it, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

package io.referee.server.app;

import io.referee.net.Engine;
import io.referee.net.Gate;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.Security;
import io.referee.server.guard.Guard;
import io.referee.server.guard.GuardSettings;
import io.referee.server.guard.GuardSettings.Rates;
import io.referee.server.guard.Load;

import java.net.InetAddress;
import java.util.function.Consumer;

/// The adapters between the engine and the guard.
final class Protection {
    private static final long NANOS_PER_MICRO = 1_000;

    private Protection() {}

    static Core.Protection of(Configuration configuration, Engine engine) {
        return new Core.Protection(settings(configuration.security()), new Busy(engine));
    }

    private static GuardSettings settings(Security security) {
        if (!security.limits()) {
            return GuardSettings.off();
        }
        return new GuardSettings(
                GuardSettings.Mode.ON,
                security::trusts,
                rates(security.source(), 0),
                rates(security.account(), security.calls()),
                security.failedLogins(),
                security.ban());
    }

    private static Rates rates(Security.PerSecond numbers, int calls) {
        return new Rates(numbers.requests(), numbers.invites(), numbers.registers(), calls);
    }

    /// The guard in front of the sockets.
    record Door(Guard guard) implements Gate {
        @Override
        public boolean admits(InetAddress source) {
            return guard.admits(source);
        }

        @Override
        public void closer(Consumer<InetAddress> closer) {
            guard.closer(closer);
        }

        @Override
        public boolean doubts(InetAddress source) {
            return guard.unproven(source);
        }
    }

    private record Busy(Engine engine) implements Load {
        @Override
        public long micros() {
            return System.nanoTime() / NANOS_PER_MICRO;
        }

        @Override
        public long idleMicros() {
            return engine.idleNanos() / NANOS_PER_MICRO;
        }

        @Override
        public int queued() {
            return engine.waiting();
        }
    }
}

package io.referee.server.app;

import io.referee.net.Engine;
import io.referee.net.SteadyClock;
import io.referee.server.api.Measure;
import io.referee.server.guard.Guard;
import io.referee.server.store.Store;

import java.util.List;

/// The numbers of engine and store for `GET /metrics`.
final class Measures {
    private static final double MILLIS_PER_SECOND = 1_000;

    private Measures() {}

    static List<Measure> of(Engine engine, Store store, Guard guard, SteadyClock clock) {
        return List.of(
                Measure.counter(
                        "referee.sip.received",
                        "SIP messages received",
                        () -> engine.counts().received()),
                Measure.counter(
                        "referee.sip.sent", "SIP messages sent", () -> engine.counts().sent()),
                Measure.counter(
                        "referee.sip.malformed",
                        "Messages that could not be read",
                        () -> engine.counts().malformed()),
                Measure.counter(
                        "referee.engine.dropped",
                        "Messages, connections and commands refused or failed",
                        () -> engine.counts().dropped()),
                Measure.counter(
                        "referee.engine.uncaught",
                        "Events whose handler failed",
                        () -> engine.counts().uncaught()),
                Measure.gauge(
                        "referee.engine.queued",
                        "Commands that wait",
                        () -> engine.counts().queued()),
                Measure.gauge(
                        "referee.engine.timers", "Timers that run", () -> engine.counts().timers()),
                Measure.gauge(
                        "referee.tcp.connections",
                        "Open TCP connections",
                        () -> engine.counts().connections()),
                security("login_failed", "Wrong passwords and keys", guard),
                security("banned", "Sources that were banned", guard),
                security("scanner", "Requests of scanning tools", guard),
                security("limited", "Requests above a limit of their source or account", guard),
                Measure.counter(
                        "referee.security.shed", "Requests refused under overload", guard::shed),
                Measure.counter(
                        "referee.audit.rows",
                        "Rows of the audit: what was refused to whom",
                        store::audited),
                Measure.counter(
                        "referee.store.lost",
                        "Final records that could not be stored",
                        store::lost),
                Measure.gauge(
                        "referee.store.waiting",
                        "Writes that have not reached the database yet",
                        store::waiting),
                Measure.gauge(
                        "referee.store.away.seconds",
                        "For how long the database has not taken anything; 0 while it does",
                        () -> store.away().toMillis() / MILLIS_PER_SECOND),
                Measure.gauge(
                        "referee.clock.behind.seconds",
                        "How far the clock of the machine is ahead, because somebody set it",
                        () -> clock.behind().toMillis() / MILLIS_PER_SECOND));
    }

    private static Measure security(String kind, String description, Guard guard) {
        return Measure.counter("referee.security." + kind, description, () -> guard.total(kind));
    }
}

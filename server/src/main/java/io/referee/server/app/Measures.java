package io.referee.server.app;

import io.referee.net.Engine;
import io.referee.server.api.Measure;
import io.referee.server.store.Store;

import java.util.List;

/// The numbers of engine and store for `GET /metrics`.
final class Measures {
    private Measures() {}

    static List<Measure> of(Engine engine, Store store) {
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
                Measure.counter(
                        "referee.store.lost",
                        "Final records that could not be stored",
                        store::lost));
    }
}

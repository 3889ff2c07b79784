package io.referee.server.app.cli;

import io.referee.server.app.RubyWorkers;
import io.referee.server.app.config.Configuration.DialPlans;
import io.referee.server.script.Scripts;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/// Workers for scripts in each time zone that is asked for: the zone of a worker is that of its
/// process. *One thread.*
final class ZonedWorkers implements AutoCloseable {
    private final DialPlans plans;
    private final Map<ZoneId, RubyWorkers> workers = new HashMap<>();

    ZonedWorkers(DialPlans plans) {
        this.plans = plans;
    }

    /// Who runs scripts whose clock shows that zone.
    Scripts in(ZoneId zone) {
        return workers.computeIfAbsent(zone, wanted -> new RubyWorkers(plans, wanted)).get();
    }

    @Override
    public void close() {
        workers.values().forEach(RubyWorkers::close);
    }
}

package io.referee.server.api;

import io.referee.server.script.Scripts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How Ruby dial plans are run here, and what is missing for it. *Immutable.*
///
/// @param wanted `auto`, `jruby` or `cruby`
/// @param engine the one in force
/// @param missing one sentence for each thing that is not there
/// @param state empty while no plan has needed a worker
public record RubyStanding(
        String wanted, String engine, List<String> missing, Optional<Scripts.State> state) {

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("wanted", wanted);
        json.put("engine", engine);
        json.put("missing", missing);
        json.put("started", state.isPresent());
        state.ifPresent(
                now -> {
                    json.put("version", now.engine());
                    json.put("sandboxed", now.sandboxed());
                    json.put("workers", now.workers());
                    json.put("running", now.running());
                    json.put("waiting", now.waiting());
                    json.put("queued", now.queued());
                    json.put("lost", now.lost());
                    json.put("unwalled", now.unwalled());
                });
        return json;
    }
}

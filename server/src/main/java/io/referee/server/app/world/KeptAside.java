package io.referee.server.app.world;

import io.referee.server.account.PlanValueStore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What is kept elsewhere, with changes that nobody else ever sees: whoever asks here finds what he
/// wrote here, and else what is kept. *One thread.*
final class KeptAside implements PlanValueStore {
    private final PlanValueStore behind;
    private final Map<String, Map<String, Optional<String>>> changes = new HashMap<>();

    KeptAside(PlanValueStore behind) {
        this.behind = behind;
    }

    private Map<String, Optional<String>> of(String owner) {
        return changes.computeIfAbsent(owner, _ -> new HashMap<>());
    }

    @Override
    public Optional<String> read(String owner, String key) {
        Optional<String> changed = of(owner).get(key);
        return changed == null ? behind.read(owner, key) : changed;
    }

    @Override
    public List<String> keys(String owner) {
        return keys(behind.keys(owner), of(owner));
    }

    /// Keys after these changes, in their order.
    static List<String> keys(List<String> before, Map<String, Optional<String>> changes) {
        TreeSet<String> keys = new TreeSet<>(before);
        changes.forEach(
                (key, content) -> {
                    if (content.isPresent()) {
                        keys.add(key);
                    } else {
                        keys.remove(key);
                    }
                });
        return List.copyOf(keys);
    }

    @Override
    public boolean apply(String owner, Map<String, Optional<String>> added) {
        boolean fits = keys(keys(owner), added).size() <= MAX_KEYS;
        if (fits) {
            of(owner).putAll(added);
        }
        return fits;
    }
}

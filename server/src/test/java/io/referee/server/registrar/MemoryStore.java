package io.referee.server.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps bindings while a test runs.
final class MemoryStore implements BindingStore {
    private final Map<StoredBinding.Key, StoredBinding> kept = new LinkedHashMap<>();

    @Override
    public void upsert(StoredBinding binding) {
        kept.put(binding.key(), binding);
    }

    @Override
    public void remove(StoredBinding.Key key) {
        kept.remove(key);
    }

    @Override
    public List<StoredBinding> loadAll() {
        return List.copyOf(kept.values());
    }
}

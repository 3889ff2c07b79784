package io.referee.server.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps bindings while a test runs.
final class MemoryStore implements BindingStore {
    private final Map<String, StoredBinding> kept = new LinkedHashMap<>();

    @Override
    public void upsert(StoredBinding binding) {
        kept.put(binding.aor() + ' ' + binding.contact(), binding);
    }

    @Override
    public void remove(String aor, String contact) {
        kept.remove(aor + ' ' + contact);
    }

    @Override
    public List<StoredBinding> loadAll() {
        return List.copyOf(kept.values());
    }
}

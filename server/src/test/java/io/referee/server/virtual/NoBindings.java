package io.referee.server.virtual;

import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.StoredBinding;

import java.util.List;

/// A store that keeps no bindings.
public final class NoBindings implements BindingStore {
    @Override
    public void upsert(StoredBinding binding) {}

    @Override
    public void remove(StoredBinding.Key key) {}

    @Override
    public List<StoredBinding> loadAll() {
        return List.of();
    }
}

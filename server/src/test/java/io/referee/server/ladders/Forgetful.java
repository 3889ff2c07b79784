package io.referee.server.ladders;

import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.StoredBinding;

import java.util.List;

/// Keeps no bindings.
final class Forgetful implements BindingStore {
    @Override
    public void upsert(StoredBinding binding) {}

    @Override
    public void remove(StoredBinding.Key key) {}

    @Override
    public List<StoredBinding> loadAll() {
        return List.of();
    }
}

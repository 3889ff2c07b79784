package io.referee.server.registrar;

import java.util.List;

/// Where bindings are kept for the next start.
public interface BindingStore {

    /// Adds the binding or replaces the one with the same key, soon. *Engine thread*; never blocks.
    void upsert(StoredBinding binding);

    /// Forgets a binding, soon; does nothing when there is none. *Engine thread*; never blocks.
    void remove(StoredBinding.Key key);

    /// All bindings, expired ones too. May block: called at start only.
    List<StoredBinding> loadAll();
}

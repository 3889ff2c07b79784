package io.referee.server.call;

/// Where calls are kept for the next start. A port, provided by the store.
public interface CallStore {
    /// Keeps nothing: calls end with the server.
    CallStore NONE =
            new CallStore() {
                @Override
                public void keep(KeptCall call) {}

                @Override
                public void forget(String call) {}
            };

    /// Keeps the call as it is now, instead of what was kept of it before, soon. *Engine thread*;
    /// never blocks.
    void keep(KeptCall call);

    /// The call is over; soon. *Engine thread*; never blocks.
    void forget(String call);
}

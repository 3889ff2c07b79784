package io.referee.server.event;

/// Keeps the high-water mark of the event numbers, so that a number is never given twice, not even
/// after the power failed. One mark serves all owners: after a start every stream begins above it.
public interface SequenceStore {

    /// The mark as it was last stored; 0 when there is none. May block; called at start only.
    long highWater();

    /// Stores the mark and returns when it is durable. May block; called at start only.
    void reserve(long highWater);

    /// Stores the mark soon, and before the store is closed. *Engine thread*, or when it has
    /// stopped; never blocks.
    void reserveLater(long highWater);

    /// A store that forgets: for tests, and for a server that is not to keep anything.
    static SequenceStore forgetful() {
        return new SequenceStore() {
            @Override
            public long highWater() {
                return 0;
            }

            @Override
            public void reserve(long highWater) {}

            @Override
            public void reserveLater(long highWater) {}
        };
    }
}

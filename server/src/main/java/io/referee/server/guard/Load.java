package io.referee.server.guard;

/// How busy the engine is. *Engine thread only.*
public interface Load {
    /// An engine that is never busy.
    Load NONE =
            new Load() {
                @Override
                public long micros() {
                    return 0;
                }

                @Override
                public long idleMicros() {
                    return 0;
                }

                @Override
                public int queued() {
                    return 0;
                }
            };

    /// A clock that nobody sets, in microseconds from any beginning.
    long micros();

    /// For how long the engine has slept in all because nothing waited.
    long idleMicros();

    /// Commands that wait, messages of connections among them.
    int queued();
}

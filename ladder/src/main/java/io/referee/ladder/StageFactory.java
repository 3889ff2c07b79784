package io.referee.ladder;

/// Sets up a new stage for one run.
@FunctionalInterface
public interface StageFactory<M> {
    /// A stage in its initial state that uses the given scene and nothing else of the outside.
    Stage<M> open(Scene<M> scene);
}

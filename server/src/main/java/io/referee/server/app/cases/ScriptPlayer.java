package io.referee.server.app.cases;

/// Plays cases of plans that are scripts. *One thread; waits.*
@FunctionalInterface
public interface ScriptPlayer {
    /// What the plan of the case does with its call.
    Outcome play(CaseFile.Entry entry);

    /// What came of it.
    sealed interface Outcome {
        record Done(Played played) implements Outcome {}

        /// @param why a sentence
        record Impossible(String why) implements Outcome {}
    }
}

package io.referee.ladder;

import org.jspecify.annotations.Nullable;

/// The plain run of a ladder, played once: on a faithful network a deterministic stage does the
/// same each time, so the run that is a test of its own is also the one whose datagrams are lost
/// one by one. One thread only.
final class PlainRun<M> {
    private final Ladder ladder;
    private final StageFactory<M> stages;
    private @Nullable Played played;
    private @Nullable LadderFailure failure;

    PlainRun(Ladder ladder, StageFactory<M> stages) {
        this.ladder = ladder;
        this.stages = stages;
    }

    static Conditions conditions() {
        return Conditions.ordered("plain", Medium.faithful());
    }

    /// What happened; plays the ladder when nobody has asked yet.
    ///
    /// @throws LadderFailure when it does not hold, the same one each time
    Played played() {
        if (failure != null) {
            throw failure;
        }
        if (played == null) {
            try {
                played = Ladders.play(ladder, stages, conditions());
            } catch (LadderFailure failed) {
                failure = failed;
                throw failed;
            }
        }
        return played;
    }
}

package io.referee.server.call;

/// What a call needs of the desk that it belongs to. *Engine thread only.*
interface CallDesk {
    void finished(Call call);

    /// The leg has talked for as long as it may.
    void outlasted(Leg leg);

    ReferDesk referDesk();
}

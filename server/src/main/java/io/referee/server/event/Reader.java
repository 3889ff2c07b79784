package io.referee.server.event;

/// Somebody who reads an owner's stream. All methods are called on one virtual thread of the
/// subscription's own and may block; what they throw ends the subscription.
public interface Reader {

    /// The next event; `seq` is one more than that of the one before.
    void event(Event event);

    /// There are no more events at the moment: what the reader has gathered is to go out now.
    default void caughtUp() {}

    /// What was asked for is no longer kept: reading goes on with `oldest`. Called at most once,
    /// first.
    ///
    /// @param since what the reader asked for
    /// @param oldest the number of the event that comes next
    void gap(long since, long oldest);

    /// The reader was too slow ([EventStream#LAG_AT_MOST]): this was the last call. It may
    /// subscribe again with `lastSeq` and loses nothing if it does so while the events are kept.
    void cutOff(long lastSeq);
}

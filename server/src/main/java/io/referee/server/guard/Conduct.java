package io.referee.server.guard;

import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

/// How one sender, or one sender with one account, has behaved. All times are microseconds, 0 for
/// never. *Engine thread only*; used again for another sender when it is the oldest.
final class Conduct {
    long key;
    long seenAt;

    // Each as Rate keeps it.
    long requests;
    long invites;
    long registers;
    long suspicion;
    long failures;

    /// When it last proved to know a password.
    long provenAt;

    /// Until when some account cannot be logged in to from here.
    long lockEnds;

    long banBegan;
    long banEnds;
    Reason reason = Reason.SCANNER;

    /// Rings when the ban is over, so that this is told.
    private Outside.@Nullable Alarm banOver;

    int repeats;
    long dropped;

    /// Why somebody is banned.
    enum Reason {
        /// Calls itself by the name of a scanning tool.
        SCANNER("scanner"),
        /// Asks for what is not there, sends what cannot be read, or too much.
        NUISANCE("nuisance"),
        /// Guesses passwords.
        GUESSING("password guessing");

        final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    boolean banned(long now) {
        return banEnds > now;
    }

    /// What was to ring before rings no more: there is one alarm for each place in the book,
    /// however fast senders take each other's places.
    void ringWhenOver(Outside.@Nullable Alarm alarm) {
        if (banOver != null) {
            banOver.cancel();
        }
        banOver = alarm;
    }

    void startAs(long newKey, long now) {
        key = newKey;
        seenAt = now;
        requests = 0;
        invites = 0;
        registers = 0;
        suspicion = 0;
        failures = 0;
        provenAt = 0;
        lockEnds = 0;
        banBegan = 0;
        banEnds = 0;
        repeats = 0;
        dropped = 0;
        ringWhenOver(null);
    }
}

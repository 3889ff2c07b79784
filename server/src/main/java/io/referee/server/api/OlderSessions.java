package io.referee.server.api;

import io.referee.server.account.Directory;
import io.referee.server.account.Hashes;
import io.referee.server.account.Owner;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The sessions of the older service, kept in memory only: a restart ends them. One ends with its
/// time, with its owner, and with its owner's password. *Any thread.*
final class OlderSessions {
    /// How long one lasts, unless it is extended.
    static final Duration LASTS = Duration.ofMinutes(60);

    /// How long one lasts however often it is extended.
    static final Duration LASTS_AT_MOST = Duration.ofMinutes(600);

    /// Sessions in all; the oldest makes room.
    static final int SESSIONS_AT_MOST = 1_000;

    /// Sessions of one owner; the oldest makes room, so that nobody crowds others out.
    static final int OF_AN_OWNER_AT_MOST = 20;

    private static final int ID_OCTETS = 48;

    private final InstantSource clock;
    private final Supplier<Directory> directory;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();

    /// By the hash of the id: whoever sees the memory, or measures how long a look-up takes, learns
    /// no id. The oldest comes first.
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    private record Session(String owner, String passwordHash, Instant began, Instant ends) {
        boolean of(Owner now) {
            return now.passwordHash().equals(passwordHash);
        }

        Session until(Instant later) {
            return new Session(owner, passwordHash, began, later);
        }
    }

    OlderSessions(InstantSource clock, Supplier<Directory> directory) {
        this.clock = clock;
        this.directory = directory;
    }

    /// Begins a session.
    ///
    /// @return its id, 96 hex digits
    String begin(Owner owner) {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        String id = HexFormat.of().formatHex(octets);
        Instant now = clock.instant();
        lock.lock();
        try {
            sessions.values().removeIf(session -> !now.isBefore(session.ends()));
            makeRoom(owner.name());
            sessions.put(
                    Hashes.ofKey(id),
                    new Session(owner.name(), owner.passwordHash(), now, now.plus(LASTS)));
        } finally {
            lock.unlock();
        }
        return id;
    }

    private void makeRoom(String owner) {
        long own = sessions.values().stream().filter(s -> s.owner().equals(owner)).count();
        if (own >= OF_AN_OWNER_AT_MOST) {
            removeFirst(owner);
        } else if (sessions.size() >= SESSIONS_AT_MOST) {
            removeFirst("");
        }
    }

    private void removeFirst(String owner) {
        sessions.entrySet().stream()
                .filter(entry -> owner.isEmpty() || entry.getValue().owner().equals(owner))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(sessions::remove);
    }

    /// Whose session it is; empty when there is none of that id, or no longer.
    Optional<String> owner(String id) {
        lock.lock();
        try {
            return live(id).map(Session::owner);
        } finally {
            lock.unlock();
        }
    }

    /// Adds to the time of a session, up to [#LASTS_AT_MOST] in all.
    ///
    /// @return whether there is one of that id
    boolean extend(String id, Duration more) {
        lock.lock();
        try {
            Optional<Session> found = live(id);
            found.ifPresent(
                    session -> {
                        Instant most = session.began().plus(LASTS_AT_MOST);
                        Instant wanted = session.ends().plus(more);
                        sessions.put(
                                Hashes.ofKey(id),
                                session.until(wanted.isBefore(most) ? wanted : most));
                    });
            return found.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Ends a session, if there is one of that id.
    void end(String id) {
        lock.lock();
        try {
            sessions.remove(Hashes.ofKey(id));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Session> live(String id) {
        return Optional.ofNullable(sessions.get(Hashes.ofKey(id)))
                .filter(session -> clock.instant().isBefore(session.ends()))
                .filter(
                        session ->
                                directory
                                        .get()
                                        .owner(session.owner())
                                        .filter(session::of)
                                        .isPresent());
    }
}

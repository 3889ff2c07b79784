package io.referee.server.provider;

import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.event.EventSink;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The registration agent: what the directory says of providers is what is registered. *Engine
/// thread only.*
public final class Registrations {
    /// Providers that are asked at the same time.
    static final int MAX_ASKED = 10;

    /// After a start, the first requests of so many providers are spread over as many times this.
    private static final int SPREAD_MILLIS = 200;

    private static final int MAX_SPREAD_MILLIS = 60_000;

    /// The log says no more often of one provider that nobody takes its calls.
    private static final Duration UNTAKEN_PAUSE = Duration.ofMinutes(1);

    private static final int MARK_LENGTH = 6;

    private final Registration.Surroundings around;
    private final Supplier<Directory> directory;
    private final byte[] secret;
    private final Map<String, Registration> byName = new LinkedHashMap<>();

    /// Those that are taken back, by name: the next one of that name waits for its end.
    private final Map<String, Registration> leaving = new HashMap<>();

    /// When the log said last, by name, that nobody takes a call of a provider.
    private final Map<String, Instant> untaken = new HashMap<>();

    private boolean started;
    private boolean closed;
    private Runnable whenEmpty = () -> {};

    /// What only the shell can do. *Engine thread only.*
    public interface Shell {
        /// There is none: nothing is kept.
        Shell NONE = (owner, provider, reason) -> {};

        /// Keeps that a registration was switched off for good, without waiting for it.
        ///
        /// @param reason in words
        void disable(String owner, String provider, String reason);

        /// Has the log say that nobody takes a call of a provider.
        ///
        /// @param why in words
        default void untaken(String owner, String provider, String why) {}

        /// Shows that we are there on the connection to this neighbour, if there is one.
        default void keepAlive(Hop hop) {}
    }

    /// What the agent is given.
    ///
    /// @param directory the current snapshot of who exists
    /// @param secret the same after a restart, so that our Contact stays the same
    public record Surroundings(
            Outside outside,
            EventSink events,
            Supplier<Directory> directory,
            byte[] secret,
            Shell shell) {}

    public Registrations(Surroundings around, UserAgent agent, MessageWaiting waiting) {
        this.around =
                new Registration.Surroundings(
                        around.outside(),
                        around.events(),
                        agent,
                        new Turns(MAX_ASKED),
                        waiting,
                        around.shell());
        this.directory = around.directory();
        this.secret = around.secret().clone();
        waiting.senders(
                (request, from) ->
                        request.uri() instanceof SipUri uri ? sender(uri, from) : Optional.empty());
    }

    /// Begins with all providers that are there, not all at once.
    public void start() {
        started = true;
        int count = Math.max(1, directory.get().providers().size());
        int spread = Math.min(MAX_SPREAD_MILLIS, count * SPREAD_MILLIS);
        for (Provider provider : directory.get().providers()) {
            begin(provider, Duration.ofMillis(around.outside().random(spread)), true);
        }
    }

    /// The directory has changed: what is new is registered, what is gone is taken back, what is
    /// different is done anew.
    public void directoryChanged() {
        if (!started || closed) {
            return;
        }
        Set<String> there = new HashSet<>();
        for (Provider provider : directory.get().providers()) {
            there.add(key(provider));
            Registration known = byName.get(key(provider));
            if (known == null && !leaving.containsKey(key(provider))) {
                begin(provider, Duration.ZERO, false);
            } else if (known != null && !known.provider().equals(provider)) {
                end(key(provider));
            }
        }
        for (String name : List.copyOf(byName.keySet())) {
            if (!there.contains(name)) {
                end(name);
            }
        }
    }

    private void begin(Provider provider, Duration in, boolean old) {
        Registration registration = new Registration(around, provider, mark(provider), old);
        byName.put(key(provider), registration);
        registration.start(in);
    }

    private void end(String name) {
        Registration registration = byName.remove(name);
        untaken.remove(name);
        if (registration != null) {
            leaving.put(name, registration);
            registration.leave(() -> ended(name));
        }
    }

    private void ended(String name) {
        leaving.remove(name);
        if (closed) {
            if (leaving.isEmpty()) {
                whenEmpty.run();
            }
            return;
        }
        for (Provider provider : directory.get().providers()) {
            if (key(provider).equals(name) && !byName.containsKey(name)) {
                begin(provider, Duration.ZERO, false);
            }
        }
    }

    /// Takes all registrations back and begins no new ones.
    ///
    /// @param done called once, when all providers have answered or will not
    public void close(Runnable done) {
        closed = true;
        whenEmpty = done;
        List<String> names = List.copyOf(byName.keySet());
        if (names.isEmpty() && leaving.isEmpty()) {
            done.run();
        }
        names.forEach(this::end);
    }

    /// A stream connection is gone.
    public void connectionClosed(Hop hop) {
        for (Registration each : byName.values()) {
            each.connectionClosed(hop);
        }
    }

    /// How the registration at a provider stands; empty when there is no such provider.
    public Optional<Standing> standing(String owner, String provider) {
        return Optional.ofNullable(byName.get(key(owner, provider))).map(Registration::standing);
    }

    /// The provider that a request comes from: it goes to the Contact that we registered there, or
    /// to `provider.owner`, and comes from one of the provider's servers.
    public Optional<Provider> sender(SipUri uri, Hop from) {
        InetAddress address = from.address().getAddress();
        for (Registration each : candidates(uri)) {
            if (address != null && each.isServer(address)) {
                return Optional.of(each.provider());
            }
        }
        return Optional.empty();
    }

    /// The provider that a URI names as `provider.owner`.
    Optional<Provider> named(SipUri uri) {
        return byDottedName(uri).map(Registration::provider);
    }

    /// The provider that this neighbour is a server of; of several, one, if all have one owner.
    Optional<Provider> at(Hop from) {
        InetAddress address = from.address().getAddress();
        List<Provider> found =
                byName.values().stream()
                        .filter(each -> address != null && each.isServer(address))
                        .map(Registration::provider)
                        .toList();
        boolean one = found.stream().map(Provider::owner).distinct().count() == 1;
        return one ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Has the log say, at most once a minute for each provider, that nobody takes a call of it.
    void untaken(Provider provider, String why) {
        Instant now = around.outside().now();
        Instant before = untaken.get(key(provider));
        if (before == null || !now.isBefore(before.plus(UNTAKEN_PAUSE))) {
            untaken.put(key(provider), now);
            around.shell().untaken(provider.owner(), provider.name(), why);
        }
    }

    private List<Registration> candidates(SipUri uri) {
        List<Registration> found = new ArrayList<>(1);
        if (uri.parameters().has(RegisterRequest.MARK)) {
            byName.values().stream().filter(each -> each.isOurs(uri)).forEach(found::add);
        }
        byDottedName(uri).ifPresent(found::add);
        return found;
    }

    private Optional<Registration> byDottedName(SipUri uri) {
        String user = uri.plainUser();
        int dot = user.indexOf('.'); // names of providers hold none
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(
                        byName.get(key(user.substring(dot + 1), user.substring(0, dot))));
    }

    /// How many alarms are set for registrations.
    public int alarms() {
        int set = 0;
        for (Registration each : byName.values()) {
            set += each.alarms();
        }
        return set;
    }

    private static String key(Provider provider) {
        return key(provider.owner(), provider.name());
    }

    private static String key(String owner, String name) {
        return owner + '/' + name.toLowerCase(Locale.ROOT);
    }

    /// Six letters and digits that nobody can guess and that stay the same.
    private String mark(Provider provider) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(secret);
            hash.update(key(provider).getBytes(StandardCharsets.UTF_8));
            String text = new java.math.BigInteger(1, hash.digest()).toString(Character.MAX_RADIX);
            return text.substring(text.length() - MARK_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}

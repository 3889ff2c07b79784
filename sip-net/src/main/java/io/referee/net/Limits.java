package io.referee.net;

import java.time.Duration;

/// Everything that is bounded in the shell, by name. *Immutable.*
///
/// @param commands commands that wait for the engine; more are refused, and the readers of streams
///   stop reading
/// @param commandsPerWake commands handled before datagrams and timers get their turn
/// @param datagrams of UDP
/// @param streams of connections
/// @param names of host names
/// @param localAddresses peers whose local address is remembered
/// @param refusalsPerSecond answers that the shell itself gives to malformed requests
public record Limits(
        int commands,
        int commandsPerWake,
        Datagrams datagrams,
        StreamLimits streams,
        HostNames names,
        int localAddresses,
        int refusalsPerSecond) {

    /// What is bounded of UDP. *Immutable.*
    ///
    /// @param perWake datagrams handled before commands and timers get their turn
    /// @param unsent datagrams kept while the kernel's buffer is full; more fail
    /// @param bufferOctets what the kernel is asked for; it may grant less
    /// @param requestOctets a longer request goes over TCP, so that it is not cut into pieces that
    ///   get lost (RFC 3261 §18.1.1)
    /// @param stunPerSecond answers to STUN
    public record Datagrams(
            int perWake, int unsent, int bufferOctets, int requestOctets, int stunPerSecond) {
        static final Datagrams STANDARD = new Datagrams(64, 1_024, 4 << 20, 1_300, 10_000);

        public Datagrams {
            Check.positive(perWake, "perWake");
            Check.positive(bufferOctets, "bufferOctets");
            Check.positive(requestOctets, "requestOctets");
        }

        /// With another length from which requests go over TCP.
        public Datagrams withRequestOctets(int most) {
            return new Datagrams(perWake, unsent, bufferOctets, most, stunPerSecond);
        }

        /// With another number of answers to STUN.
        public Datagrams withStunPerSecond(int most) {
            return new Datagrams(perWake, unsent, bufferOctets, requestOctets, most);
        }
    }

    /// What is bounded of host names. *Immutable.*
    ///
    /// @param kept answers remembered; those that were used longest ago go first
    /// @param lives how long each is remembered
    /// @param lookup how long an answer may take; one that comes later is remembered all the same
    /// @param awaiting who waits for answers; more are told that nobody knows
    /// @param atOnce questions under way; more are answered in the same way
    public record HostNames(int kept, NameLives lives, Duration lookup, int awaiting, int atOnce) {
        static final HostNames STANDARD =
                new HostNames(8_192, NameLives.STANDARD, Duration.ofSeconds(5), 4_096, 256);

        public HostNames {
            Check.positive(kept, "kept");
            Check.positive(atOnce, "atOnce");
            Check.positive(lookup.toMillis(), "lookup");
        }

        /// With another time that a look-up may take.
        public HostNames withLookup(Duration limit) {
            return new HostNames(kept, lives, limit, awaiting, atOnce);
        }

        /// With other times for remembering.
        public HostNames withLives(NameLives others) {
            return new HostNames(kept, others, lookup, awaiting, atOnce);
        }

        /// With other numbers of answers, of who waits for them, and of questions under way.
        public HostNames withNumbers(int answers, int waiting, int questions) {
            return new HostNames(answers, lives, lookup, waiting, questions);
        }
    }

    /// How long answers about names are remembered: as long as they say, but within these bounds.
    /// *Immutable.*
    ///
    /// @param shortest at least this long, whatever an answer says
    /// @param longest at most this long
    /// @param longestNegative at most this long that something is not there
    /// @param failure this long that nobody could tell
    public record NameLives(
            Duration shortest, Duration longest, Duration longestNegative, Duration failure) {
        static final NameLives STANDARD =
                new NameLives(
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5));
    }

    private static final Limits STANDARD =
            new Limits(
                    65_536,
                    256,
                    Datagrams.STANDARD,
                    StreamLimits.STANDARD,
                    HostNames.STANDARD,
                    4_096,
                    100);

    public Limits {
        Check.positive(commands, "commands");
        Check.positive(commandsPerWake, "commandsPerWake");
        Check.positive(localAddresses, "localAddresses");
    }

    /// What a server with some gigabytes of memory can bear.
    public static Limits standard() {
        return STANDARD;
    }

    /// The same with this many posted commands that may wait.
    public Limits withCommands(int most) {
        return new Limits(
                most,
                commandsPerWake,
                datagrams,
                streams,
                names,
                localAddresses,
                refusalsPerSecond);
    }

    /// The same with other limits of datagrams.
    public Limits withDatagrams(Datagrams others) {
        return new Limits(
                commands,
                commandsPerWake,
                others,
                streams,
                names,
                localAddresses,
                refusalsPerSecond);
    }

    /// The same with other limits of connections.
    public Limits withStreams(StreamLimits others) {
        return new Limits(
                commands,
                commandsPerWake,
                datagrams,
                others,
                names,
                localAddresses,
                refusalsPerSecond);
    }

    /// The same with other limits of look-ups.
    public Limits withNames(HostNames others) {
        return new Limits(
                commands,
                commandsPerWake,
                datagrams,
                streams,
                others,
                localAddresses,
                refusalsPerSecond);
    }

    /// A class of its own, so that a part may be made before the whole: a static method of the
    /// whole would make it begin with parts that do not exist yet.
    private static final class Check {
        static void positive(long value, String name) {
            if (value <= 0) {
                throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
            }
        }
    }
}

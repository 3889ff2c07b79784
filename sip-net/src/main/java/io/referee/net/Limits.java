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
            positive(perWake, "perWake");
            positive(bufferOctets, "bufferOctets");
            positive(requestOctets, "requestOctets");
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
    /// @param kept names remembered
    /// @param life how long a name is remembered
    /// @param lookup how long a name may take
    /// @param awaiting messages that wait for names; more fail
    public record HostNames(int kept, Duration life, Duration lookup, int awaiting) {
        static final HostNames STANDARD =
                new HostNames(1_024, Duration.ofSeconds(30), Duration.ofSeconds(5), 1_024);

        public HostNames {
            positive(kept, "kept");
            positive(lookup.toMillis(), "lookup");
        }

        /// With another time that a look-up may take.
        public HostNames withLookup(Duration limit) {
            return new HostNames(kept, life, limit, awaiting);
        }
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
        positive(commands, "commands");
        positive(commandsPerWake, "commandsPerWake");
        positive(localAddresses, "localAddresses");
    }

    /// What a server with some gigabytes of memory can bear.
    public static Limits standard() {
        return STANDARD;
    }

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

    private static void positive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
        }
    }
}

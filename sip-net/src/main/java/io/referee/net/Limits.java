package io.referee.net;

import java.time.Duration;

/// Everything that is bounded in the shell, by name. *Immutable.*
///
/// @param commands commands that wait for the engine; more are refused, and TCP readers stop
///   reading
/// @param datagramsPerWake datagrams handled before commands and timers get their turn
/// @param commandsPerWake commands handled before datagrams and timers get their turn
/// @param unsentDatagrams datagrams kept while the kernel's buffer is full; more fail
/// @param socketBufferOctets what the kernel is asked for as UDP buffers; it may grant less
/// @param connections open and opening TCP connections; more are closed at once or fail
/// @param unsentOctets octets that wait for one TCP connection; what comes on top fails
/// @param connect how long an outgoing TCP connection may take
/// @param idle how long a TCP connection may bring nothing before it is closed
/// @param names host names remembered
/// @param nameLife how long a host name is remembered
/// @param lookup how long a host name may take
/// @param awaitingNames messages that wait for host names; more fail
/// @param localAddresses peers whose local address is remembered
/// @param refusalsPerSecond answers that the shell itself gives to malformed requests
public record Limits(
        int commands,
        int datagramsPerWake,
        int commandsPerWake,
        int unsentDatagrams,
        int socketBufferOctets,
        int connections,
        int unsentOctets,
        Duration connect,
        Duration idle,
        int names,
        Duration nameLife,
        Duration lookup,
        int awaitingNames,
        int localAddresses,
        int refusalsPerSecond) {

    private static final Limits STANDARD =
            new Limits(
                    65_536,
                    64,
                    256,
                    1_024,
                    4 << 20,
                    4_096,
                    1 << 20,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    1_024,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    1_024,
                    4_096,
                    100);

    public Limits {
        positive(commands, "commands");
        positive(datagramsPerWake, "datagramsPerWake");
        positive(commandsPerWake, "commandsPerWake");
        positive(socketBufferOctets, "socketBufferOctets");
        positive(names, "names");
        positive(localAddresses, "localAddresses");
        positive(connections, "connections");
        positive(unsentOctets, "unsentOctets");
        positive(connect.toMillis(), "connect");
        positive(idle.toMillis(), "idle");
        positive(lookup.toMillis(), "lookup");
    }

    /// What a server with some gigabytes of memory can bear.
    public static Limits standard() {
        return STANDARD;
    }

    /// The same with this many posted commands that may wait.
    public Limits withCommands(int most) {
        return new Limits(
                most,
                datagramsPerWake,
                commandsPerWake,
                unsentDatagrams,
                socketBufferOctets,
                connections,
                unsentOctets,
                connect,
                idle,
                names,
                nameLife,
                lookup,
                awaitingNames,
                localAddresses,
                refusalsPerSecond);
    }

    /// For one TCP side: how many connections, and how many octets may wait for each.
    public Limits withConnections(int most, int octets) {
        return new Limits(
                commands,
                datagramsPerWake,
                commandsPerWake,
                unsentDatagrams,
                socketBufferOctets,
                most,
                octets,
                connect,
                idle,
                names,
                nameLife,
                lookup,
                awaitingNames,
                localAddresses,
                refusalsPerSecond);
    }

    /// Waiting times: for a TCP connection to be made, to bring something, for a name to be looked
    /// up.
    public Limits withTimes(Duration connecting, Duration idling, Duration lookingUp) {
        return new Limits(
                commands,
                datagramsPerWake,
                commandsPerWake,
                unsentDatagrams,
                socketBufferOctets,
                connections,
                unsentOctets,
                connecting,
                idling,
                names,
                nameLife,
                lookingUp,
                awaitingNames,
                localAddresses,
                refusalsPerSecond);
    }

    private static void positive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
        }
    }
}

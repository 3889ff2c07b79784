package io.referee.server.script;

import java.time.Duration;

/// What one run of a script may use. *Immutable.*
///
/// @param running from the start until the script is stopped, unless its host gives it more
///   ([Running#deadline])
/// @param absolute from the start until it is stopped, whatever its host says
/// @param cpu of processor time; a script that has used it up ends like one whose time is up
/// @param memory in octets: on CRuby the size of the process, on JRuby all that the run asks for in
///   its life, divided by [#CHURN]
/// @param logLines that are passed on; of those after them the host is told once that there are
///   some
/// @param logOctets that are passed on, in the same way
/// @param calls messages to the host
public record ScriptLimits(
        Duration running,
        Duration absolute,
        Duration cpu,
        long memory,
        int logLines,
        int logOctets,
        int calls) {

    /// How many times its memory a run on JRuby may ask for: what it has dropped is counted, too.
    public static final int CHURN = 8;

    /// What a plan gets when nobody says otherwise.
    public static final ScriptLimits USUAL =
            new ScriptLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(2),
                    96L * 1024 * 1024,
                    500,
                    100_000,
                    500);

    /// The same with other times.
    public ScriptLimits within(Duration otherRunning, Duration otherAbsolute) {
        return new ScriptLimits(
                otherRunning, otherAbsolute, cpu, memory, logLines, logOctets, calls);
    }
}

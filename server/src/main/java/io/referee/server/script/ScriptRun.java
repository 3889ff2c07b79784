package io.referee.server.script;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A script to run. *Immutable.*
///
/// Variables and answers are plain data: text, numbers, truth, null, lists, and maps by name. A map
/// with the key `$text` becomes a thing with members whose text is that value (a URI: `$text` is
/// what `ToString()` gives); any other map becomes a Hash.
///
/// @param owner whose script it is: owners never share a runtime
/// @param planName for log lines and errors
/// @param text the script
/// @param commonText what is put before it; blank for nothing
/// @param libraries texts that `require` finds, by name
/// @param variables by the name of the object: `sys`, `req`, `lookup`, each a map of members
/// @param trace tell the host each line that runs
/// @param at the time that its clock shows when it begins; the true one when empty
public record ScriptRun(
        String owner,
        String planName,
        String text,
        String commonText,
        Map<String, String> libraries,
        Map<String, Object> variables,
        ScriptLimits limits,
        boolean trace,
        Optional<Instant> at) {

    public ScriptRun {
        libraries = Map.copyOf(libraries);
        variables = Map.copyOf(variables);
    }

    /// A run with the usual limits and nothing else.
    public static ScriptRun of(
            String owner, String planName, String text, Map<String, Object> variables) {
        return new ScriptRun(
                owner,
                planName,
                text,
                "",
                Map.of(),
                variables,
                ScriptLimits.USUAL,
                false,
                Optional.empty());
    }

    /// The same with other limits.
    public ScriptRun with(ScriptLimits other) {
        return new ScriptRun(
                owner, planName, text, commonText, libraries, variables, other, trace, at);
    }

    /// The same behind another common text, unless it has one.
    public ScriptRun after(String common) {
        return commonText.isBlank()
                ? new ScriptRun(
                        owner, planName, text, common, libraries, variables, limits, trace, at)
                : this;
    }

    /// The same, told line by line.
    public ScriptRun traced() {
        return new ScriptRun(
                owner, planName, text, commonText, libraries, variables, limits, true, at);
    }

    /// The same with a clock that shows this time when it begins.
    public ScriptRun at(Instant begin) {
        return new ScriptRun(
                owner,
                planName,
                text,
                commonText,
                libraries,
                variables,
                limits,
                trace,
                Optional.of(begin));
    }

    /// What a worker is told of it.
    ///
    /// @param memory in octets, as the engine counts it
    Map<String, Object> frame(long number, long memory) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("t", "run");
        frame.put("run", number);
        frame.put("owner", owner);
        frame.put("plan", planName);
        frame.put("text", text);
        frame.put("common", commonText);
        frame.put("libraries", libraries);
        frame.put("variables", variables);
        frame.put("trace", trace);
        frame.put("cpu", limits.cpu().toMillis());
        frame.put("memory", memory);
        frame.put("logLines", limits.logLines());
        frame.put("logOctets", limits.logOctets());
        at.ifPresent(it -> frame.put("at", it.toEpochMilli()));
        return frame;
    }
}

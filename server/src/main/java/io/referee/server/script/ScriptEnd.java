package io.referee.server.script;

/// How a run ended. *Immutable.*
///
/// @param message what went wrong, in words for the owner; empty when nothing did
/// @param line of the script; 0 when unknown
/// @param errorClass the class of the error in Ruby; empty without one
public record ScriptEnd(Kind kind, String message, int line, String errorClass) {

    /// The ways to end. [#reason()] is what a caller may be told.
    public enum Kind {
        FINISHED(""),
        STOPPED(""),
        SYNTAX("Dial plan syntax error"),
        MISSING_METHOD("Dial plan missing method"),
        EXCEPTION("Dial plan exception"),
        EMPTY("Dial plan script was empty"),
        OVERLOADED("Dial plan script engine was overloaded"),
        TIMED_OUT(""),
        /// Only workers tell this from [#TIMED_OUT].
        CPU(""),
        MEMORY("Dial plan exception"),
        OUTPUT("Dial plan exception"),
        WORKER_LOST("Dial plan exception starting script");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        /// The reason phrase for a 500; empty when the end is no failure of the script.
        public String reason() {
            return reason;
        }
    }

    /// As a host hears it: whether it was the clock or the processor, the time was up.
    ScriptEnd told() {
        return kind == Kind.CPU ? new ScriptEnd(Kind.TIMED_OUT, message, line, errorClass) : this;
    }

    static ScriptEnd of(Kind kind, String message) {
        return new ScriptEnd(kind, message, 0, "");
    }
}

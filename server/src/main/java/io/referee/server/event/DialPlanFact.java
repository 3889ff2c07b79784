package io.referee.server.event;

import java.util.Map;

/// What a dial plan did.
public sealed interface DialPlanFact extends Fact {

    /// A decision, in words: `rule 2 (prefix 011353) matched, dial 0851234567@blueface`.
    ///
    /// @param line of the script that says or runs it, from 1; 0 when it is about none
    record Step(String plan, int line, String text) implements DialPlanFact {
        /// About no line.
        public Step(String plan, String text) {
            this(plan, 0, text);
        }

        @Override
        public String type() {
            return "dialplan.step";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("plan", plan, "line", line, "text", text);
        }
    }

    /// The messages of the call are wanted by mail when it is over, or no longer.
    ///
    /// @param to addresses with `;` between them; empty: no longer
    record Traced(String plan, String to) implements DialPlanFact {
        @Override
        public String type() {
            return "dialplan.trace";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("plan", plan, "to", to);
        }
    }

    /// Something is wrong with the plan.
    ///
    /// @param line of the script, from 1; 0 when it is about none
    record Failed(String plan, int line, String text) implements DialPlanFact {
        @Override
        public String type() {
            return "dialplan.error";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("plan", plan, "line", line, "text", text);
        }
    }
}

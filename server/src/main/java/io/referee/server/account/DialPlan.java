package io.referee.server.account;

import java.util.List;

/// A dial plan as its owner wrote it. *Immutable.* What it does is the dialplan room's business.
///
/// @param type `rules` (or, later, `ruby`)
/// @param script the Ruby text, empty for rules
/// @param traceEmail whom the messages of a call are mailed to whose script wants that, with `;`
///   between addresses; empty: nobody
public record DialPlan(
        String owner,
        String name,
        String type,
        String script,
        List<Rule> rules,
        String traceEmail) {

    /// The longest [#traceEmail].
    public static final int MAX_TRACE_EMAIL = 255;

    /// A plan whose calls nobody is mailed of.
    public DialPlan(String owner, String name, String type, String script, List<Rule> rules) {
        this(owner, name, type, script, rules, "");
    }

    /// One line of a rule list. Unset text fields are empty. What the words mean is the dialplan
    /// room's business; they stand here in lower camel case.
    ///
    /// @param direction `out` or `in`
    /// @param match of outgoing rules: `exact`, `prefix` or `regex`
    /// @param pattern the number dialled; of incoming rules what the caller is searched for
    /// @param command `dial`, `dialAdvanced`, `reject` or `highriseLookup`; of the plan `onRefer`
    ///   `acceptTransfer`, `passTransfer`, `askOwner` or `reject`
    /// @param parameters the first parameter of the command: whom to dial, the status to reject
    ///   with
    public record Rule(
            String direction,
            String match,
            String pattern,
            String command,
            String parameters,
            Details details) {

        /// A rule that says no more than that.
        public Rule(
                String direction, String match, String pattern, String command, String parameters) {
            this(direction, match, pattern, command, parameters, Details.NONE);
        }
    }

    /// What few rules say. Unset text fields are empty.
    ///
    /// @param priority a decimal number, smaller first; empty: the rule's place in the list
    /// @param toMatch of incoming rules: `any`, `toSIPAccount`, `toSIPProvider` or `regex`
    /// @param toMatchParameter the account, provider or pattern
    /// @param parameters2 the second parameter of the command, and so on
    /// @param time of incoming rules: `MTuWThF;09:00-17:30`
    /// @param zone the time zone of `time`
    public record Details(
            String priority,
            String description,
            String toMatch,
            String toMatchParameter,
            String parameters2,
            String parameters3,
            String parameters4,
            String time,
            String zone,
            boolean disabled) {
        /// Nothing.
        public static final Details NONE = new Details("", "", "", "", "", "", "", "", "", false);
    }
}

package io.referee.server.account;

import java.util.List;

/// A dial plan as its owner wrote it. *Immutable.* What it does is the dialplan room's business.
///
/// @param type `rules` (or, later, `ruby`)
/// @param script the Ruby text, empty for rules
public record DialPlan(String owner, String name, String type, String script, List<Rule> rules) {

    /// One line of a rule list. Unset text fields are empty.
    ///
    /// @param direction `out`
    /// @param match `exact` or `prefix`
    /// @param pattern with `X` a digit, `Z` 1 to 9, `N` 2 to 9; a leading `*` is a star on the key
    ///   pad
    /// @param command `dial`
    /// @param parameters for `dial`: `account`, `account@domain`, `user@provider`
    public record Rule(
            String direction, String match, String pattern, String command, String parameters) {}
}

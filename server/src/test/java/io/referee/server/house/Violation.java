package io.referee.server.house;

/// A place that breaks a rule. Immutable.
///
/// @param rule the rule's short name, as exceptions cite it
/// @param where the file from the project's root, or the class
/// @param line from 1; 0 when the whole of it is meant
/// @param message what is wrong and what the limit is
record Violation(String rule, String where, long line, String message) {

    @Override
    public String toString() {
        return line == 0 ? where + ": " + message : where + ":" + line + ": " + message;
    }
}

package io.referee.server.app;

import io.referee.server.app.apply.Applied;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.script.Syntax;
import io.referee.server.script.SyntaxError;

import java.util.List;
import java.util.function.Function;

/// Looks at scripts before they are saved. *Any thread; waits for a worker, not for the engine
/// thread.*
///
/// @param reader tells whether a text is Ruby
record ScriptCheck(Function<String, Syntax> reader) {
    /// Takes everything.
    static final ScriptCheck NONE = new ScriptCheck(_ -> new Syntax.Good());

    /// What may be saved, with a warning when nobody could look at its scripts.
    ///
    /// @throws BadConfiguration one is no Ruby, with line and column
    Applied checked(Applied applied) {
        for (Applied.Script script : applied.scripts()) {
            switch (reader.apply(script.text())) {
                case Syntax.Good _ -> {}
                case Syntax.Wrong(SyntaxError error) ->
                        throw script.place().complaint("is no Ruby: " + words(error) + ".");
                case Syntax.Unknown(String reason) -> {
                    String warning =
                            "has not been checked, because "
                                    + reason
                                    + "; it is saved as it is.";
                    return applied.warning(
                            List.of(script.place().complaint(warning).sentence()));
                }
            }
        }
        return applied;
    }

    /// What is wrong, with where.
    static String words(SyntaxError error) {
        String column = error.column() > 0 ? ", column " + error.column() : "";
        String message = error.message().lines().findFirst().orElse("").strip();
        String text = "line " + error.line() + column + ": " + message;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}

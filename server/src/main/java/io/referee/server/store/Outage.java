package io.referee.server.store;

import java.sql.SQLException;

/// Tells failures of the database from those of what was asked of it.
public final class Outage {
    private Outage() {}

    /// Whether the database could not be had: it is away, full or closed.
    public static boolean in(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return !isAboutRows(sql.getSQLState());
            }
        }
        return false;
    }

    /// What the database said in the end, in one line and without what was to be written.
    static String reason(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        for (Throwable t = failure; t != null; t = t.getCause()) {
            said = t.getMessage() == null ? said : t.getMessage();
        }
        return said.lines().findFirst().orElse("");
    }

    /// The SQLSTATE of a failure, or its type where there is none. Not what the database said: it
    /// repeats what was to be written.
    static String state(Throwable failure) {
        String type = "";
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return "SQLSTATE " + sql.getSQLState();
            }
            type = t.getClass().getSimpleName();
        }
        return type;
    }

    /// Whether what was written is at fault.
    static boolean inRow(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return isAboutRows(sql.getSQLState());
            }
        }
        return false;
    }

    /// SQLSTATE classes 22 (data), 23 (constraints), 42 (statement) are about what we wrote.
    private static boolean isAboutRows(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
    }
}

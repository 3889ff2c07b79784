package io.referee.server.store;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/// Sets the parameters of a statement from left to right.
final class Row {
    private final PreparedStatement statement;
    private int column;

    Row(PreparedStatement statement) {
        this.statement = statement;
    }

    /// PostgreSQL has no NUL in text, a peer may well send one.
    Row text(String text) throws SQLException {
        statement.setString(++column, text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd'));
        return this;
    }

    Row time(@Nullable Instant at) throws SQLException {
        statement.setObject(++column, at == null ? null : at.atOffset(ZoneOffset.UTC));
        return this;
    }

    Row number(long number) throws SQLException {
        statement.setLong(++column, number);
        return this;
    }

    Row number(int number) throws SQLException {
        statement.setInt(++column, number);
        return this;
    }

    Row fraction(double number) throws SQLException {
        statement.setDouble(++column, number);
        return this;
    }

    Row flag(boolean flag) throws SQLException {
        statement.setBoolean(++column, flag);
        return this;
    }

    void end() throws SQLException {
        statement.addBatch();
        column = 0;
    }
}

package io.referee.server.script;

/// Why a text is no Ruby. *Immutable.*
///
/// @param line from 1; 0 when unknown
/// @param column from 1; 0 when unknown
public record SyntaxError(int line, int column, String message) {}

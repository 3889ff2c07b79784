package io.referee.ladder;

/// One line of a ladder: where it stands (from 1), how it reads, and what it asks for. Immutable.
public record Line(int number, String text, Step step) {}

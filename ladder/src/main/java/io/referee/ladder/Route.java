package io.referee.ladder;

/// From whom to whom a message goes, and the short label it has in drawings. Immutable.
public record Route(String from, String to, String label) {
    @Override
    public String toString() {
        return from + " → " + to + ": " + label;
    }
}

package io.referee.server.app.apply;

/// A password or key in the clear, on its way to a hash. It does not print itself. *Immutable.*
public record Secret(String text) {
    @Override
    public String toString() {
        return "***";
    }
}

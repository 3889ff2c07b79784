package io.referee.server.house.example.app;

/// The highest room of the example.
public record Wiring(String name) {}

package io.referee.server.house.example.call;

import io.referee.server.house.example.account.Payer;
import io.referee.server.house.example.app.Wiring;

/// Knows a room below it, which is right, and one above it, which is wrong.
public record UpwardCall(Payer payer, Wiring wiring) {}

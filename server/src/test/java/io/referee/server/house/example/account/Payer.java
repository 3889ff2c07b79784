package io.referee.server.house.example.account;

import io.referee.server.house.example.cdr.Bill;

/// One half of a circle.
public record Payer(Bill bill) {}

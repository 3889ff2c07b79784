package io.referee.server.house.example.cdr;

import io.referee.server.house.example.account.Payer;

import java.util.List;

/// The other half of the circle.
public record Bill(List<Payer> payers) {}

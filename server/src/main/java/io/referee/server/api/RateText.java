package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.account.Rate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rates, and what is charged by them, as JSON. *Any thread.*
final class RateText {
    private RateText() {}

    /// The rates of an owner, as they can be put back.
    static List<Map<String, Object>> json(Owner owner) {
        return owner.rates().stream().map(RateText::json).toList();
    }

    private static Map<String, Object> json(Rate rate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", rate.code());
        json.put("prefix", rate.prefix());
        json.put("plan", rate.plan());
        json.put("perMinute", Price.number(rate.price().perMinute()));
        json.put("setup", Price.number(rate.price().setup()));
        json.put("increment", rate.price().increment().toSeconds());
        json.put("description", rate.description());
        return json;
    }

    /// What an account has used of its credit: whole seconds, as ever, where its owner has no
    /// rates.
    static BigDecimal used(Directory now, Account account, Duration used) {
        boolean rated =
                now.owner(account.owner()).filter(owner -> !owner.rates().isEmpty()).isPresent();
        return rated ? Price.number(used) : BigDecimal.valueOf(used.toSeconds());
    }
}

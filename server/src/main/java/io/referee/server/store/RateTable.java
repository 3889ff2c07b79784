package io.referee.server.store;

import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.account.Rate;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rates of owners in the database.
final class RateTable {
    private RateTable() {}

    static void insert(Handle handle, Owner owner) {
        if (owner.rates().isEmpty()) {
            return;
        }
        PreparedBatch rates =
                handle.prepareBatch(
                        "insert into call_rate (owner, position, code, prefix, rate_plan,"
                                + " per_minute, setup_cost, increment_seconds, description)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        int position = 0;
        for (Rate rate : owner.rates()) {
            Price price = rate.price();
            rates.add(
                    owner.name(),
                    position++,
                    rate.code(),
                    rate.prefix(),
                    rate.plan(),
                    Price.number(price.perMinute()),
                    Price.number(price.setup()),
                    (int) price.increment().toSeconds(),
                    rate.description());
        }
        rates.execute();
    }

    /// All rates by the names of their owners, in their order.
    static Map<String, List<Rate>> all(Handle handle) {
        Map<String, List<Rate>> all = new HashMap<>();
        handle.createQuery("select * from call_rate order by owner, position")
                .map((row, _) -> Map.entry(row.getString("owner"), rate(row)))
                .forEach(
                        one ->
                                all.computeIfAbsent(one.getKey(), _ -> new ArrayList<>())
                                        .add(one.getValue()));
        return all;
    }

    private static Rate rate(ResultSet row) throws SQLException {
        return new Rate(
                row.getString("code"),
                row.getString("prefix"),
                row.getString("rate_plan"),
                new Price(
                        Price.credit(row.getBigDecimal("per_minute")),
                        Price.credit(row.getBigDecimal("setup_cost")),
                        Duration.ofSeconds(row.getInt("increment_seconds"))),
                row.getString("description"));
    }
}

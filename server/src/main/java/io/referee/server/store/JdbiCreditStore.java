package io.referee.server.store;

import io.referee.server.account.CreditStore;
import io.referee.server.account.Price;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much of its credit each account has used, among the marks of the database: written behind,
/// read at start.
final class JdbiCreditStore implements CreditStore {
    private static final String MARK = "credit-used:";

    /// A mark counts the smallest parts of credit.
    private static final long UNIT_NANOS = Price.FINEST.toNanos();

    private final Database database;
    private final WriteBehind writer;

    JdbiCreditStore(Database database, WriteBehind writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public Map<String, Duration> loadAll() {
        Map<String, Duration> all = new HashMap<>();
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createQuery(
                                                "select name, number from mark where name like"
                                                        + " :mark")
                                        .bind("mark", MARK + '%')
                                        .map(
                                                (row, _) ->
                                                        Map.entry(
                                                                row.getString("name")
                                                                        .substring(MARK.length()),
                                                                credit(row.getLong("number"))))
                                        .forEach(one -> all.put(one.getKey(), one.getValue())));
        return all;
    }

    @Override
    public void used(String account, Duration total) {
        writer.add(List.of(new Write.Mark(MARK + account, total.dividedBy(Price.FINEST))));
    }

    private static Duration credit(long units) {
        long perSecond = Duration.ofSeconds(1).toNanos() / UNIT_NANOS;
        return Duration.ofSeconds(units / perSecond, units % perSecond * UNIT_NANOS);
    }
}

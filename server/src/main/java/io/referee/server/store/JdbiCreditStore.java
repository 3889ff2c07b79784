package io.referee.server.store;

import io.referee.server.account.CreditStore;
import io.referee.server.account.Price;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much of its credit each account has used, and up to when that was counted, among the marks
/// of the database: written behind, read at start.
final class JdbiCreditStore implements CreditStore {
    /// In the smallest parts of credit.
    private static final String TOTAL = "credit-used:";

    /// In milliseconds since 1970; versions without it kept the total only.
    private static final String UNTIL = "credit-until:";

    private static final long UNIT_NANOS = Price.FINEST.toNanos();

    private final Database database;
    private final WriteBehind writer;

    JdbiCreditStore(Database database, WriteBehind writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public Map<String, Used> loadAll() {
        Map<String, Long> until = marks(UNTIL);
        Map<String, Used> all = new HashMap<>();
        marks(TOTAL)
                .forEach(
                        (account, units) ->
                                all.put(
                                        account,
                                        new Used(credit(units), moment(until.get(account)))));
        return all;
    }

    /// The marks whose names begin like this, by the rest of their names.
    private Map<String, Long> marks(String kind) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select name, number from mark where name like"
                                                        + " :kind")
                                        .bind("kind", kind + '%')
                                        .reduceRows(
                                                new HashMap<String, Long>(),
                                                (found, row) -> {
                                                    String name =
                                                            row.getColumn("name", String.class);
                                                    found.put(
                                                            name.substring(kind.length()),
                                                            row.getColumn("number", Long.class));
                                                    return found;
                                                }));
    }

    /// The moment first: should only one of the two be written, nothing is charged twice.
    @Override
    public void used(String account, Used used) {
        writer.add(
                List.of(
                        new Write.Mark(UNTIL + account, used.until().toEpochMilli()),
                        new Write.Mark(TOTAL + account, used.total().dividedBy(Price.FINEST))));
    }

    private static Instant moment(@Nullable Long millis) {
        return millis == null ? Instant.MAX : Instant.ofEpochMilli(millis);
    }

    private static Duration credit(long units) {
        long perSecond = Duration.ofSeconds(1).toNanos() / UNIT_NANOS;
        return Duration.ofSeconds(units / perSecond, units % perSecond * UNIT_NANOS);
    }
}

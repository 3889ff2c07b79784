package io.referee.server.store;

import io.referee.server.account.PlanVersion;
import io.referee.server.account.PlanVersionStore;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// Versions of dial plans in the database. *Any thread.*
final class JdbiPlanVersionStore implements PlanVersionStore {
    private final Database database;

    JdbiPlanVersionStore(Database database) {
        this.database = database;
    }

    @Override
    public List<PlanVersion> of(String owner, String plan) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select * from dial_plan_version where owner ="
                                                        + " :owner and plan = :plan order by number"
                                                        + " desc")
                                        .bind("owner", owner)
                                        .bind("plan", plan)
                                        .map(
                                                (row, _) ->
                                                        new PlanVersion(
                                                                row.getInt("number"),
                                                                row.getObject(
                                                                                "saved_at",
                                                                                OffsetDateTime
                                                                                        .class)
                                                                        .toInstant(),
                                                                row.getString("who"),
                                                                row.getString("body")))
                                        .list());
    }

    @Override
    public void add(String owner, String plan, Instant at, String who, String text) {
        database.jdbi()
                .useTransaction(
                        handle -> {
                            int number =
                                    1
                                            + handle.createQuery(
                                                            "select coalesce(max(number), 0) from"
                                                                    + " dial_plan_version where"
                                                                    + " owner = ? and plan = ?")
                                                    .bind(0, owner)
                                                    .bind(1, plan)
                                                    .mapTo(Integer.class)
                                                    .one();
                            handle.execute(
                                    "insert into dial_plan_version (owner, plan, number, saved_at,"
                                            + " who, body) values (?, ?, ?, ?, ?, ?)",
                                    owner,
                                    plan,
                                    number,
                                    at.atOffset(ZoneOffset.UTC),
                                    who,
                                    text);
                            handle.execute(
                                    "delete from dial_plan_version where owner = ? and plan = ? and"
                                            + " number <= ?",
                                    owner,
                                    plan,
                                    number - MAX_VERSIONS);
                        });
    }
}

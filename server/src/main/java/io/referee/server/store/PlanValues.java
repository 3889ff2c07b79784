package io.referee.server.store;

import io.referee.server.account.PlanValueStore;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What dial plans keep for their owners between two calls: texts by key. Blocks. *Any thread.*
public final class PlanValues implements PlanValueStore {
    private final Database database;

    PlanValues(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> read(String owner, String key) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select content from plan_value"
                                                        + " where owner = :owner and name = :name")
                                        .bind("owner", owner)
                                        .bind("name", key)
                                        .mapTo(String.class)
                                        .findOne());
    }

    @Override
    public List<String> keys(String owner) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select name from plan_value where owner = :owner"
                                                        + " order by name")
                                        .bind("owner", owner)
                                        .mapTo(String.class)
                                        .list());
    }

    @Override
    public boolean apply(String owner, Map<String, Optional<String>> changes) {
        return database.jdbi()
                .inTransaction(
                        handle -> {
                            changes.forEach((key, content) -> put(handle, owner, key, content));
                            boolean fits = count(handle, owner) <= MAX_KEYS;
                            if (!fits) {
                                handle.rollback();
                            }
                            return fits;
                        });
    }

    private static void put(Handle handle, String owner, String key, Optional<String> content) {
        handle.createUpdate("delete from plan_value where owner = :owner and name = :name")
                .bind("owner", owner)
                .bind("name", key)
                .execute();
        if (content.isPresent()) {
            handle.createUpdate(
                            "insert into plan_value (owner, name, content)"
                                    + " values (:owner, :name, :content)")
                    .bind("owner", owner)
                    .bind("name", key)
                    .bind("content", content.get())
                    .execute();
        }
    }

    private static int count(Handle handle, String owner) {
        return handle.createQuery("select count(*) from plan_value where owner = :owner")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    }
}

package io.referee.server.store;

import io.referee.server.event.SequenceStore;

import org.jdbi.v3.core.Jdbi;

import java.util.List;

/// The marks of the event numbers in the database.
final class JdbiSequenceStore implements SequenceStore {
    private final Database database;
    private final BatchWriter direct;
    private final WriteBehind writer;

    JdbiSequenceStore(Database database, BatchWriter direct, WriteBehind writer) {
        this.database = database;
        this.direct = direct;
        this.writer = writer;
    }

    @Override
    public long highWater() {
        return number(database.jdbi(), Write.Mark.EVENT_SEQ);
    }

    @Override
    public void reserve(long highWater) {
        direct.write(List.of(new Write.Mark(Write.Mark.EVENT_SEQ, highWater)));
    }

    @Override
    public void reserveLater(long highWater) {
        writer.add(List.of(new Write.Mark(Write.Mark.EVENT_SEQ, highWater)));
    }

    /// A number of the table `mark`; 0 when it is not there.
    static long number(Jdbi jdbi, String name) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select number from mark where name = :name")
                                .bind("name", name)
                                .mapTo(Long.class)
                                .findOne()
                                .orElse(0L));
    }
}

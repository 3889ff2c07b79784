package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A kind of thing that the older service lists. *Any thread.*
interface OlderList {
    /// Rows in one answer, unless the request says otherwise.
    int COUNT = 25;

    /// Rows in one answer.
    int COUNT_AT_MOST = 1_000;

    /// The XML element of one.
    String element();

    /// Every field, in any order.
    List<String> fields();

    /// Those that the caller reaches and the expression chooses, from `offset`.
    List<Map<String, @Nullable Object>> page(
            Caller caller, OlderWhere where, long offset, int count);

    /// How many there are.
    long count(Caller caller, OlderWhere where);

    /// One that fits into memory.
    ///
    /// @param rows all that the caller reaches, in their order
    record Whole(
            String element,
            List<String> fields,
            Function<Caller, List<Map<String, @Nullable Object>>> rows)
            implements OlderList {

        @Override
        public List<Map<String, @Nullable Object>> page(
                Caller caller, OlderWhere where, long offset, int count) {
            return rows.apply(caller).stream()
                    .filter(where::chooses)
                    .skip(offset)
                    .limit(count)
                    .toList();
        }

        @Override
        public long count(Caller caller, OlderWhere where) {
            return rows.apply(caller).stream().filter(where::chooses).count();
        }
    }
}

package io.referee.server.store;

import java.util.List;

/// What the two databases say differently.
enum Dialect {
    H2 {
        /// What a commit has made is in the file after WRITE_DELAY milliseconds: with the rest of
        /// the way far less than the second that a crash may cost. The store closes the file
        /// itself.
        @Override
        String complete(String url) {
            String full = with(url, "WRITE_DELAY", "200");
            return with(full, "DB_CLOSE_ON_EXIT", "FALSE");
        }

        @Override
        String upsert(String table, List<String> keys, List<String> columns) {
            return "merge into "
                    + table
                    + " ("
                    + String.join(", ", columns)
                    + ") key ("
                    + String.join(", ", keys)
                    + ") values ("
                    + marks(columns)
                    + ")";
        }

        private String with(String url, String setting, String value) {
            return url.contains(setting + "=") ? url : url + ";" + setting + "=" + value;
        }
    },

    POSTGRESQL {
        /// A server that has vanished without a word is given up after ten seconds. Batches go as
        /// one statement.
        @Override
        String complete(String url) {
            String full = with(url, "socketTimeout", "10");
            return with(full, "reWriteBatchedInserts", "true");
        }

        @Override
        String upsert(String table, List<String> keys, List<String> columns) {
            var sql = new StringBuilder("insert into ").append(table).append(" (");
            sql.append(String.join(", ", columns)).append(") values (").append(marks(columns));
            sql.append(") on conflict (")
                    .append(String.join(", ", keys))
                    .append(") do update set ");
            String comma = "";
            for (String column : columns) {
                if (!keys.contains(column)) {
                    sql.append(comma).append(column).append(" = excluded.").append(column);
                    comma = ", ";
                }
            }
            return sql.toString();
        }

        private String with(String url, String setting, String value) {
            return url.contains(setting + "=")
                    ? url
                    : url + (url.contains("?") ? "&" : "?") + setting + "=" + value;
        }
    };

    /// The dialect of a JDBC URL.
    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new StoreUnusable(
                "Unusable database "
                        + Database.withoutSecrets(url)
                        + ": only jdbc:h2: and jdbc:postgresql: are known; correct the key"
                        + " `database`.");
    }

    /// The URL with the settings that the store relies on; what the operator set stays.
    abstract String complete(String url);

    /// Insert what is not there yet, one parameter per column in order.
    static String insert(String table, List<String> columns) {
        return "insert into "
                + table
                + " ("
                + String.join(", ", columns)
                + ") values ("
                + marks(columns)
                + ")";
    }

    /// Insert or replace by key, one parameter per column in order.
    abstract String upsert(String table, List<String> keys, List<String> columns);

    /// Insert a key unless it is there; the key is the one column.
    String upsertKey(String table, String key) {
        return switch (this) {
            case H2 -> upsert(table, List.of(key), List.of(key));
            case POSTGRESQL ->
                    insert(table, List.of(key)) + " on conflict (" + key + ") do nothing";
        };
    }

    private static String marks(List<String> columns) {
        return "?" + ", ?".repeat(columns.size() - 1);
    }
}

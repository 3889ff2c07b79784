package io.referee.server.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A row of `http-access.txt`, which explains itself. *Immutable.*
///
/// @param line where it stands
/// @param route as the router knows it: `GET /api/v1/calls/{id}`
/// @param given what of aaron's is made before it is played
/// @param expected one for each of [Player], in their order
record AccessRow(
        int line, String route, String given, String query, String body, List<String> expected) {

    /// Who asks, in the order of the columns.
    enum Player {
        NONE,
        WRONG,
        PHONE,
        OWNER,
        OTHER,
        NAMING,
        ADMIN,
        FORAARON,
        FORBERTA;

        /// The tenant who must learn nothing of aaron's and change nothing of it.
        boolean other() {
            return this == OTHER || this == NAMING || this == FORBERTA;
        }

        /// What the query says of whom is meant.
        String owner() {
            return switch (this) {
                case NAMING, FORAARON -> "owner=aaron";
                case FORBERTA -> "owner=berta";
                case NONE, WRONG, PHONE, OWNER, OTHER, ADMIN -> "";
            };
        }

        Client client(Client http) {
            return switch (this) {
                case NONE -> http;
                case WRONG -> http.key("k-wrong");
                case PHONE -> http.with("Authorization", "Basic YWxpY2U6cGE=").with("apikey", "pa");
                case OWNER -> http.key(LiveApi.AARON);
                case OTHER, NAMING -> http.key(LiveApi.BERTA);
                case ADMIN, FORAARON, FORBERTA -> http.key(LiveApi.ADMIN);
            };
        }
    }

    /// The whole table.
    static List<AccessRow> all() {
        InputStream in = AccessRow.class.getResourceAsStream("http-access.txt");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            List<String> all = lines.readAllLines();
            return java.util.stream.IntStream.range(0, all.size())
                    .filter(i -> !all.get(i).isBlank() && !all.get(i).startsWith("#"))
                    .mapToObj(i -> row(i + 1, all.get(i)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccessRow row(int line, String text) {
        List<String> cells = Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
        List<String> expected = List.of(cells.getLast().split(" +"));
        if (cells.size() != 5 || expected.size() != Player.values().length) {
            throw new AssertionError("http-access.txt, line " + line + " is no row: " + text);
        }
        return new AccessRow(
                line, cells.get(0), cells.get(1), cells.get(2), cells.get(3), expected);
    }

    String method() {
        return route.substring(0, route.indexOf(' '));
    }

    String path() {
        return route.substring(route.indexOf(' ') + 1);
    }

    String expected(Player player) {
        return expected.get(player.ordinal());
    }
}

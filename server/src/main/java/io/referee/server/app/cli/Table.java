package io.referee.server.app.cli;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Rows of text under headings, as wide as needed.
final class Table {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> columns) {
        this.columns = columns;
    }

    /// A table of JSON objects: the preferred columns that occur in some row, in that order; when
    /// none does, every key that holds a single value.
    static Table of(Collection<JsonNode> objects, List<String> preferred) {
        Map<String, Boolean> single = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            object.properties()
                    .forEach(
                            p ->
                                    single.merge(
                                            p.getKey(),
                                            !p.getValue().isContainer(),
                                            Boolean::logicalOr));
        }
        List<String> columns = preferred.stream().filter(single::containsKey).toList();
        if (columns.isEmpty()) {
            columns =
                    single.entrySet().stream()
                            .filter(Map.Entry::getValue)
                            .map(Map.Entry::getKey)
                            .toList();
        }
        Table table = new Table(columns);
        for (JsonNode object : objects) {
            table.rows.add(columns.stream().map(c -> cell(object.path(c))).toList());
        }
        return table;
    }

    /// The lines, heading first; trailing blanks are cut.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Table::heading).toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    /// A value as one cell: `-` for none, `yes` and `no` for truth values.
    static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        String text = value.isContainer() ? value.toString() : value.asString();
        return text.isEmpty() ? "-" : text;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i)).repeat(' ', width(i) - cells.get(i).length() + 2);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = heading(columns.get(column)).length();
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }

    /// `callId` becomes `CALL-ID`.
    private static String heading(String key) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            words.append(Character.isUpperCase(c) ? "-" : "").append(c);
        }
        return words.toString().toUpperCase(Locale.ROOT);
    }
}

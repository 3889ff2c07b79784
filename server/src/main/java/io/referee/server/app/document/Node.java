package io.referee.server.app.document;

import java.util.List;
import java.util.Map;

/// A value in a document, with its place. *Immutable.*
public sealed interface Node {

    Place place();

    /// Keys in the order of the text, each with the place of the key itself.
    record Mapping(Place place, Map<String, Entry> entries) implements Node {}

    record Sequence(Place place, List<Node> items) implements Node {}

    /// A single value. YAML and JSON types are not looked at: whoever reads it says what he
    /// expects.
    record Scalar(Place place, String text) implements Node {}

    /// Nothing: `null`, `~` or no text at all.
    record Empty(Place place) implements Node {}

    /// A key of a mapping and what it holds.
    record Entry(Place place, Node value) {}

    /// What this is, for a complaint: `a list`, `the text "x"`.
    default String described() {
        return switch (this) {
            case Mapping _ -> "a group of keys";
            case Sequence _ -> "a list";
            case Scalar s -> '"' + s.text() + '"';
            case Empty _ -> "empty";
        };
    }
}

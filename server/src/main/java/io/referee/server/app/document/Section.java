package io.referee.server.app.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A group of keys whose names are all known. Reading it complains in one sentence about what does
/// not fit. *Immutable.*
public final class Section {
    private final Place place;
    private final Map<String, Node.Entry> entries;

    private Section(Place place, Map<String, Node.Entry> entries) {
        this.place = place;
        this.entries = entries;
    }

    /// The keys of `node`; nothing at all counts as a group without keys.
    ///
    /// @param known every key that may stand here
    /// @throws BadConfiguration when it is no group, or a key is not among `known`
    public static Section of(Node node, Collection<String> known) {
        return switch (node) {
            case Node.Empty e -> new Section(e.place(), Map.of());
            case Node.Mapping m -> checked(m, known);
            case Node.Sequence s -> throw noGroup(s, known);
            case Node.Scalar s -> throw noGroup(s, known);
        };
    }

    private static BadConfiguration noGroup(Node node, Collection<String> known) {
        String keys = String.join(", ", known);
        if (node.place().path().isEmpty()) {
            return node.place()
                    .sentence(
                            "keys are expected here (" + keys + "), not " + node.described() + ".");
        }
        return node.place()
                .complaint("must be a group of keys (" + keys + "), not " + node.described() + ".");
    }

    private static Section checked(Node.Mapping mapping, Collection<String> known) {
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw unknown(
                        mapping.place().path(), entry.getKey(), entry.getValue().place(), known);
            }
        }
        return new Section(mapping.place(), mapping.entries());
    }

    private static BadConfiguration unknown(
            String path, String key, Place at, Collection<String> known) {
        String prefix = path.isEmpty() ? "" : path + ".";
        String remedy =
                Nearest.to(key, known)
                        .map(near -> "the nearest known one is " + prefix + near)
                        .orElseGet(() -> "known here are " + String.join(", ", known));
        return at.sentence("unknown key " + at.path() + "; " + remedy + ".");
    }

    public Place place() {
        return place;
    }

    /// Whether the key is there and holds something.
    public boolean has(String key) {
        Node.Entry entry = entries.get(key);
        return entry != null && !(entry.value() instanceof Node.Empty);
    }

    /// The place of a key, or of the whole group when the key is missing.
    public Place place(String key) {
        Node.Entry entry = entries.get(key);
        return entry == null ? place : entry.place();
    }

    /// What the key holds, if anything.
    public Optional<Node> node(String key) {
        Node.Entry entry = entries.get(key);
        return entry == null || entry.value() instanceof Node.Empty
                ? Optional.empty()
                : Optional.of(entry.value());
    }

    /// The single value of a key, if it is there.
    public Optional<Node.Scalar> scalar(String key) {
        return node(key).map(node -> scalar(node, "must be one value"));
    }

    /// The text of a key, or `otherwise`.
    public String text(String key, String otherwise) {
        return scalar(key).map(Node.Scalar::text).orElse(otherwise);
    }

    /// The text of a key that must be there and not be empty.
    public String required(String key) {
        String text = text(key, "");
        if (!text.isEmpty()) {
            return text;
        }
        if (entries.containsKey(key)) {
            throw place(key).complaint("must not be empty.");
        }
        throw place.complaint("needs the key " + key + ".");
    }

    /// The single values of a list; no list counts as an empty one.
    public List<Node.Scalar> scalars(String key) {
        List<Node.Scalar> found = new ArrayList<>();
        for (Node item : items(key)) {
            found.add(scalar(item, "must be one value"));
        }
        return List.copyOf(found);
    }

    /// The groups of a list, each checked against the known keys; no list counts as an empty one.
    public List<Section> sections(String key, Collection<String> known) {
        List<Section> found = new ArrayList<>();
        for (Node item : items(key)) {
            found.add(of(item, known));
        }
        return List.copyOf(found);
    }

    /// The group a key holds; no such key counts as a group without keys.
    public Section section(String key, Collection<String> known) {
        return node(key)
                .map(node -> of(node, known))
                .orElseGet(() -> new Section(place(key), new LinkedHashMap<>()));
    }

    /// The items of a list; no list counts as an empty one.
    public List<Node> items(String key) {
        Node node = node(key).orElse(null);
        return switch (node) {
            case null -> List.of();
            case Node.Sequence sequence -> sequence.items();
            case Node other ->
                    throw other.place().complaint("must be a list, not " + other.described() + ".");
        };
    }

    private static Node.Scalar scalar(Node node, String expected) {
        if (node instanceof Node.Scalar scalar) {
            return scalar;
        }
        throw node.place().complaint(expected + ", not " + node.described() + ".");
    }
}

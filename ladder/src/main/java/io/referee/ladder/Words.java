package io.referee.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The words behind the verb sign of a ladder line, in the order they were written. Immutable,
/// never empty when it comes from a ladder. Keys are looked up without regard to case.
public record Words(List<Word> words) {
    public Words {
        words = List.copyOf(words);
    }

    /// Reads words as they stand in a ladder line.
    ///
    /// @throws IllegalArgumentException when a quote is not closed or a key has no value
    public static Words of(String text) {
        return new WordReader(text).read();
    }

    /// The content of the first word when it is bare (`REFER`, `202`), otherwise the empty string.
    public String verb() {
        return !words.isEmpty() && words.getFirst() instanceof Word.Bare(String text) ? text : "";
    }

    /// The bare words behind the verb, in order.
    public List<String> bare() {
        List<String> found = new ArrayList<>();
        for (Word word : verb().isEmpty() ? words : words.subList(1, words.size())) {
            if (word instanceof Word.Bare(String text)) {
                found.add(text);
            }
        }
        return List.copyOf(found);
    }

    /// Whether one of the bare words behind the verb is exactly this one.
    public boolean has(String bareWord) {
        return bare().contains(bareWord);
    }

    /// All words of the form `key:value`, in order.
    public List<Word.Colon> fields() {
        return words.stream()
                .filter(Word.Colon.class::isInstance)
                .map(Word.Colon.class::cast)
                .toList();
    }

    /// All words of the form `key=value`, in order.
    public List<Word.Equal> properties() {
        return words.stream()
                .filter(Word.Equal.class::isInstance)
                .map(Word.Equal.class::cast)
                .toList();
    }

    /// The value of the first `key:value` with this key.
    public Optional<String> field(String key) {
        for (Word word : words) {
            if (word instanceof Word.Colon colon && colon.key().equalsIgnoreCase(key)) {
                return Optional.of(colon.value());
            }
        }
        return Optional.empty();
    }

    /// The value of the first `key=value` with this key.
    public Optional<String> property(String key) {
        for (Word word : words) {
            if (word instanceof Word.Equal equal && equal.key().equalsIgnoreCase(key)) {
                return Optional.of(equal.value());
            }
        }
        return Optional.empty();
    }

    Words mapContents(UnaryOperator<String> change) {
        return new Words(
                words.stream().map(w -> w.withContent(change.apply(w.content()))).toList());
    }

    /// The words as they would be written in a ladder; reads back as an equal value.
    @Override
    public String toString() {
        return words.stream().map(Word::toString).collect(Collectors.joining(" "));
    }
}

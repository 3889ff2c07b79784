package io.referee.ladder;

/// One word of a ladder line. Immutable.
///
/// The language only tells three forms apart; the [Stage] gives them their meaning. A common
/// convention: `key:value` names a header, `key=value` asks for a property of the message.
public sealed interface Word {

    /// A word without a key: `REFER`, `202`, `"two words"`.
    record Bare(String text) implements Word {
        @Override
        public String toString() {
            boolean readsBackAsItself = !Quoting.needsQuotes(text) && !Quoting.looksLikePair(text);
            return readsBackAsItself ? text : Quoting.quote(text);
        }
    }

    /// A word of the form `key:value`.
    record Colon(String key, String value) implements Word {
        @Override
        public String toString() {
            return key + ":" + Quoting.quoteWhenNeeded(value);
        }
    }

    /// A word of the form `key=value`.
    record Equal(String key, String value) implements Word {
        @Override
        public String toString() {
            return key + "=" + Quoting.quoteWhenNeeded(value);
        }
    }

    /// The bare text, or the value behind the key.
    default String content() {
        return switch (this) {
            case Bare(String text) -> text;
            case Colon(_, String value) -> value;
            case Equal(_, String value) -> value;
        };
    }

    /// The same kind of word with the same key and another content.
    default Word withContent(String content) {
        return switch (this) {
            case Bare _ -> new Bare(content);
            case Colon(String key, _) -> new Colon(key, content);
            case Equal(String key, _) -> new Equal(key, content);
        };
    }
}

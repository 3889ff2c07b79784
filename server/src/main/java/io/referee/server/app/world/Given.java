package io.referee.server.app.world;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The values that a script gave with a question. *Immutable.*
record Given(List<@Nullable Object> values) {
    private static final int MOST_SECONDS = 86_400;

    int count() {
        return values.size();
    }

    String text(int index) {
        Object value = index < values.size() ? values.get(index) : null;
        return switch (value) {
            case null -> "";
            case Map<?, ?> object when object.get("$text") != null ->
                    String.valueOf(object.get("$text"));
            default -> value.toString();
        };
    }

    /// Zero when it is no number; what is begun counts as whole.
    int seconds(int index) {
        try {
            double number = Math.ceil(Double.parseDouble(text(index)));
            return (int) Math.clamp(number, 0, MOST_SECONDS);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}

package io.referee.server.app.apply;

import io.referee.server.account.Endpoint;
import io.referee.server.account.TransferHabits;
import io.referee.server.app.apply.ApplyFile.Reserved;
import io.referee.server.app.document.Section;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Reads what is special about accounts and providers in transfers. *Any thread.*
final class HabitsReader {
    private HabitsReader() {}

    static TransferHabits habits(Section section) {
        return new TransferHabits(
                endpoint(section),
                word(section, "notify", "full", "final", "immediate200"),
                "",
                "");
    }

    static Reserved reserved(Section section) {
        String token =
                section.has("referredByToken")
                        ? word(
                                section,
                                "referredByToken",
                                TransferHabits.NO_TOKEN,
                                TransferHabits.TOKEN)
                        : null;
        return new Reserved(group(section), token);
    }

    /// Null when nothing is said.
    private static @Nullable String group(Section section) {
        if (!section.has("transferGroup")) {
            return null;
        }
        String group = section.text("transferGroup", "");
        if (!group.isEmpty() && !EntryReader.isPlain(group)) {
            throw section.place("transferGroup")
                    .complaint(
                            "must be 1 to "
                                    + EntryReader.MAX_NAME
                                    + " letters, digits or any of . _ - + * ! ~, or empty, not \""
                                    + group
                                    + "\".");
        }
        return group;
    }

    /// One of these words, or empty when nothing is said.
    private static String word(Section section, String key, String... words) {
        String word = section.text(key, "");
        if (!word.isEmpty() && !List.of(words).contains(word)) {
            throw section.place(key)
                    .complaint(
                            "must be one of "
                                    + String.join(", ", words)
                                    + ", not \""
                                    + word
                                    + "\".");
        }
        return word;
    }

    static Endpoint endpoint(Section section) {
        String[] strategies = Strategy.words().keySet().toArray(String[]::new);
        return new Endpoint(
                ProviderReader.flag(section, "noRefer"), word(section, "strategy", strategies));
    }
}

package io.referee.server.app.apply;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the scripts are that a dial plan names by `file:`. *Immutable.*
///
/// Whoever reads an apply file reads them, too: the server for `serve --apply`, the command line
/// for `apply`, which sends their texts along under the key `files`. The server opens no file that
/// a request names.
@FunctionalInterface
public interface PlanFiles {
    /// The text of a file.
    ///
    /// @param place where its name stands
    /// @throws BadConfiguration when it cannot be had, naming the file
    String text(String name, Place place);

    /// Only the texts that came along.
    static PlanFiles sent(Map<String, String> texts) {
        Map<String, String> kept = Map.copyOf(texts);
        return (name, place) -> {
            String text = kept.get(name);
            if (text == null) {
                throw place.complaint(
                        "names a file, and the server opens no file that a request names: put its"
                                + " text into script, or send it with ./referee apply.");
            }
            return text;
        };
    }

    /// Files beside an apply file, and elsewhere when their names say so.
    static PlanFiles beside(Path applyFile) {
        return (name, place) -> {
            Path file = path(applyFile, name, place);
            try {
                if (Files.isRegularFile(file)
                        && Files.size(file) > PlanReader.MAX_SCRIPT * (long) Character.BYTES) {
                    throw PlanReader.tooLong(place);
                }
                return Document.text(file);
            } catch (BadConfiguration e) {
                throw e.sentence().startsWith(file.toString())
                        ? place.complaint("names a file: " + e.sentence())
                        : e;
            } catch (java.io.IOException _) {
                throw place.complaint("names a file that cannot be read: " + file + ".");
            }
        };
    }

    private static Path path(Path applyFile, String name, Place place) {
        try {
            return applyFile.resolveSibling(name);
        } catch (InvalidPathException _) {
            throw place.complaint("must be the name of a file, not \"" + name + "\".");
        }
    }

    /// The texts of all files that the plans of an apply file name, by name.
    ///
    /// @throws BadConfiguration when one cannot be read
    static Map<String, String> named(Node document, PlanFiles files) {
        Map<String, String> texts = new HashMap<>();
        for (Node user : list(document, "users")) {
            for (Node plan : list(user, "dialPlans")) {
                if (entry(plan, "file") instanceof Node.Scalar name && !name.text().isEmpty()) {
                    texts.put(name.text(), files.text(name.text(), name.place()));
                }
            }
        }
        return texts;
    }

    private static List<Node> list(Node node, String key) {
        return entry(node, key) instanceof Node.Sequence list ? list.items() : List.of();
    }

    private static @org.jspecify.annotations.Nullable Node entry(Node node, String key) {
        Node.Entry entry = node instanceof Node.Mapping all ? all.entries().get(key) : null;
        return entry == null ? null : entry.value();
    }

    /// The texts that came along under the key `files`.
    static PlanFiles in(Node files) {
        Map<String, String> texts = new HashMap<>();
        if (!(files instanceof Node.Mapping all)) {
            throw files.place()
                    .complaint("must be texts by name, not " + files.described() + ".");
        }
        all.entries()
                .forEach(
                        (name, entry) -> {
                            if (entry.value() instanceof Node.Scalar text) {
                                texts.put(name, text.text());
                            }
                        });
        return sent(texts);
    }
}

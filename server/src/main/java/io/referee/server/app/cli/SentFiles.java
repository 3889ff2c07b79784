package io.referee.server.app.cli;

import io.referee.server.app.apply.PlanFiles;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Node;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Sends the scripts that an apply file names along with it, because the server opens no files for
/// requests.
final class SentFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private SentFiles() {}

    /// The text of an apply file with its scripts under the key `files`. It comes last, or stays on
    /// the first line, so that the lines of the file keep their numbers in what the server says.
    ///
    /// @throws BadConfiguration a script cannot be read
    static String with(String text, Path file) {
        Node document;
        try {
            document = Document.yaml(file.toString(), text);
        } catch (BadConfiguration _) {
            return text; // the server says what is wrong
        }
        Map<String, String> texts =
                new TreeMap<>(PlanFiles.named(document, PlanFiles.beside(file)));
        if (texts.isEmpty()) {
            return text;
        }
        String json = JSON.writeValueAsString(texts);
        int brace = text.indexOf('{');
        return text.stripLeading().startsWith("{")
                ? text.substring(0, brace + 1) + "\"files\": " + json + ", " + text.substring(brace + 1)
                : text + "\nfiles: " + json + "\n";
    }
}

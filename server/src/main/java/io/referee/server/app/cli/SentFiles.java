package io.referee.server.app.cli;

import io.referee.server.app.apply.PlanFiles;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Node;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends the scripts that an apply file names along with it, because the server opens no files for
/// requests.
final class SentFiles {
    private static final JsonMapper JSON = new JsonMapper();

    /// What is said of a script that stands in a body.
    private static final String PLACE = Document.REQUEST_BODY + ", line \\d+:\\d+: script ";

    private static final Pattern SCRIPT = Pattern.compile(PLACE);
    private static final Pattern NO_RUBY =
            Pattern.compile(PLACE + "is no Ruby: line (\\d+)(?:, column (\\d+))?: (.*)");

    private SentFiles() {}

    /// What the server says of the body of a request, with the name of the file that it was.
    static String named(Path file, String message) {
        return message.startsWith(Document.REQUEST_BODY)
                ? file + message.substring(Document.REQUEST_BODY.length())
                : message;
    }

    /// The same of a script that was sent inside a body: where it is no Ruby, with line and column
    /// of the file.
    static String namedScript(Path file, String message) {
        Matcher wrong = NO_RUBY.matcher(message);
        if (wrong.matches()) {
            String column = wrong.group(2) == null ? "" : ":" + wrong.group(2);
            return file + ", line " + wrong.group(1) + column + ": " + wrong.group(3);
        }
        return SCRIPT.matcher(message).replaceFirst(Matcher.quoteReplacement(file + " "));
    }

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
                ? text.substring(0, brace + 1)
                        + "\"files\": "
                        + json
                        + ", "
                        + text.substring(brace + 1)
                : text + "\nfiles: " + json + "\n";
    }
}

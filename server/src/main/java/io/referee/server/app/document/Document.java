package io.referee.server.app.document;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a text into [Node]s. One document per text, no aliases, no key twice in one group. *Any
/// thread.*
public final class Document {
    /// The longest text that is read, in characters.
    public static final int MAX_CHARACTERS = 64 * 1024 * 1024;

    /// How deep groups and lists may nest.
    public static final int MAX_DEPTH = 32;

    /// What complaints call the body of a request; the command line puts the name of the file
    /// instead.
    public static final String REQUEST_BODY = "request body";

    private static final TokenStreamFactory YAML =
            YAMLFactory.builder()
                    .loadSettings(LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build())
                    .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
    private static final TokenStreamFactory JSON = new JsonFactory();

    private final String source;
    private final JsonParser parser;

    private Document(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /// The tree of a YAML file. The user's own spelling of the path is what complaints name.
    ///
    /// @throws BadConfiguration when the file cannot be read or is not YAML
    public static Node yamlFile(Path file) {
        return yaml(file.toString(), text(file));
    }

    /// The tree of a YAML text; `source` is the name complaints use.
    ///
    /// @throws BadConfiguration when it is not YAML
    public static Node yaml(String source, String text) {
        return parse(source, text, YAML);
    }

    /// The tree of a JSON text; `source` is the name complaints use.
    ///
    /// @throws BadConfiguration when it is not JSON
    public static Node json(String source, String text) {
        return parse(source, text, JSON);
    }

    /// The whole text of a file.
    ///
    /// @throws BadConfiguration when it cannot be read, naming it and the reason
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw unreadable(file, "there is no such file");
        } catch (CharacterCodingException _) {
            throw unreadable(file, "it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(
                    file, Files.isDirectory(file) ? "it is a directory" : "access was refused");
        }
    }

    private static BadConfiguration unreadable(Path file, String reason) {
        return new BadConfiguration(file + " cannot be read: " + reason + ".");
    }

    private static Node parse(String source, String text, TokenStreamFactory format) {
        Place start = new Place(source, 1, 1, "");
        if (text.length() > MAX_CHARACTERS) {
            throw start.sentence("the text is longer than " + MAX_CHARACTERS + " characters.");
        }
        try (JsonParser parser = format.createParser(ObjectReadContext.empty(), text)) {
            return new Document(source, parser).root(start);
        } catch (JacksonException e) {
            throw syntax(source, e);
        }
    }

    private static BadConfiguration syntax(String source, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        int line = at == null ? 1 : Math.max(1, at.getLineNr());
        int column = at == null ? 1 : Math.max(1, at.getColumnNr());
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        String first = (end < 0 ? message : message.substring(0, end)).strip();
        return new Place(source, line, column, "")
                .sentence("this cannot be parsed: " + first + ".");
    }

    private Node root(Place start) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new Node.Empty(start);
        }
        Node root = value(first, "", 0);
        if (parser.nextToken() != null) {
            throw at("").sentence("a second document begins here; one per file is read.");
        }
        return root;
    }

    private Node value(JsonToken token, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw at(path).sentence("more than " + MAX_DEPTH + " levels are nested here.");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw at(path).complaint(
                            "is an alias (*" + parser.getString() + "), and aliases are not read.");
        }
        return switch (token) {
            case START_OBJECT -> mapping(path, depth);
            case START_ARRAY -> sequence(path, depth);
            case VALUE_NULL -> new Node.Empty(at(path));
            default -> new Node.Scalar(at(path), parser.getString());
        };
    }

    private Node mapping(String path, int depth) {
        Place here = at(path);
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
            String key = parser.currentName();
            String inner = path.isEmpty() ? key : path + "." + key;
            Place keyPlace = at(inner);
            Node value = value(next(), inner, depth + 1);
            if (entries.put(key, new Node.Entry(keyPlace, value)) != null) {
                throw keyPlace.complaint("is given twice.");
            }
        }
        return new Node.Mapping(here, entries);
    }

    private Node sequence(String path, int depth) {
        Place here = at(path);
        List<Node> items = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            items.add(value(token, path + "[" + items.size() + "]", depth + 1));
        }
        return new Node.Sequence(here, List.copyOf(items));
    }

    private JsonToken next() {
        @Nullable JsonToken token = parser.nextToken();
        if (token == null) {
            throw at("").sentence("the text ends too early.");
        }
        return token;
    }

    private Place at(String path) {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Place(
                source,
                Math.max(1, location.getLineNr()),
                Math.max(1, location.getColumnNr()),
                path);
    }
}

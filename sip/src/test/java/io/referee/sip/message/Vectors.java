package io.referee.sip.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The torture messages of RFC 4475 and RFC 5118 and the table of their verdicts.
final class Vectors {
    static final Path FOLDER = Path.of("src/test/resources/vectors");

    private static final String SUFFIX = ".dat";

    private Vectors() {}

    /// One line of the table, which explains its columns.
    record Verdict(String name, String datagram, String stream, String server, String because) {
        byte[] octets() {
            return Vectors.octets(name);
        }
    }

    /// `rfc4475/wsinv` and the others that there are files of.
    static List<String> files() {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Verdict> table() {
        List<Verdict> verdicts = new ArrayList<>();
        for (String line : text(FOLDER.resolve("VERDICTS.txt")).split("\n")) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] cells = line.split("\\|", 5);
                verdicts.add(
                        new Verdict(
                                cells[0].strip(),
                                cells[1].strip(),
                                cells[2].strip(),
                                cells[3].strip(),
                                cells[4].strip()));
            }
        }
        return verdicts;
    }

    static byte[] octets(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the parser makes of a datagram, in the words of the table.
    static String datagram(byte[] octets) {
        return switch (Parser.datagram(octets)) {
            case Request request -> request.method().name();
            case Response response -> Integer.toString(response.status());
            case Malformed bad ->
                    bad.answer().map(answer -> "refuse " + answer.status()).orElse("drop");
        };
    }

    /// What becomes of the first message when the octets come over a stream.
    static String stream(byte[] octets) {
        StreamFramer framer = new StreamFramer();
        framer.push(octets, 0, octets.length);
        String framed = framer.next().map(Vectors::datagram).orElse("wait");
        return framed.equals("wait") && !framer.broken().isEmpty() ? "close" : framed;
    }
}

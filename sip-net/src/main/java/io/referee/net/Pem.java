package io.referee.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The blocks of a PEM file (RFC 7468). What stands between them is skipped.
final class Pem {
    /// A chain of certificates has some kilobytes.
    static final int MAX_OCTETS = 1 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /// One block.
    ///
    /// @param label as in `PRIVATE KEY`
    /// @param headers whether there are lines such as `Proc-Type` in front of the octets
    record Block(String label, byte[] octets, Headers headers) {}

    /// Lines of an older form, which say that the octets are encrypted.
    enum Headers {
        NONE,
        SOME
    }

    /// The blocks of a file, in their order.
    ///
    /// @param what for the sentence when it cannot be read: `certificate`
    static List<Block> read(String what, Path file) throws UnusableFile {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw new UnusableFile(what, file, "it has more than " + MAX_OCTETS + " octets");
            }
            return blocks(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            String why = Files.exists(file) ? "it cannot be read" : "there is no such file";
            throw new UnusableFile(what, file, why);
        } catch (IllegalArgumentException e) {
            throw new UnusableFile(what, file, "it is no PEM file");
        }
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        String label = "";
        Headers headers = Headers.NONE;
        StringBuilder base64 = new StringBuilder();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                headers = Headers.NONE;
                base64.setLength(0);
            } else if (line.startsWith(END) && !label.isEmpty()) {
                byte[] octets = headers == Headers.SOME ? new byte[0] : decoded(base64);
                blocks.add(new Block(label, octets, headers));
                label = "";
            } else if (!label.isEmpty() && line.indexOf(':') >= 0) {
                headers = Headers.SOME;
            } else if (!label.isEmpty()) {
                base64.append(line);
            }
        }
        return blocks;
    }

    private static byte[] decoded(StringBuilder base64) {
        return Base64.getDecoder().decode(base64.toString());
    }
}

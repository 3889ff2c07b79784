package io.referee.server.app;

import io.referee.server.account.Hashes;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.document.BadConfiguration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The administrator's API key: configured, or made at the first start into `data/admin.key`, which
/// only this user can read. Never logged.
final class AdminKey {
    private static final String FILE = "admin.key";

    private AdminKey() {}

    /// SHA-256 of the key in force, lower-case hex.
    static String hash(Configuration configuration) {
        String configured = configuration.adminKey();
        return Hashes.ofKey(
                configured.isEmpty() ? kept(configuration.data().resolve(FILE)) : configured);
    }

    private static String kept(Path file) {
        try {
            return Files.exists(file) ? read(file) : make(file);
        } catch (IOException e) {
            throw new BadConfiguration(
                    "The admin key " + file + " cannot be read or written: " + e.getMessage());
        }
    }

    private static String read(Path file) throws IOException {
        String key = Files.readString(file).strip();
        if (key.isEmpty()) {
            throw new BadConfiguration(
                    "The admin key " + file + " is empty: remove it to get a new one.");
        }
        return key;
    }

    private static String make(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.write(file, (key + '\n').getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        return key;
    }
}

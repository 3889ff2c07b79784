package io.referee.server.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BooleanSupplier;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what must not be readable in a stolen database: AES-256-GCM with a key file that only
/// the server's user may read. Each secret is bound to the place it belongs to, so that it cannot
/// be moved to another account. *Immutable, any thread.*
final class Sealer {
    private static final int KEY_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Sealer(Path file, byte[] key) {
        this.file = file;
        this.key = new SecretKeySpec(key, "AES");
    }

    /// A secret for another purpose, made of the key: the same after a restart, and no help to find
    /// the key.
    byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    /// Reads the key file; makes one (mode 0600) when there is none.
    ///
    /// @param needed whether there is something that only the old key opens
    /// @throws StoreUnusable it is missing and needed, or no key
    static Sealer with(Path file, BooleanSupplier needed) {
        try {
            if (Files.notExists(file)) {
                if (needed.getAsBoolean()) {
                    throw new StoreUnusable(
                            "The key file "
                                    + file
                                    + " is missing: only it opens what is sealed in the database;"
                                    + " put it back.");
                }
                create(file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_OCTETS) {
                throw new StoreUnusable(
                        "Unusable key file "
                                + file
                                + ": it has "
                                + key.length
                                + " octets instead of "
                                + KEY_OCTETS
                                + "; put back the one that belongs to the database.");
            }
            return new Sealer(file, key);
        } catch (IOException e) {
            throw new StoreUnusable(
                    "Unusable key file "
                            + file
                            + ": make it readable and its folder writable for this user.",
                    e);
        }
    }

    /// Written beside and then moved, so that a crash leaves a whole key or none.
    private static void create(Path file) throws IOException {
        byte[] key = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, key);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    String seal(String secret, String place) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, place)
                            .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(nonce, NONCE_OCTETS + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_OCTETS, sealed.length);
            return Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    String open(String sealed, String place) {
        try {
            byte[] whole = Base64.getDecoder().decode(sealed);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_OCTETS), place);
            return new String(
                    cipher.doFinal(whole, NONCE_OCTETS, whole.length - NONCE_OCTETS),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new StoreUnusable(
                    "Unusable key file "
                            + file
                            + ": it does not open what is sealed of "
                            + place
                            + " in the database; put back the one that belongs to it.",
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

package io.referee.server.api;

import io.referee.server.account.Directory;
import io.referee.server.account.Hashes;
import io.referee.server.account.Owner;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells from a key who asks. Keys are compared as hashes and in constant time. *Any thread.*
final class Keys {
    private final byte[] admin;
    private final Supplier<Directory> directory;

    /// @param adminKeyHash SHA-256 of the admin key, lower-case hex
    Keys(String adminKeyHash, Supplier<Directory> directory) {
        this.admin = octets(adminKeyHash);
        this.directory = directory;
    }

    /// Whose key it is; empty when it is nobody's. `owner` is whom the administrator wants to act
    /// for, or empty.
    ///
    /// @throws Problem when the key's holder may not act for that owner, or there is none
    Optional<Caller> caller(String key, String owner) {
        String hash = Hashes.ofKey(key);
        if (MessageDigest.isEqual(admin, octets(hash))) {
            return Optional.of(administrator(owner));
        }
        Optional<Owner> holder = directory.get().ownerOfKey(hash);
        if (holder.isPresent() && !owner.isEmpty() && !owner.equals(holder.get().name())) {
            throw Problem.forbidden("Only the administrator's key may name another owner.");
        }
        return holder.map(found -> new Caller.User(found.name()));
    }

    /// The key by which somebody was let in, to be asked about again. *Immutable.*
    ///
    /// @param hash of the key
    record Held(String hash, Caller caller) {}

    /// Whether the key is still that caller's, and whom the administrator acts for still there.
    boolean stands(Held held) {
        return switch (held.caller()) {
            case Caller.User user ->
                    directory
                            .get()
                            .ownerOfKey(held.hash())
                            .filter(owner -> owner.name().equals(user.owner()))
                            .isPresent();
            case Caller.Administrator admin ->
                    admin.owner().isEmpty() || directory.get().owner(admin.owner()).isPresent();
            case Caller.Anybody _ -> true;
        };
    }

    private Caller administrator(String owner) {
        if (!owner.isEmpty() && directory.get().owner(owner).isEmpty()) {
            throw Problem.notFound("user " + owner);
        }
        return new Caller.Administrator(owner);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

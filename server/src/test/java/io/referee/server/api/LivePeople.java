package io.referee.server.api;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.app.StoredDirectory;

import java.time.Instant;
import java.util.List;

/// Who is there in every [LiveApi]: read once for all tests, because hashing a password takes as
/// long as a whole test. The console password of aaron is kept with the weakest Argon2id that there
/// is, for the same reason: the hash itself says how it was made.
final class LivePeople {
    private static final String PASSWORD = "secret-for-the-console";

    static final String YAML =
            """
            users:
              - name: aaron
                password: %s
                keys: [k-aaron]
                accounts:
                  - {name: alice, password: pa, out: simple}
                  - {name: bob, password: pb, transfer: consume}
                  - {name: carol, password: pc}
                dialPlans:
                  - name: simple
                    type: rules
                    rules:
                      - {direction: out, match: exact, pattern: "*100", command: dial, parameters: bob}
                      - {direction: out, match: prefix, pattern: "2", command: dial, parameters: carol}
              - name: berta
                keys: [k-berta]
                accounts:
                  - {name: dora, password: pd}
            """
                    .formatted(PASSWORD);

    private static final int KIBIBYTES = 8;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;

    private LivePeople() {}

    /// Made when the first test needs it.
    private static final class Read {
        static final DirectoryStore.Contents CONTENTS = contents();
        static final String HASH =
                Password.hash(PASSWORD)
                        .addRandomSalt(SALT_OCTETS)
                        .with(Argon2Function.getInstance(KIBIBYTES, 1, 1, HASH_OCTETS, Argon2.ID))
                        .getResult();

        private static DirectoryStore.Contents contents() {
            DirectoryStore store = new Stored.InMemoryDirectory();
            StoredDirectory directory = new StoredDirectory(store, List.of("localhost"), _ -> {});
            if (!(directory.apply(YAML, "") instanceof DirectoryDesk.Outcome.Done)) {
                throw new AssertionError("the people are wrong");
            }
            return store.loadAll();
        }
    }

    /// Puts them where nobody is yet, as if they had been applied.
    static void into(DirectoryStore store, PlanVersionStore versions) {
        DirectoryStore.Contents all = Read.CONTENTS;
        for (Owner owner : all.owners()) {
            String name = owner.name();
            store.replace(
                    cheap(owner),
                    all.accounts().stream().filter(it -> it.owner().equals(name)).toList(),
                    all.dialPlans().stream().filter(it -> it.owner().equals(name)).toList(),
                    all.providers().stream().filter(it -> it.owner().equals(name)).toList());
        }
        for (DialPlan plan : all.dialPlans()) {
            versions.add(plan.owner(), plan.name(), Instant.now(), "", PlanText.of(plan));
        }
    }

    private static Owner cheap(Owner owner) {
        return owner.passwordHash().isEmpty()
                ? owner
                : new Owner(owner.name(), Read.HASH, owner.keyHashes());
    }
}

package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.Account;
import io.referee.server.account.Change;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.api.DirectoryDesk.Outcome;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class StoredDirectoryTest {
    private static final String TWO =
            """
            users:
              - name: aaron
                accounts: [{name: alice, password: pa}]
              - name: berta
                accounts: [{name: bob, password: pb}]
            """;

    private final Kept kept = new Kept();
    private final List<String> told = new ArrayList<>();
    private final StoredDirectory directory = open();

    private StoredDirectory open() {
        return new StoredDirectory(
                kept,
                List.of("localhost"),
                changes -> changes.stream().map(Change::toString).forEach(told::add));
    }

    /// A store in memory that may fail.
    private static final class Kept implements DirectoryStore {
        private final Map<String, Contents> owners = new LinkedHashMap<>();
        private boolean failing;

        @Override
        public Contents loadAll() {
            Contents all =
                    new Contents(
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>());
            owners.values()
                    .forEach(
                            one -> {
                                all.owners().addAll(one.owners());
                                all.accounts().addAll(one.accounts());
                                all.dialPlans().addAll(one.dialPlans());
                                all.providers().addAll(one.providers());
                            });
            return all;
        }

        @Override
        public void replace(
                Owner owner,
                List<Account> accounts,
                List<DialPlan> dialPlans,
                List<Provider> providers) {
            if (failing) {
                throw new IllegalStateException("the disk is full");
            }
            for (Account account : accounts) {
                owners.forEach(
                        (name, theirs) ->
                                assertThat(theirs.accounts())
                                        .as("an account that %s holds", name)
                                        .noneMatch(
                                                other ->
                                                        other.aor().equals(account.aor())
                                                                && !other.owner()
                                                                        .equals(owner.name())));
            }
            owners.put(owner.name(), new Contents(List.of(owner), accounts, dialPlans, providers));
        }

        @Override
        public void remove(String owner) {
            owners.remove(owner);
        }
    }

    @Test
    void whatIsAppliedIsThereAfterARestart() {
        assertThat(directory.apply(TWO, "")).isInstanceOf(Outcome.Done.class);

        assertThat(open().current()).isEqualTo(directory.current());
        assertThat(told).contains("account alice@localhost added");
    }

    @Test
    void whatCannotBeStoredIsNotInForce() {
        kept.failing = true;

        assertThatThrownBy(() -> directory.apply(TWO, "")).hasMessage("the disk is full");

        assertThat(directory.current().owners()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aWrongBodyChangesNothing() {
        directory.apply(TWO, "");
        var before = directory.current();

        assertThat(directory.putAccount("aaron", "alice", "{\"nme\": 1}"))
                .isInstanceOf(Outcome.Wrong.class);
        assertThat(directory.putAccount("aaron", "bob", "{\"password\": \"x\"}"))
                .isInstanceOf(Outcome.Wrong.class);
        assertThat(directory.deleteUser("nobody")).isInstanceOf(Outcome.Unknown.class);

        assertThat(directory.current()).isSameAs(before);
    }

    @Test
    void aRemovedUserIsGoneFromTheStore() {
        directory.apply(TWO, "");

        assertThat(directory.deleteUser("aaron")).isInstanceOf(Outcome.Done.class);

        assertThat(kept.owners).containsOnlyKeys("berta");
        assertThat(told).contains("account alice@localhost removed");
    }

    @Test
    void anAccountCanGoFromOneUserToAnother() {
        directory.apply(TWO, "");

        Outcome outcome =
                directory.apply(
                        """
                        users:
                          - name: berta
                            accounts: [{name: bob, password: pb}, {name: alice, password: pa}]
                          - name: aaron
                            accounts: []
                        """,
                        "");

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(open().current().account("alice", "localhost").orElseThrow().owner())
                .isEqualTo("berta");
    }

    @Test
    void anApplyForOneOwnerTouchesNobodyElse() {
        directory.apply(TWO, "");

        assertThat(directory.apply(TWO, "aaron")).isInstanceOf(Outcome.NotYours.class);
        assertThat(directory.apply("users: [{name: aaron, accounts: []}]", "aaron"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(directory.current().accounts())
                .extracting(Account::aor)
                .containsExactly("bob@localhost");
    }
}

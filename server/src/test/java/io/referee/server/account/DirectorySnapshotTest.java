package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class DirectorySnapshotTest {
    private static final Owner AARON = new Owner("aaron", "", List.of(Hashes.ofKey("k-aaron")));
    private static final Account ALICE = account("alice", "localhost", TransferMode.DENY);
    private static final DialPlan MAIN = new DialPlan("aaron", "main", "rules", "", List.of());

    private final DirectorySnapshot directory =
            DirectorySnapshot.of(
                    List.of("localhost", "Example.org"),
                    List.of(AARON),
                    List.of(ALICE),
                    List.of(MAIN));

    @Test
    void domainsAreComparedWithoutCase() {
        assertThat(directory.serves("LOCALHOST")).isTrue();
        assertThat(directory.serves("EXAMPLE.ORG")).isTrue();
        assertThat(directory.serves("example.com")).isFalse();
        assertThat(directory.defaultDomain()).isEqualTo("localhost");
        assertThat(directory.account("alice", "LocalHost")).contains(ALICE);
    }

    @Test
    void namesOfAccountsAreComparedWithCase() {
        assertThat(directory.account("Alice", "localhost")).isEmpty();
        assertThat(directory.account("alice", "example.org")).isEmpty();
    }

    @Test
    void anOwnerIsFoundByKey() {
        assertThat(directory.ownerOfKey(Hashes.ofKey("k-aaron"))).contains(AARON);
        assertThat(directory.ownerOfKey(Hashes.ofKey("k-other"))).isEmpty();
    }

    @Test
    void aDialPlanBelongsToItsOwner() {
        assertThat(directory.dialPlan("aaron", "main")).contains(MAIN);
        assertThat(directory.dialPlan("berta", "main")).isEmpty();
    }

    @Test
    void aProviderOfAnOwnerIsFoundInWhateverCase() {
        Provider provider =
                new Provider(
                        "aaron",
                        "Blueface",
                        "sip:sip.example.org",
                        new Provider.Login("u", "", "p"),
                        Provider.Calls.PLAIN,
                        Provider.Registration.NONE);
        DirectorySnapshot with = directory.draft().put(provider).snapshot();

        assertThat(with.provider("aaron", "blueFACE")).contains(provider);
        assertThat(with.provider("berta", "Blueface")).isEmpty();
        assertThat(Change.between(directory, with).toString())
                .contains("provider aaron/Blueface added");
        assertThat(with.draft().remove(AARON).snapshot().providers()).isEmpty();
        assertThat(with).isNotEqualTo(directory);
        assertThat(provider.login().toString()).doesNotContain("p,").endsWith("***]");
    }

    @Test
    void aDraftLeavesItsOriginAlone() {
        Account bob = account("bob", "localhost", TransferMode.CONSUME);
        DirectorySnapshot next = directory.draft().put(bob).remove(ALICE).snapshot();

        assertThat(next.accounts()).containsExactly(bob);
        assertThat(directory.accounts()).containsExactly(ALICE);
    }

    @Test
    void aDraftIsSpentBySnapshot() {
        DirectorySnapshot.Draft draft = directory.draft();
        draft.snapshot();
        assertThatThrownBy(() -> draft.put(AARON)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOwnerLeavesWithEverythingTheyOwn() {
        DirectorySnapshot next = directory.draft().remove(AARON).snapshot();

        assertThat(next).isEqualTo(DirectorySnapshot.empty(List.of("localhost", "example.org")));
        assertThat(next.ownerOfKey(Hashes.ofKey("k-aaron"))).isEmpty();
    }

    @Test
    void changesAreToldEntryByEntry() {
        Account bob = account("bob", "localhost", TransferMode.DENY);
        DirectorySnapshot next =
                directory
                        .draft()
                        .put(account("alice", "localhost", TransferMode.CONSUME))
                        .put(bob)
                        .remove(MAIN)
                        .snapshot();

        assertThat(Change.between(directory, next))
                .extracting(Change::toString)
                .containsExactly(
                        "user aaron unchanged",
                        "dialPlan aaron/main removed",
                        "account alice@localhost changed",
                        "account bob@localhost added");
        assertThat(Change.between(next, directory))
                .extracting(Change::toString)
                .containsExactly(
                        "user aaron unchanged",
                        "dialPlan aaron/main added",
                        "account alice@localhost changed",
                        "account bob@localhost removed");
    }

    @Test
    void aDirectoryNeedsADomain() {
        assertThatThrownBy(() -> DirectorySnapshot.empty(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// The MD5 value is the one that RFC 2617 §3.5 gives for its example user.
    @Test
    void hashesAreThoseOfTheDigestSpecifications() {
        assertThat(Hashes.ha1("Mufasa", "testrealm@host.com", "Circle Of Life").md5())
                .isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(Hashes.ha1("alice", "localhost", "pa").sha256())
                .isEqualTo("ded1d9acccb4b39ad11579eca2ac8842dc4a36c1dffc6850e340fc87f67a8b1f");
        assertThat(Hashes.ofKey("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    private static Account account(String name, String domain, TransferMode transfer) {
        return new Account(
                "aaron",
                name,
                domain,
                Ha1.NONE,
                "",
                "",
                transfer,
                Optional.empty(),
                "",
                Access.USUAL);
    }
}

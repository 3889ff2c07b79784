package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class AliasedDirectoryTest {
    private static final Account ALICE =
            new Account(
                    "aaron",
                    "alice",
                    "example.org",
                    Ha1.NONE,
                    "",
                    "",
                    TransferMode.DENY,
                    Optional.empty(),
                    "",
                    Access.USUAL);

    private final Directory directory =
            new AliasedDirectory(
                    DirectorySnapshot.of(
                            List.of("example.org", "other.example"),
                            List.of(),
                            List.of(ALICE),
                            List.of()),
                    Set.of("192.0.2.1", "[2001:db8::1]", "other.example"));

    @Test
    void anAddressOfThisMachineStandsForTheDefaultDomain() {
        assertThat(directory.serves("192.0.2.1")).isTrue();
        assertThat(directory.canonical("192.0.2.1")).isEqualTo("example.org");
        assertThat(directory.account("alice", "[2001:DB8::1]")).contains(ALICE);
    }

    @Test
    void aServedDomainStaysItselfEvenWhenItIsAlsoAnAlias() {
        assertThat(directory.canonical("Other.Example")).isEqualTo("other.example");
        assertThat(directory.account("alice", "other.example")).isEmpty();
    }

    @Test
    void anyOtherHostIsNotServed() {
        assertThat(directory.serves("192.0.2.2")).isFalse();
        assertThat(directory.account("alice", "192.0.2.2")).isEmpty();
    }
}

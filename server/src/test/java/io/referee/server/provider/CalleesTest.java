package io.referee.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Ha1;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// Whose call it is that comes from a provider of aaron.
class CalleesTest {
    private static final SipUri OURS = uri("sip:blueface.aaron@192.0.2.1:5060;rinstance=abc");
    private static final Provider BLUEFACE =
            new Provider(
                    "aaron",
                    "blueface",
                    "sip:sip.example.org",
                    new Provider.Login("u", "", "p"),
                    Provider.Calls.PLAIN,
                    Provider.Registration.NONE);

    private static SipUri uri(String text) {
        return SipUri.parse(text).orElseThrow();
    }

    private static Account account(String owner, String name, String inPlan) {
        return new Account(
                owner,
                name,
                "example.org",
                Ha1.NONE,
                "",
                inPlan,
                TransferMode.DENY,
                Optional.empty(),
                "",
                Access.USUAL);
    }

    private static Optional<String> callee(SipUri asked, Account... accounts) {
        Directory directory =
                DirectorySnapshot.of(
                        List.of("example.org"),
                        List.of(new Owner("aaron", "", List.of())),
                        List.of(accounts),
                        List.of());
        return Callees.of(BLUEFACE, asked, directory).map(Account::name);
    }

    @Test
    void anAccountOfTheOwnerThatTheContactNamesGoesFirst() {
        SipUri bob = uri("sip:bob@example.org;rinstance=abc");

        assertThat(callee(bob, account("aaron", "bob", ""), account("aaron", "aaron", "")))
                .contains("bob");
        assertThat(callee(bob, account("berta", "bob", ""), account("aaron", "eve", "")))
                .contains("eve");
    }

    @Test
    void theAccountWithTheOwnersNameIsNext() {
        assertThat(callee(OURS, account("aaron", "bob", "in"), account("aaron", "aaron", "")))
                .contains("aaron");
        assertThat(callee(OURS, account("berta", "aaron", ""), account("aaron", "bob", "")))
                .contains("bob");
    }

    @Test
    void aForeignAccountThatTheUriNamesDoesNotHideTheOneWithTheOwnersName() {
        SipUri bob = uri("sip:bob@example.org;rinstance=abc");

        assertThat(
                        callee(
                                bob,
                                account("berta", "bob", ""),
                                account("aaron", "aaron", ""),
                                account("aaron", "eve", "in")))
                .contains("aaron");
    }

    @Test
    void theOnlyPlanForIncomingCallsDecidesOtherwise() {
        assertThat(
                        callee(
                                OURS,
                                account("aaron", "alice", ""),
                                account("aaron", "bob", "in"),
                                account("aaron", "carol", "in")))
                .contains("bob");
    }

    @Test
    void whereNothingTellsWhoIsMeantNobodyIs() {
        assertThat(callee(OURS, account("aaron", "alice", ""), account("aaron", "bob", "")))
                .isEmpty();
        assertThat(callee(OURS, account("aaron", "a", "one"), account("aaron", "b", "two")))
                .isEmpty();
        assertThat(callee(OURS)).isEmpty();
        assertThat(callee(OURS, account("aaron", "alice", ""))).contains("alice");
    }
}

package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Nat;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What few accounts and dial plans say comes back as it was.
final class DirectoryColumnsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void whatStandsBetweenPhonesAndUsAndWhomTracesAreMailedTo(Databases kind) {
        Owner aaron = new Owner("aaron", "", List.of());
        Account alice =
                new Account(
                        "aaron",
                        "alice",
                        "localhost",
                        new Ha1("0a1b-md5", "2c3d-sha", ""),
                        "",
                        "",
                        TransferMode.DENY,
                        Optional.empty(),
                        "",
                        Access.USUAL.behind(new Nat(true, "home")));
        DialPlan plan = new DialPlan("aaron", "main", "ruby", "1", List.of(), "al@example.org");
        String url = kind.url(folder);
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            store.directory().replace(aaron, List.of(alice), List.of(plan), List.of());
        }
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            assertThat(store.directory().loadAll().accounts()).containsExactly(alice);
            assertThat(store.directory().loadAll().dialPlans()).containsExactly(plan);
        }
    }
}

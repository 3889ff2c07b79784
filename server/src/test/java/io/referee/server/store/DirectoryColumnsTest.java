package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Nat;
import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.account.Rate;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What few accounts, dial plans and owners say comes back as it was.
final class DirectoryColumnsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void whatFewSayComesBack(Databases kind) {
        Rate gold = new Rate("gold", "", "default", Price.of("12.5 0.00001 60000"), "to all");
        Rate ireland = new Rate("", "353", "home", Price.of("0 0 1000"), "");
        Owner aaron = new Owner("aaron", "", List.of(), List.of(ireland, gold));
        Account alice =
                new Account(
                        "aaron",
                        "alice",
                        "localhost",
                        new Ha1("0a1b-md5", "2c3d-sha", ""),
                        "",
                        "",
                        TransferMode.DENY,
                        Optional.of(Price.credit(new BigDecimal("1234567890.12345"))),
                        "",
                        Access.USUAL.behind(new Nat(true, "home")),
                        "home");
        DialPlan plan = new DialPlan("aaron", "main", "ruby", "1", List.of(), "al@example.org");
        String url = kind.url(folder);
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            store.directory().replace(aaron, List.of(alice), List.of(plan), List.of());
        }
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            assertThat(store.directory().loadAll().owners()).containsExactly(aaron);
            assertThat(store.directory().loadAll().accounts()).containsExactly(alice);
            assertThat(store.directory().loadAll().dialPlans()).containsExactly(plan);
        }
    }
}

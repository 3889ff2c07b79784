package io.referee.server.ladders;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Nat;
import io.referee.server.account.Rate;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is special about some accounts of a [World].
final class AccountNotes {
    final Map<String, String> owners = new HashMap<>();
    final Map<String, Duration> credits = new HashMap<>();
    final Map<String, String> policies = new HashMap<>();
    final Map<String, TransferHabits> habits = new HashMap<>();
    final Map<String, Nat> nats = new HashMap<>();
    final Map<String, String> ratePlans = new HashMap<>();
    final List<Rate> rates = new ArrayList<>();

    void putAll(AccountNotes others) {
        owners.putAll(others.owners);
        credits.putAll(others.credits);
        policies.putAll(others.policies);
        habits.putAll(others.habits);
        nats.putAll(others.nats);
        ratePlans.putAll(others.ratePlans);
        rates.addAll(others.rates);
    }

    String owner(String account) {
        return owners.getOrDefault(account, World.OWNER);
    }

    Account account(String name, String out, String in, TransferMode mode) {
        Ha1 ha1 = new Digest().ha1(name, Names.DOMAIN, World.password(name));
        return new Account(
                owner(name),
                name,
                Names.DOMAIN,
                ha1,
                out,
                in,
                mode,
                Optional.ofNullable(credits.get(name)),
                policies.getOrDefault(name, ""),
                Access.USUAL
                        .behind(nats.getOrDefault(name, Nat.UNKNOWN))
                        .with(habits.getOrDefault(name, TransferHabits.USUAL)),
                ratePlans.getOrDefault(name, ""));
    }
}

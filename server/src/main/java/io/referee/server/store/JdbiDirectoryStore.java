package io.referee.server.store;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Endpoint;
import io.referee.server.account.Nat;
import io.referee.server.account.Network;
import io.referee.server.account.Owner;
import io.referee.server.account.Price;
import io.referee.server.account.Provider;
import io.referee.server.account.Rate;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Ha1;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Owners, accounts, dial plans and providers in the database. Credentials are sealed.
final class JdbiDirectoryStore implements DirectoryStore {
    private static final List<String> TABLES =
            List.of("api_key", "account", "dial_plan", "dial_rule", "provider", "call_rate");

    private final Database database;
    private final Sealer sealer;

    JdbiDirectoryStore(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    @Override
    public Contents loadAll() {
        return database.jdbi()
                .inTransaction(
                        handle ->
                                new Contents(
                                        owners(handle),
                                        accounts(handle),
                                        dialPlans(handle),
                                        new ProviderTable(sealer).all(handle)));
    }

    @Override
    public void replace(
            Owner owner,
            List<Account> accounts,
            List<DialPlan> dialPlans,
            List<Provider> providers) {
        database.jdbi()
                .useTransaction(
                        handle -> {
                            delete(handle, owner.name());
                            insert(handle, owner);
                            for (Account account : accounts) {
                                insert(handle, account);
                            }
                            for (DialPlan plan : dialPlans) {
                                insert(handle, plan);
                            }
                            new ProviderTable(sealer).insert(handle, providers);
                        });
    }

    @Override
    public void remove(String owner) {
        database.jdbi()
                .useTransaction(
                        handle -> {
                            delete(handle, owner);
                            handle.execute("delete from dial_plan_version where owner = ?", owner);
                            handle.execute("delete from plan_value where owner = ?", owner);
                        });
    }

    private static void delete(Handle handle, String owner) {
        for (String table : TABLES) {
            handle.execute("delete from " + table + " where owner = ?", owner);
        }
        handle.execute("delete from account_owner where name = ?", owner);
    }

    private static void insert(Handle handle, Owner owner) {
        handle.execute(
                "insert into account_owner (name, password_hash) values (?, ?)",
                owner.name(),
                owner.passwordHash());
        int position = 0;
        for (String key : owner.keyHashes()) {
            handle.execute(
                    "insert into api_key (key_hash, owner, position) values (?, ?, ?)",
                    key,
                    owner.name(),
                    position++);
        }
        RateTable.insert(handle, owner);
    }

    private void insert(Handle handle, Account account) {
        handle.execute(
                "insert into account (owner, name, domain, ha1_md5, ha1_sha256, ha1_sha512,"
                        + " out_plan, in_plan, transfer, credit_seconds, on_fail,"
                        + " incoming_only, addresses, nat_keep_alives, network_id, no_refer,"
                        + " notify_style, transfer_group, referrer_token, strategy,"
                        + " rate_plan)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account.owner(),
                account.name(),
                account.domain(),
                sealed(account.ha1().md5(), account),
                sealed(account.ha1().sha256(), account),
                sealed(account.ha1().sha512(), account),
                account.outPlan(),
                account.inPlan(),
                account.transfer().name(),
                account.credit().map(Price::number).orElse(null),
                account.onFail(),
                account.access().incomingOnly(),
                account.access().addresses().stream()
                        .map(Network::toString)
                        .collect(Collectors.joining(",")),
                account.access().nat().keepAlives(),
                account.access().nat().network(),
                account.habits().endpoint().noRefer(),
                account.habits().notifies(),
                account.habits().group(),
                account.habits().token(),
                account.habits().endpoint().strategy(),
                account.ratePlan());
    }

    /// What is not kept is empty, sealed or not: a hash that an earlier version did not make is an
    /// empty column.
    private String sealed(String hash, Account account) {
        return hash.isEmpty() ? "" : sealer.seal(hash, account.aor());
    }

    private String opened(String hash, String aor) {
        return hash.isEmpty() ? "" : sealer.open(hash, aor);
    }

    private static void insert(Handle handle, DialPlan plan) {
        handle.execute(
                "insert into dial_plan (owner, name, type, script, trace_email)"
                        + " values (?, ?, ?, ?, ?)",
                plan.owner(),
                plan.name(),
                plan.type(),
                plan.script(),
                plan.traceEmail());
        RuleTable.insert(handle, plan);
    }

    private static List<Owner> owners(Handle handle) {
        Map<String, List<String>> keys = new HashMap<>();
        handle.createQuery("select owner, key_hash from api_key order by owner, position")
                .map((row, _) -> Map.entry(row.getString("owner"), row.getString("key_hash")))
                .forEach(
                        key ->
                                keys.computeIfAbsent(key.getKey(), _ -> new ArrayList<>())
                                        .add(key.getValue()));
        Map<String, List<Rate>> rates = RateTable.all(handle);
        return handle.createQuery("select name, password_hash from account_owner order by name")
                .map(
                        (row, _) ->
                                new Owner(
                                        row.getString("name"),
                                        row.getString("password_hash"),
                                        List.copyOf(
                                                keys.getOrDefault(
                                                        row.getString("name"), List.of())),
                                        List.copyOf(
                                                rates.getOrDefault(
                                                        row.getString("name"), List.of()))))
                .list();
    }

    private List<Account> accounts(Handle handle) {
        return handle.createQuery("select * from account order by owner, name, domain")
                .map(
                        (row, _) -> {
                            String aor = row.getString("name") + "@" + row.getString("domain");
                            return new Account(
                                    row.getString("owner"),
                                    row.getString("name"),
                                    row.getString("domain"),
                                    new Ha1(
                                            opened(row.getString("ha1_md5"), aor),
                                            opened(row.getString("ha1_sha256"), aor),
                                            opened(row.getString("ha1_sha512"), aor)),
                                    row.getString("out_plan"),
                                    row.getString("in_plan"),
                                    TransferMode.valueOf(row.getString("transfer")),
                                    credit(row),
                                    row.getString("on_fail"),
                                    access(row),
                                    row.getString("rate_plan"));
                        })
                .list();
    }

    private static Access access(ResultSet row) throws SQLException {
        List<Network> networks =
                Stream.of(row.getString("addresses").split(","))
                        .flatMap(text -> Network.parse(text).stream())
                        .toList();
        Nat nat = new Nat(row.getBoolean("nat_keep_alives"), row.getString("network_id"));
        return new Access(row.getBoolean("incoming_only"), networks, nat, habits(row));
    }

    private static TransferHabits habits(ResultSet row) throws SQLException {
        return new TransferHabits(
                new Endpoint(row.getBoolean("no_refer"), row.getString("strategy")),
                row.getString("notify_style"),
                row.getString("transfer_group"),
                row.getString("referrer_token"));
    }

    private static Optional<Duration> credit(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getBigDecimal("credit_seconds")).map(Price::credit);
    }

    private static List<DialPlan> dialPlans(Handle handle) {
        Map<RuleTable.PlanKey, List<DialPlan.Rule>> rules = RuleTable.read(handle);
        return handle.createQuery("select * from dial_plan order by owner, name")
                .map(
                        (row, _) ->
                                new DialPlan(
                                        row.getString("owner"),
                                        row.getString("name"),
                                        row.getString("type"),
                                        row.getString("script"),
                                        List.copyOf(
                                                rules.getOrDefault(
                                                        new RuleTable.PlanKey(
                                                                row.getString("owner"),
                                                                row.getString("name")),
                                                        List.of())),
                                        row.getString("trace_email")))
                .list();
    }
}

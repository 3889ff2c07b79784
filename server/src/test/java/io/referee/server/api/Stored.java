package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.PlanValueStore;
import io.referee.server.account.PlanVersion;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.account.Provider;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.Chain;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.RecordStore;
import io.referee.server.event.AuditEntry;
import io.referee.server.event.AuditStore;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stores in memory, behind the same ports as the database. *Any thread.*
final class Stored {

    private Stored() {}

    /// What plans keep.
    static final class InMemoryValues implements PlanValueStore {
        private final Map<String, Map<String, String>> kept = new LinkedHashMap<>();

        @Override
        public synchronized Optional<String> read(String owner, String key) {
            return Optional.ofNullable(of(owner).get(key));
        }

        @Override
        public synchronized List<String> keys(String owner) {
            return of(owner).keySet().stream().sorted().toList();
        }

        @Override
        public synchronized boolean apply(String owner, Map<String, Optional<String>> changes) {
            changes.forEach(
                    (key, content) ->
                            content.ifPresentOrElse(
                                    text -> of(owner).put(key, text), () -> of(owner).remove(key)));
            return true;
        }

        private Map<String, String> of(String owner) {
            return kept.computeIfAbsent(owner, _ -> new LinkedHashMap<>());
        }
    }

    /// Keeps each owner whole.
    static final class InMemoryDirectory implements DirectoryStore {
        private final Map<String, Contents> kept = new LinkedHashMap<>();

        @Override
        public synchronized Contents loadAll() {
            List<Owner> owners = new ArrayList<>();
            List<Account> accounts = new ArrayList<>();
            List<DialPlan> plans = new ArrayList<>();
            List<Provider> providers = new ArrayList<>();
            for (Contents one : kept.values()) {
                owners.addAll(one.owners());
                accounts.addAll(one.accounts());
                plans.addAll(one.dialPlans());
                providers.addAll(one.providers());
            }
            return new Contents(owners, accounts, plans, providers);
        }

        @Override
        public synchronized void replace(
                Owner owner,
                List<Account> accounts,
                List<DialPlan> dialPlans,
                List<Provider> providers) {
            kept.put(owner.name(), new Contents(List.of(owner), accounts, dialPlans, providers));
        }

        @Override
        public synchronized void remove(String owner) {
            kept.remove(owner);
        }
    }

    /// Keeps the newest version of each record. The audit in memory, the latest first.
    static final class InMemoryAudit implements AuditStore {
        private final Deque<AuditEntry> kept = new ArrayDeque<>();

        @Override
        public synchronized void save(AuditEntry entry) {
            kept.addFirst(entry);
        }

        @Override
        public synchronized List<AuditEntry> newest(
                String owner, long offset, int count, Instant since) {
            return kept.stream()
                    .filter(entry -> owner.isEmpty() || entry.owner().equals(owner))
                    .filter(entry -> !entry.at().isBefore(since))
                    .skip(offset)
                    .limit(count)
                    .toList();
        }
    }

    static final class InMemoryRecords implements RecordStore {
        private final Map<String, Cdr> kept = new LinkedHashMap<>();

        /// The database is away: nothing can be read.
        volatile boolean away;

        @Override
        public synchronized void save(List<Cdr> batch) {
            batch.forEach(
                    record -> kept.put(record.getClass().getSimpleName() + record.key(), record));
        }

        @Override
        public synchronized List<FlatRecord> flat(
                String owner, long offset, int count, Instant since) {
            if (away) {
                throw new IllegalStateException(new SQLException("Connection refused", "08001"));
            }
            return kept.values().stream()
                    .map(Cdr::groupId)
                    .distinct()
                    .flatMap(group -> chain(group).stream())
                    .flatMap(chain -> chain.flat().stream())
                    .filter(row -> owner.isEmpty() || row.owner().equals(owner))
                    .filter(row -> !row.start().isBefore(since))
                    .sorted(Comparator.comparing(FlatRecord::start).reversed())
                    .skip(offset)
                    .limit(count)
                    .toList();
        }

        @Override
        public long legs(String owner) {
            return flat(owner, 0, Integer.MAX_VALUE, Instant.EPOCH).size();
        }

        @Override
        public synchronized Optional<Chain> chain(String groupId) {
            return Chain.of(
                    kept.values().stream().filter(r -> r.groupId().equals(groupId)).toList());
        }

        @Override
        public List<Cdr> open() {
            return List.of();
        }

        @Override
        public Instant lastSeen() {
            return Instant.EPOCH;
        }
    }

    /// Keeps all versions of dial plans.
    static final class InMemoryVersions implements PlanVersionStore {
        private final Map<String, List<PlanVersion>> kept = new LinkedHashMap<>();

        @Override
        public synchronized List<PlanVersion> of(String owner, String plan) {
            return List.copyOf(kept.getOrDefault(owner + "/" + plan, List.of())).reversed();
        }

        @Override
        public synchronized void add(
                String owner, String plan, Instant at, String who, String text) {
            List<PlanVersion> all =
                    kept.computeIfAbsent(owner + "/" + plan, _ -> new ArrayList<>());
            all.add(new PlanVersion(all.size() + 1, at, who, text));
        }
    }
}

package io.referee.server.account;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What became of one entry of the directory when another directory took its place. *Immutable.*
///
/// @param name of a user `aaron`, of an account `alice@localhost`, of a dial plan `aaron/main`, of
///   a provider `aaron/blueface`
public record Change(Kind kind, Entry entry, String name) {

    /// What happened to it.
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED,
        UNCHANGED;

        /// As in JSON: `added`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What it is.
    public enum Entry {
        USER("user"),
        ACCOUNT("account"),
        DIAL_PLAN("dialPlan"),
        PROVIDER("provider");

        private final String word;

        Entry(String word) {
            this.word = word;
        }

        /// As in JSON: `dialPlan`.
        public String word() {
            return word;
        }
    }

    /// The JSON view: `{"change": "added", "entry": "account", "name": "alice@localhost"}`.
    public Map<String, Object> view() {
        return Map.of("change", kind.word(), "entry", entry.word(), "name", name);
    }

    /// The change in words: `account alice@localhost added`.
    @Override
    public String toString() {
        return entry.word() + " " + name + " " + kind.word();
    }

    /// Every change from one directory to another, the unchanged entries too: users, then dial
    /// plans, then providers, then accounts; within each, what is there now in its order and then
    /// what is gone.
    public static List<Change> between(Directory before, Directory after) {
        List<Change> changes = new ArrayList<>();
        for (Owner now : after.owners()) {
            changes.add(
                    new Change(
                            kind(before.owner(now.name()).orElse(null), now),
                            Entry.USER,
                            now.name()));
        }
        for (Owner old : before.owners()) {
            if (after.owner(old.name()).isEmpty()) {
                changes.add(new Change(Kind.REMOVED, Entry.USER, old.name()));
            }
        }
        plans(before, after, changes);
        providers(before, after, changes);
        accounts(before, after, changes);
        return List.copyOf(changes);
    }

    private static void plans(Directory before, Directory after, List<Change> changes) {
        for (DialPlan now : after.dialPlans()) {
            DialPlan old = before.dialPlan(now.owner(), now.name()).orElse(null);
            changes.add(new Change(kind(old, now), Entry.DIAL_PLAN, nameOf(now)));
        }
        for (DialPlan old : before.dialPlans()) {
            if (after.dialPlan(old.owner(), old.name()).isEmpty()) {
                changes.add(new Change(Kind.REMOVED, Entry.DIAL_PLAN, nameOf(old)));
            }
        }
    }

    private static void providers(Directory before, Directory after, List<Change> changes) {
        for (Provider now : after.providers()) {
            Provider old = before.provider(now.owner(), now.name()).orElse(null);
            changes.add(new Change(kind(old, now), Entry.PROVIDER, nameOf(now)));
        }
        for (Provider old : before.providers()) {
            if (after.provider(old.owner(), old.name()).isEmpty()) {
                changes.add(new Change(Kind.REMOVED, Entry.PROVIDER, nameOf(old)));
            }
        }
    }

    private static void accounts(Directory before, Directory after, List<Change> changes) {
        for (Account now : after.accounts()) {
            Account old = before.account(now.name(), now.domain()).orElse(null);
            changes.add(new Change(kind(old, now), Entry.ACCOUNT, now.aor()));
        }
        for (Account old : before.accounts()) {
            if (after.account(old.name(), old.domain()).isEmpty()) {
                changes.add(new Change(Kind.REMOVED, Entry.ACCOUNT, old.aor()));
            }
        }
    }

    private static String nameOf(DialPlan plan) {
        return plan.owner() + "/" + plan.name();
    }

    private static String nameOf(Provider provider) {
        return provider.owner() + "/" + provider.name();
    }

    private static Kind kind(@Nullable Object old, Object now) {
        if (old == null) {
            return Kind.ADDED;
        }
        return old.equals(now) ? Kind.UNCHANGED : Kind.CHANGED;
    }
}

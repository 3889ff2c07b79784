package io.referee.server.watch;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Verdict;
import io.referee.server.call.EventDialog;
import io.referee.server.call.Switchboard;
import io.referee.server.call.WatchDesk;
import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The door of those that watch an account's calls: SUBSCRIBE for the dialog event package (RFC
/// 4235, `transfers.md` A13). Only an account of the same owner may, since who knows the ids of a
/// dialog can ask to take its place. *Engine thread only.*
public final class Watchers implements WatchDesk, Watcher.Keeper, WatchedLegs.Listener {
    /// Who may watch one account at the same time; one more is refused with 480.
    public static final int MAX_PER_ACCOUNT = 50;

    /// Subscriptions in all; one more is refused with 503.
    public static final int MAX_IN_ALL = 10_000;

    private final Switchboard switchboard;
    private final Supplier<Directory> directory;
    private final WatchedLegs legs;
    private final Function<ServerTransaction, Verdict> login;
    private final Map<String, Watcher> byTag = new HashMap<>();
    private final Map<String, List<Watcher>> byAccount = new HashMap<>();
    private int limit = MAX_IN_ALL;

    /// From now on the switchboard hands over whoever wants to watch.
    ///
    /// @param login who the sender of a request proves to be
    public Watchers(
            Switchboard switchboard,
            Supplier<Directory> directory,
            WatchedLegs legs,
            Function<ServerTransaction, Verdict> login) {
        this.switchboard = switchboard;
        this.directory = directory;
        this.legs = legs;
        this.login = login;
        legs.at(switchboard);
        legs.listener(this);
        switchboard.watchers(this);
    }

    /// Takes no more than this many subscriptions in all, instead of [#MAX_IN_ALL].
    public void limit(int most) {
        limit = most;
    }

    /// How many subscriptions are alive.
    public int size() {
        return byTag.size();
    }

    private UserAgent agent() {
        return switchboard.agent();
    }

    private void refuse(
            ServerTransaction transaction, int status, String reason, List<Header> headers) {
        transaction.respond(
                agent().responding(transaction).addAll(headers).response(status, reason));
    }

    private void refuse(ServerTransaction transaction, int status, String reason) {
        refuse(transaction, status, reason, List.of());
    }

    // ---- SUBSCRIBE

    @Override
    public boolean subscribed(ServerTransaction transaction) {
        proven(transaction, account -> begin(transaction, account));
        return true;
    }

    /// Goes on when the sender has proven to be an account.
    private void proven(ServerTransaction transaction, Consumer<Account> then) {
        switch (login.apply(transaction)) {
            case Verdict.Challenged(List<Header> challenges) ->
                    refuse(transaction, 401, "Unauthorized", challenges);
            case Verdict.Refused no -> refuse(transaction, no.status(), no.reason());
            case Verdict.Authenticated(Account account, List<Header> _) -> {
                transaction.proven();
                then.accept(account);
            }
        }
    }

    private void begin(ServerTransaction transaction, Account subscriber) {
        Optional<Account> watched = watched(transaction.request());
        if (watched.isEmpty()) {
            refuse(transaction, 404, "Not Found");
            return;
        }
        Watcher.Who who = new Watcher.Who(subscriber.aor(), watched.get().aor());
        if (!allows(who)) {
            refuse(transaction, 403, "Not your account");
            return;
        }
        switch (WatchRequest.read(transaction.request())) {
            case WatchRequest.Unacceptable no ->
                    refuse(transaction, no.status(), no.reason(), no.headers());
            case WatchRequest.Readable wish -> admit(transaction, who, wish);
        }
    }

    private Optional<Account> watched(Request subscribe) {
        return subscribe.uri() instanceof SipUri uri
                ? directory.get().account(uri.plainUser(), uri.domain())
                : Optional.empty();
    }

    private void admit(ServerTransaction transaction, Watcher.Who who, WatchRequest.Readable wish) {
        Optional<EventDialog> dialog = EventDialog.of(agent(), transaction);
        if (dialog.isEmpty()) {
            refuse(transaction, 400, "Missing Contact");
        } else if (byTag.size() >= limit) {
            String later = Integer.toString(Watcher.RETRY_SECONDS);
            refuse(
                    transaction,
                    503,
                    "Too many watchers",
                    List.of(Header.of(HeaderName.RETRY_AFTER, later)));
        } else if (of(who.watched()).size() >= MAX_PER_ACCOUNT) {
            refuse(transaction, 480, "Too many watchers of this account");
        } else {
            Watcher watcher = new Watcher(who, dialog.get(), wish.event(), legs, this);
            byTag.put(dialog.get().localTag(), watcher);
            byAccount.computeIfAbsent(who.watched(), _ -> new ArrayList<>(1)).add(watcher);
            accept(transaction, watcher, wish);
            watcher.open(wish.lifetime());
        }
    }

    private static void accept(
            ServerTransaction transaction, Watcher watcher, WatchRequest.Readable wish) {
        transaction.respond(
                watcher.dialog()
                        .responding(transaction)
                        .add(HeaderName.EXPIRES, Long.toString(wish.lifetime().toSeconds()))
                        .response(200));
    }

    // ---- within the dialog

    @Override
    public boolean within(ServerTransaction transaction) {
        Request request = transaction.request();
        Optional<Watcher> found =
                Optional.ofNullable(byTag.get(request.toTag())).filter(one -> one.has(request));
        found.ifPresent(watcher -> within(transaction, watcher));
        return found.isPresent();
    }

    private void within(ServerTransaction transaction, Watcher watcher) {
        Request request = transaction.request();
        if (!watcher.dialog().inOrder(request)) {
            refuse(transaction, 500, "Out of order");
        } else if (!request.is(Method.SUBSCRIBE)) {
            refuse(transaction, request.is(Method.REFER) ? 603 : 405, "Only events here");
        } else {
            again(transaction, watcher);
        }
    }

    private void again(ServerTransaction transaction, Watcher watcher) {
        switch (WatchRequest.read(transaction.request())) {
            case WatchRequest.Unacceptable no ->
                    refuse(transaction, no.status(), no.reason(), no.headers());
            case WatchRequest.Readable wish when watcher.isFor(wish.event()) ->
                    proven(transaction, account -> refresh(transaction, account, watcher, wish));
            case WatchRequest.Readable _ -> refuse(transaction, 489, "Bad Event");
        }
    }

    private void refresh(
            ServerTransaction transaction,
            Account account,
            Watcher watcher,
            WatchRequest.Readable wish) {
        if (!account.aor().equals(watcher.who().subscriber()) || !allows(watcher.who())) {
            refuse(transaction, 403, "Not your account");
        } else {
            accept(transaction, watcher, wish);
            watcher.refresh(wish.lifetime());
        }
    }

    @Override
    public void close() {
        List.copyOf(byTag.values()).forEach(watcher -> watcher.end(Reason.PROBATION));
    }

    // ---- who may

    @Override
    public boolean allows(Watcher.Who who) {
        Optional<String> owner = owner(who.watched());
        return owner.isPresent() && owner.equals(owner(who.subscriber()));
    }

    private Optional<String> owner(String aor) {
        int at = aor.lastIndexOf('@');
        return directory
                .get()
                .account(aor.substring(0, at), aor.substring(at + 1))
                .map(Account::owner);
    }

    // ---- what happens

    private List<Watcher> of(String account) {
        return byAccount.getOrDefault(account, List.of());
    }

    @Override
    public void changed(String account, String leg) {
        of(account).forEach(watcher -> watcher.changed(leg));
    }

    @Override
    public void ended(String account, DialogElement last) {
        of(account).forEach(watcher -> watcher.ended(last));
    }

    @Override
    public void forget(Watcher watcher) {
        byTag.remove(watcher.dialog().localTag());
        List<Watcher> others = byAccount.get(watcher.who().watched());
        if (others != null) {
            others.remove(watcher);
            if (others.isEmpty()) {
                byAccount.remove(watcher.who().watched());
            }
        }
    }
}

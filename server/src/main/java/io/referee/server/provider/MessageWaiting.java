package io.referee.server.provider;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.registrar.Binding;
import io.referee.sip.header.Event;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.ResponseListener;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Message waiting of providers (RFC 3842), subscribed to or sent unasked, goes on to the phones of
/// the account that calls from there go to. *Engine thread only.*
public final class MessageWaiting {
    /// Phones of an account that are told.
    static final int MAX_PHONES = 5;

    private final Outside outside;
    private final UserAgent agent;
    private final Supplier<Directory> directory;
    private final Function<String, List<Binding>> bindings;
    private final Map<String, MwiSubscription> subscriptions = new HashMap<>();
    private BiFunction<Request, Hop, Optional<Provider>> senders = (_, _) -> Optional.empty();

    /// @param bindings the live bindings of an address of record, best first
    public MessageWaiting(
            Outside outside,
            UserAgent agent,
            Supplier<Directory> directory,
            Function<String, List<Binding>> bindings) {
        this.outside = outside;
        this.agent = agent;
        this.directory = directory;
        this.bindings = bindings;
    }

    /// By whom a request outside of dialogs was sent, if by a provider.
    void senders(BiFunction<Request, Hop, Optional<Provider>> next) {
        senders = next;
    }

    /// A provider is registered: its message waiting is subscribed to, if the owner wants that.
    void registered(RegisterRequest target) {
        Provider provider = target.provider();
        if (provider.registration().mwi()) {
            MwiSubscription fresh = new MwiSubscription(outside, agent, target);
            if (subscriptions.putIfAbsent(provider.dottedName(), fresh) == null) {
                fresh.start();
            }
        }
    }

    /// A provider is not to be registered any more.
    void left(Provider provider) {
        MwiSubscription gone = subscriptions.remove(provider.dottedName());
        if (gone != null) {
            gone.end();
        }
    }

    /// Passes a NOTIFY on, if it tells of message waiting and comes from a provider.
    ///
    /// @return whether it was answered
    boolean notified(ServerTransaction transaction) {
        Request notify = transaction.request();
        boolean summary =
                notify.value(HeaderName.EVENT)
                        .flatMap(Event::parse)
                        .filter(MwiSubscription.MESSAGE_SUMMARY::matches)
                        .isPresent();
        Optional<Provider> sender = summary ? sender(transaction) : Optional.empty();
        sender.ifPresent(provider -> answer(transaction, pass(provider, notify)));
        return sender.isPresent();
    }

    private Optional<Provider> sender(ServerTransaction transaction) {
        Request notify = transaction.request();
        if (notify.toTag().isEmpty()) {
            return senders.apply(notify, transaction.hop());
        }
        for (MwiSubscription each : subscriptions.values()) {
            if (each.has(notify)) {
                each.notified(notify);
                return Optional.of(each.provider());
            }
        }
        return Optional.empty();
    }

    private void answer(ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }

    /// 200, or why nobody was told: 404 without an account, 480 without a phone.
    private int pass(Provider provider, Request notify) {
        Optional<Account> account =
                notify.uri() instanceof SipUri uri
                        ? Callees.of(provider, uri, directory.get())
                        : Optional.empty();
        if (account.isEmpty()) {
            return 404;
        }
        List<Binding> phones = new ArrayList<>(bindings.apply(account.get().aor()));
        for (Binding phone : phones.subList(0, Math.min(MAX_PHONES, phones.size()))) {
            tell(phone, account.get(), notify);
        }
        return phones.isEmpty() ? 480 : 200;
    }

    private void tell(Binding phone, Account account, Request notify) {
        NameAddr aor = NameAddr.of(SipUri.of(account.name(), account.domain(), -1));
        MessageBuilder builder =
                agent.request(Method.NOTIFY, notify.from().withoutTag(), aor, phone.hop())
                        .add(HeaderName.CONTACT, agent.contact(account.name(), phone.hop()))
                        .add(HeaderName.EVENT, MwiSubscription.MESSAGE_SUMMARY.text())
                        .add(
                                HeaderName.SUBSCRIPTION_STATE,
                                notify.value(HeaderName.SUBSCRIPTION_STATE).orElse("active"));
        phone.path().forEach(route -> builder.add(HeaderName.ROUTE, route));
        if (notify.hasBody()) {
            String type = notify.value(HeaderName.CONTENT_TYPE).orElse("");
            builder.body(type, notify.body());
        }
        agent.send(
                builder.request(Method.NOTIFY, phone.contact().asRequestUri()),
                phone.hop(),
                agent.reach().with(phone.source()),
                Authorizer.NONE,
                ResponseListener.NONE);
    }
}

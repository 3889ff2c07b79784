package io.referee.server.provider;

import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.util.Optional;
import java.util.function.Supplier;

/// Tells what comes from providers. *Engine thread only.*
public final class ProviderDesk implements Arrivals {
    private final Registrations registrations;
    private final MessageWaiting waiting;
    private final Supplier<Directory> directory;
    private final Supplier<String> cnonces;

    /// @param waiting what becomes of what they notify
    /// @param cnonces fresh random text, whenever asked
    public ProviderDesk(
            Registrations registrations,
            MessageWaiting waiting,
            Supplier<Directory> directory,
            Supplier<String> cnonces) {
        this.cnonces = cnonces;
        this.registrations = registrations;
        this.waiting = waiting;
        this.directory = directory;
    }

    @Override
    public Optional<Arrival> arriving(SipUri uri, Hop from) {
        return registrations
                .sender(uri, from)
                .map(
                        provider ->
                                new Arrival(
                                        provider,
                                        SipUri.of(
                                                provider.dottedName(),
                                                directory.get().defaultDomain(),
                                                -1),
                                        ProviderAuthorizer.ofCalls(provider, cnonces),
                                        Callees.of(provider, uri, directory.get())));
    }

    @Override
    public Optional<Untaken> untaken(SipUri uri, Hop from) {
        Optional<Untaken> found =
                registrations
                        .sender(uri, from)
                        .map(it -> Untaken.of(it, from, Callees.nobody(it, directory.get())))
                        .or(() -> registrations.named(uri).map(it -> fromElsewhere(it, from)))
                        .or(
                                () ->
                                        registrations
                                                .at(from)
                                                .filter(it -> isNobodyElses(uri, it.owner()))
                                                .map(it -> toAnother(it, uri, from)));
        found.ifPresent(it -> registrations.untaken(it.provider(), it.why()));
        return found;
    }

    /// Whether a call to a domain where others have accounts, too, was meant for one of theirs, an
    /// address alone does not tell; and anybody may say that a provider of his is there.
    private boolean isNobodyElses(SipUri uri, String owner) {
        return directory.get().accounts().stream()
                .filter(account -> account.domain().equalsIgnoreCase(uri.domain()))
                .allMatch(account -> account.owner().equals(owner));
    }

    private static Untaken fromElsewhere(Provider provider, Hop from) {
        return Untaken.of(provider, from, from.host() + " is none of its servers");
    }

    private static Untaken toAnother(Provider provider, SipUri uri, Hop from) {
        return Untaken.of(
                provider,
                from,
                "it goes to "
                        + uri.text()
                        + ", which is neither our Contact there nor "
                        + provider.dottedName());
    }

    @Override
    public boolean notified(ServerTransaction transaction) {
        return waiting.notified(transaction);
    }
}

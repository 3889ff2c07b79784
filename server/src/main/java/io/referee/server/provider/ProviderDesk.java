package io.referee.server.provider;

import io.referee.server.account.Directory;
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
    public boolean notified(ServerTransaction transaction) {
        return waiting.notified(transaction);
    }
}

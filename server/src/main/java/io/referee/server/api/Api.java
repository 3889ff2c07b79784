package io.referee.server.api;

import java.net.InetSocketAddress;

/// The HTTP server. Made, started, closed; each once. *Any thread.*
public final class Api implements AutoCloseable {
    private final ApiSettings settings;
    private final ApiServices services;

    public Api(ApiSettings settings, ApiServices services) {
        this.settings = settings;
        this.services = services;
    }

    /// Binds the address and begins to answer.
    ///
    /// @return the address that is really bound
    /// @throws ListenFailed with one sentence when the address cannot be had
    public InetSocketAddress start() throws ListenFailed {
        throw new ListenFailed(settings.listen(), "not yet, for " + services.measures().size() + " measures");
    }

    /// Ends the event readers and stops answering, within two seconds. Harmless the second time.
    @Override
    public void close() {}
}

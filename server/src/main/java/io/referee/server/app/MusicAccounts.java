package io.referee.server.app;

import io.referee.server.account.Directory;
import io.referee.server.call.MusicSource;
import io.referee.server.call.MusicSources;
import io.referee.server.call.Router;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Accounts of this server that play hold music: the one that is set, and those that requests name.
/// *Engine thread only.*
///
/// @param set URI of the one for everybody
/// @param patience how long one may take to answer
record MusicAccounts(
        Optional<String> set, Supplier<Directory> directory, Router router, Duration patience)
        implements MusicSources {

    @Override
    public Optional<MusicSource> usual() {
        return set.flatMap(this::at);
    }

    @Override
    public Optional<MusicSource> at(String uri) {
        return Optional.of(new MusicAccount(uri, directory, router, patience));
    }
}

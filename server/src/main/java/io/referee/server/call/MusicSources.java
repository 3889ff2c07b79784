package io.referee.server.call;

import java.util.Optional;

/// Where hold music comes from (`transfers.md` A8.2): what is set for everybody, or what one order
/// asks for. *Engine thread only.*
public interface MusicSources {
    /// Hold is silent.
    MusicSources NONE =
            new MusicSources() {
                @Override
                public Optional<MusicSource> usual() {
                    return Optional.empty();
                }

                @Override
                public Optional<MusicSource> at(String uri) {
                    return Optional.empty();
                }
            };

    /// What is set; without a source, hold is silent.
    Optional<MusicSource> usual();

    /// The source at this URI.
    Optional<MusicSource> at(String uri);

    /// The source that is asked for, else the usual one.
    default Optional<MusicSource> of(Optional<String> wanted) {
        return wanted.isPresent() ? at(wanted.get()) : usual();
    }
}

package io.referee.server.app.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// The options of `serve`. *Immutable.*
///
/// @param config the configuration file; null: defaults and environment alone
/// @param apply apply files, in order
/// @param data the data folder instead of the configured one; null: as configured
public record ServeOptions(@Nullable Path config, List<Path> apply, @Nullable Path data) {}

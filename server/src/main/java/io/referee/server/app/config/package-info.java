/// The configuration: one file, environment variables over it, a default for every key.
@NullMarked
package io.referee.server.app.config;

import org.jspecify.annotations.NullMarked;

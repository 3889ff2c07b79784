/// The registration agent, piece by piece; its conversations are ladders.
@NullMarked
package io.referee.server.provider;

import org.jspecify.annotations.NullMarked;

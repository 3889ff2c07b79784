@NullMarked
package io.referee.server.app.world;

import org.jspecify.annotations.NullMarked;

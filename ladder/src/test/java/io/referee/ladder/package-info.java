@NullMarked
package io.referee.ladder;

import org.jspecify.annotations.NullMarked;

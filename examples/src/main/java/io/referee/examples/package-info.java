/// Programs of one screen, each in a file of its own: what a README would show.
@NullMarked
package io.referee.examples;

import org.jspecify.annotations.NullMarked;

/// A phone in Java: lines that register, calls that ring, hold and get transferred, and audio that
/// can be checked.
@NullMarked
package io.referee.softphone;

import org.jspecify.annotations.NullMarked;

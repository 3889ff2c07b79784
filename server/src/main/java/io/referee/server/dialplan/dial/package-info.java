/// Dial strings: `123@provider1&456@provider2[dt=5]|789@provider3`, read, and resolved to whom they
/// mean. Pure.
@NullMarked
package io.referee.server.dialplan.dial;

import org.jspecify.annotations.NullMarked;

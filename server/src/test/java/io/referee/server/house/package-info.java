/// Rules for the whole source tree, of every module: formatting, direction of imports, forbidden
/// calls, sizes.
///
/// A rule reads the sources or the compiled classes and names what breaks it. Each rule also has a
/// test on an example that breaks it, because a rule that never bites is decoration. Exceptions
/// stand in [Exceptions], with a reason each.
@NullMarked
package io.referee.server.house;

import org.jspecify.annotations.NullMarked;

/// The ladder test language: call flows as text, played in virtual time against a system under
/// test. Nothing in here knows SIP; what words mean is the business of the [Stage].
@NullMarked
package io.referee.ladder;

import org.jspecify.annotations.NullMarked;

/// SIP messages as values: headers kept as received, parser and printer.
@NullMarked
package io.referee.sip.message;

import org.jspecify.annotations.NullMarked;

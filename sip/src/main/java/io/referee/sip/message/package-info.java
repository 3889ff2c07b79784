/// SIP messages as values: headers kept as received, parser and printer.
///
/// ```java
/// switch (Parser.datagram(octets)) {
///     case Request request -> MessageBuilder.responding(request, "our-tag").response(486);
///     case Response response -> response.status();
///     case Malformed rubbish -> rubbish.answer();
/// }
/// ```
@NullMarked
package io.referee.sip.message;

import org.jspecify.annotations.NullMarked;

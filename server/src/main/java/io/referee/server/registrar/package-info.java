/// Where the phones are: bindings of addresses of record to contacts (RFC 3261 §10).
@NullMarked
package io.referee.server.registrar;

import org.jspecify.annotations.NullMarked;

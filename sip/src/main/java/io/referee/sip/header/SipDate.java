package io.referee.sip.header;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The value of Date (RFC 3261 §20.17): `Sat, 13 Nov 2010 23:29:00 GMT`, always GMT.
public final class SipDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private SipDate() {}

    /// Reads a value; empty when it is no date or of another zone (RFC 4475 §3.1.2.12). The one
    /// place here where a library throws; nobody calls it for each message.
    public static Optional<Instant> parse(String value) {
        try {
            return Optional.of(
                    LocalDateTime.parse(value.strip(), FORMAT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// As in a message, in whole seconds.
    public static String text(Instant time) {
        return FORMAT.format(time.atOffset(ZoneOffset.UTC));
    }
}

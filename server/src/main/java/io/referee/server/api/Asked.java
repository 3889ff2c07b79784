package io.referee.server.api;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request, with who asks. *One thread, its handler's.*
final class Asked {
    /// The longest body that is read, in octets.
    static final int BODY_OCTETS_AT_MOST = 1 << 20;

    private static final int SKIPPED_AT_ONCE = 1 << 16;
    private static final long SKIPPED_AT_MOST = 16L << 20;

    private final Context context;
    private final Caller caller;

    Asked(Context context, Caller caller) {
        this.context = context;
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    Context context() {
        return context;
    }

    /// A part of the path, unescaped.
    String path(String name) {
        return context.pathParam(name);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /// Refuses what means nothing here: a misspelt parameter would be overlooked for ever.
    ///
    /// @param parameters that mean something, beside `owner`
    /// @throws Problem 400 when there is another
    void knowing(List<String> parameters) {
        List<String> known = new ArrayList<>(parameters);
        known.add("owner");
        for (String name : context.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "There is no parameter "
                                + name
                                + " at this address; known "
                                + (known.size() == 1 ? "is " : "are ")
                                + String.join(", ", known)
                                + ".");
            }
        }
    }

    /// A field of a form in the body.
    Optional<String> form(String name) {
        return Optional.ofNullable(context.formParam(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    /// A number in the query.
    ///
    /// @throws Problem 400 when it is none or out of its range
    long number(String name, long otherwise, long most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        long number = digits(text.get());
        if (number < 0 || number > most) {
            throw Problem.badRequest(
                    "The parameter " + name + " must be a whole number from 0 to " + most + ".");
        }
        return number;
    }

    /// The number that a text of digits is; -1 when it is none, or too long.
    static long digits(String text) {
        boolean fine =
                !text.isEmpty()
                        && text.length() <= 18
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return fine ? Long.parseLong(text) : -1;
    }

    /// A time in the query, as in `2026-11-21T04:00:00Z`.
    ///
    /// @throws Problem 400 when it is none
    Instant time(String name, Instant otherwise) {
        Optional<String> text = query(name);
        try {
            return text.isEmpty() ? otherwise : Instant.parse(text.get());
        } catch (DateTimeParseException _) {
            throw Problem.badRequest(
                    "The parameter " + name + " must be a time like 2026-11-21T04:00:00Z.");
        }
    }

    /// The body.
    ///
    /// @throws Problem 413 when it is too long
    byte[] body() {
        try (InputStream in = context.req().getInputStream()) {
            byte[] body = in.readNBytes(BODY_OCTETS_AT_MOST + 1);
            if (body.length > BODY_OCTETS_AT_MOST) {
                skip(in);
                throw tooLarge();
            }
            return body;
        } catch (IOException _) {
            throw Problem.badRequest("The body ended too early.");
        }
    }

    /// What is still on its way is taken, within bounds: a connection that is closed with octets
    /// unread is reset, and whoever sent them never sees why they were refused.
    private static void skip(InputStream in) throws IOException {
        byte[] chunk = new byte[SKIPPED_AT_ONCE];
        long left = SKIPPED_AT_MOST;
        int got = 0;
        while (left > 0 && got >= 0) {
            got = in.read(chunk);
            left -= got;
        }
    }

    private static Problem tooLarge() {
        return new Problem(
                413, "too-large", "A body has at most " + BODY_OCTETS_AT_MOST + " octets.");
    }

    /// The body as text.
    ///
    /// @throws Problem 413 when it is too long, 400 when it is not UTF-8
    String bodyText() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body())).toString();
        } catch (CharacterCodingException _) {
            throw Problem.badRequest("request body: this is not UTF-8 text.");
        }
    }

    /// Whether the peer is on this machine and passes on nobody else's request.
    boolean near() {
        return peer().isLoopbackAddress() && !relayed();
    }

    /// Whether a proxy says that it asks for somebody else.
    boolean relayed() {
        return Forwarding.traced(context);
    }

    /// Whether a browser asks because of a page of somebody else (the Fetch Metadata headers, which
    /// no page can set): on this machine, and behind whatever lets this machine in, that page would
    /// be let in with it.
    boolean ofAnotherSite() {
        String site = header("Sec-Fetch-Site").orElse("none");
        return !site.equals("none") && !site.equals("same-origin");
    }

    /// Where the request comes from, as far as the connection tells.
    InetAddress peer() {
        return InetAddress.ofLiteral(withoutBrackets(context.req().getRemoteAddr()));
    }

    private static String withoutBrackets(@Nullable String address) {
        String text = address == null ? "0.0.0.0" : address;
        return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    }

    /// The key of an `Authorization: Bearer` header.
    Optional<String> bearer() {
        return header("Authorization").flatMap(value -> credentials(value, "Bearer "));
    }

    /// What stands behind a scheme, which is compared without case (RFC 9110 §11.1).
    static Optional<String> credentials(String value, String scheme) {
        return value.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(value.substring(scheme.length()).strip())
                : Optional.empty();
    }
}

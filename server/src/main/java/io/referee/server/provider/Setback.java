package io.referee.server.provider;

import io.referee.server.account.Provider;
import io.referee.sip.digest.Challenge;
import io.referee.sip.header.RetryAfter;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a registration failed, and what follows from it. *Immutable.*
///
/// @param words what a person should read, without a full stop
/// @param status the SIP status, 0 when there was no answer
/// @param after when to try again at the earliest
/// @param spread how much later than that at the most, in milliseconds: not all at once
record Setback(Kind kind, String words, int status, Duration after, int spread) {
    /// After a refusal.
    static final Duration REFUSED = Duration.ofSeconds(300);

    /// After silence, with as much again as chance.
    static final Duration SILENT = Duration.ofSeconds(300);

    /// While no server is found.
    static final Duration UNKNOWN_NAME = Duration.ofSeconds(10);

    /// The least time between two attempts, whatever a provider says in Retry-After.
    static final Duration LEAST = Duration.ofSeconds(50);

    private static final Pattern STATUS = Pattern.compile(" \\(([3-6]\\d\\d) [^()]*\\)$");

    private static final int REFUSED_SPREAD_MILLIS = 30_000;
    private static final int SILENT_SPREAD_MILLIS = 300_000;
    private static final int UNKNOWN_NAME_SPREAD_MILLIS = 2_000;

    /// What is to be done.
    enum Kind {
        /// Try again later.
        PASSING,
        /// No server was found: try again soon, but not for ever.
        NO_SERVER,
        /// It would never work: switch it off.
        PERMANENT
    }

    /// What we had shown when it failed.
    enum Shown {
        NOTHING,
        PASSWORD
    }

    /// The DNS knows no server of that name.
    static Setback noServer(String host) {
        return new Setback(
                Kind.NO_SERVER,
                "No server was found for " + host + " (DNS)",
                0,
                UNKNOWN_NAME,
                UNKNOWN_NAME_SPREAD_MILLIS);
    }

    /// The DNS does not answer: a failure of ours as likely as the provider's.
    static Setback noAnswer(String host) {
        return new Setback(
                Kind.PASSING,
                "The DNS does not say where " + host + " is",
                0,
                UNKNOWN_NAME,
                UNKNOWN_NAME_SPREAD_MILLIS);
    }

    /// What a final failure to a REGISTER means; one without a To tag is of our own making.
    static Setback of(Response response, Provider provider, Shown shown) {
        boolean ours = response.toTag().isEmpty();
        return switch (response.status()) {
            case 403 ->
                    ours
                            ? refused("The operator denies its address", response)
                            : permanent(forbidden(shown), response);
            case 404 -> permanent("The provider does not know the user name", response);
            case 401, 407 -> refused(challenged(response, provider), response);
            case 408 ->
                    ours
                            ? silent("Timeout, no response from the server", 0)
                            : silent("The provider could not answer in time", 408);
            case 503 ->
                    ours
                            ? silent("The server cannot be reached", 0)
                            : refused("The provider has too much to do", response);
            case 423 -> refused("The provider asks for another expiry and names none", response);
            default -> refused(other(response.status()), response);
        };
    }

    /// Many servers say so of a wrong password.
    private static String forbidden(Shown shown) {
        return switch (shown) {
            case NOTHING -> "The provider forbids the registration";
            case PASSWORD -> "The provider forbids the registration; perhaps the password is wrong";
        };
    }

    private static String other(int status) {
        return status < 400
                ? "The provider sends us to another server, which is not followed"
                : "The provider refuses the registration";
    }

    private static String challenged(Response response, Provider provider) {
        List<Challenge> challenges = ProviderAuthorizer.challenges(response);
        String realm = provider.registration().realm();
        if (challenges.isEmpty()) {
            return "Server did not provide auth header, check realm";
        }
        if (!realm.isEmpty() && challenges.stream().noneMatch(c -> c.realm().equals(realm))) {
            return "The provider asks for the realm "
                    + challenges.getFirst().realm()
                    + ", not "
                    + realm;
        }
        return provider.login().password().isEmpty()
                ? "The provider asks for a password, and none is set"
                : "The provider does not accept user name and password";
    }

    private static Setback permanent(String words, Response response) {
        return new Setback(Kind.PERMANENT, words(words, response), response.status(), LEAST, 0);
    }

    /// A Retry-After is heeded, if it is not too short (RFC 3261 §20.33).
    private static Setback refused(String words, Response response) {
        Duration after =
                response.value(HeaderName.RETRY_AFTER)
                        .flatMap(RetryAfter::parse)
                        .map(RetryAfter::after)
                        .map(asked -> asked.compareTo(LEAST) < 0 ? LEAST : asked)
                        .orElse(REFUSED);
        return new Setback(
                Kind.PASSING,
                words(words, response),
                response.status(),
                after,
                REFUSED_SPREAD_MILLIS);
    }

    private static Setback silent(String words, int status) {
        return new Setback(Kind.PASSING, words, status, SILENT, SILENT_SPREAD_MILLIS);
    }

    private static String words(String words, Response response) {
        return words + " (" + response.status() + " " + response.reason() + ")";
    }

    /// The status behind words of ours, of which nothing else was kept; 0 for none.
    static int statusIn(String words) {
        Matcher status = STATUS.matcher(words);
        return status.find() ? Integer.parseInt(status.group(1)) : 0;
    }
}

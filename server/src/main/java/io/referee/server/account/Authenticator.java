package io.referee.server.account;

import io.referee.server.account.LoginWatch.Outcome;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.Covered;
import io.referee.sip.digest.Credentials;
import io.referee.sip.digest.Ha1;
import io.referee.sip.digest.Nonces;
import io.referee.sip.digest.Qop;
import io.referee.sip.digest.Verification;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Digest authentication of our accounts (RFC 3261 §22, RFC 7616, RFC 8760). *Engine thread only.*
///
/// The account is the one of To for REGISTER and the one of From for everything else; the realm is
/// its domain. An account that does not exist is challenged and refused just like a wrong password,
/// so that nobody can find out which accounts there are.
///
/// Departures: the digest URI is not compared with the Request-URI, because phones behind outbound
/// proxies, and SIPp, sign another one; the nonce count is what stops replays. A wrong response is
/// answered 403 and not challenged again, because phones ask again for ever; one with the right
/// password and an old, used or unknown nonce is challenged with `stale=true`.
public final class Authenticator {
    /// How many Authorization fields of a request are looked at. A phone may answer each challenge.
    public static final int MAX_CREDENTIALS = 4;

    private static final int MAX_NAME_LENGTH = 256;
    private static final byte[] NO_BODY = new byte[0];

    /// Costs the same as the hashes of an account; no password leads to it.
    private static final Ha1 NOBODY = new Ha1("0".repeat(32), "0".repeat(64), "0".repeat(64));

    private final Outside outside;
    private final LoginWatch watch;
    private final Supplier<Directory> directory;
    private final Nonces nonces;
    private final ChallengeOffer offer;
    private AccountLimits limits = AccountLimits.NONE;

    /// What is known of one Authorization field, from least to most telling.
    private enum Finding {
        NOTHING,
        MALFORMED,
        WRONG,
        REPLAYED,
        STALE,
        VALID
    }

    /// A finding with the credentials that it is about, if they could be read.
    private record Judged(Finding finding, @Nullable Credentials credentials) {}

    /// Who the sender says to be.
    ///
    /// @param account null when there is no such account
    private record Claim(String name, String domain, @Nullable Account account) {
        String realm() {
            return account == null ? domain : account.domain();
        }

        String owner() {
            return account == null ? "" : account.owner();
        }

        String aor() {
            String aor = name + '@' + domain;
            return aor.length() > MAX_NAME_LENGTH ? aor.substring(0, MAX_NAME_LENGTH) : aor;
        }
    }

    /// @param watch is told how every request fared
    /// @param directory the current snapshot, whenever asked
    public Authenticator(
            Outside outside,
            LoginWatch watch,
            Supplier<Directory> directory,
            Nonces nonces,
            ChallengeOffer offer) {
        this.outside = outside;
        this.watch = watch;
        this.directory = directory;
        this.nonces = nonces;
        this.offer = offer;
    }

    /// What accounts may do; everything unless said otherwise.
    public void limits(AccountLimits next) {
        limits = next;
    }

    /// Judges a request, and tells the watch how it fared.
    ///
    /// A claim to a domain that we do not serve, or without a user, is refused with 403. Whether a
    /// request needs authentication at all is the caller's question.
    ///
    /// @param from where the request came from, for the report
    public Verdict verify(Request request, Hop from) {
        NameAddr who = request.is(Method.REGISTER) ? request.to() : request.from();
        if (!(who.uri() instanceof SipUri uri) || uri.user().isEmpty()) {
            tell(Outcome.NOT_SERVED, request, from, new Claim("", who.uri().text(), null));
            return new Verdict.Refused(403, "Not An Account");
        }
        Directory now = directory.get();
        if (!now.serves(uri.domain())) {
            tell(Outcome.NOT_SERVED, request, from, new Claim(uri.plainUser(), uri.domain(), null));
            return new Verdict.Refused(403, "Domain Not Serviced");
        }
        String name = uri.plainUser();
        Account account = now.account(name, uri.domain()).orElse(null);
        Claim claim = new Claim(name, now.canonical(uri.domain()), account);
        Judged judged = best(request, claim);
        if (judged.finding == Finding.NOTHING && proves(from, account)) {
            judged = new Judged(Finding.VALID, null);
        }
        tell(outcome(judged.finding, claim), request, from, claim);
        Verdict verdict = verdict(judged, request, claim);
        return verdict instanceof Verdict.Authenticated(Account sender, _)
                ? takesCallsOnly(sender, request)
                        .or(() -> limits.objection(sender, request.method(), from))
                        .<Verdict>map(refused -> refused)
                        .orElse(verdict)
                : verdict;
    }

    private static boolean proves(Hop from, @Nullable Account account) {
        InetAddress address = from.address().getAddress();
        return account != null && address != null && account.access().proves(address);
    }

    private static Optional<Verdict.Refused> takesCallsOnly(Account sender, Request request) {
        boolean calls = request.is(Method.INVITE) || request.is(Method.REFER);
        return calls && sender.access().incomingOnly()
                ? Optional.of(new Verdict.Refused(403, "This account takes calls only"))
                : Optional.empty();
    }

    private Verdict verdict(Judged judged, Request request, Claim claim) {
        return switch (judged.finding) {
            case NOTHING, REPLAYED, STALE ->
                    new Verdict.Challenged(challenges(judged.finding, request, claim));
            case MALFORMED -> new Verdict.Refused(400, "Bad Authorization");
            case WRONG -> new Verdict.Refused(403, "Forbidden");
            case VALID ->
                    claim.account == null
                            ? new Verdict.Refused(403, "Forbidden")
                            : new Verdict.Authenticated(
                                    claim.account,
                                    proof(judged.credentials, request, claim.account));
        };
    }

    /// Authentication-Info for the success, when the credentials ask for it by having a nonce count
    /// (RFC 7616 §3.5). With `auth-int` it would cover the body of the success, which is known for
    /// REGISTER alone: there is none.
    private List<Header> proof(@Nullable Credentials valid, Request request, Account account) {
        if (valid == null || valid.qop() == Qop.AUTH_INT && !request.is(Method.REGISTER)) {
            return List.of();
        }
        return nonces.confirm(valid, NO_BODY, account.ha1(), outside.now())
                .map(it -> List.of(Header.of(HeaderName.AUTHENTICATION_INFO, it.print())))
                .orElse(List.of());
    }

    /// One challenge per algorithm, all with the same nonce.
    private List<Header> challenges(Finding finding, Request request, Claim claim) {
        String nonce = nonces.issue(outside.now());
        List<Header> headers = new ArrayList<>(2);
        List<Algorithm> algorithms =
                claim.account == null ? offer.to(request) : offer.to(request, claim.account);
        for (Algorithm algorithm : algorithms) {
            Challenge fresh = Challenge.of(claim.realm(), nonce, algorithm).offering(offer.qops());
            Challenge challenge = finding == Finding.NOTHING ? fresh : fresh.asStale();
            headers.add(Header.of(HeaderName.WWW_AUTHENTICATE, challenge.print()));
        }
        return headers;
    }

    /// The most telling finding; those behind a valid one are not looked at, because the two that
    /// newer libre sends share a nonce count.
    private Judged best(Request request, Claim claim) {
        Judged best = new Judged(Finding.NOTHING, null);
        int seen = 0;
        for (Header header : request.headers()) {
            if (header.name() == HeaderName.AUTHORIZATION
                    && best.finding != Finding.VALID
                    && seen++ < MAX_CREDENTIALS) {
                Judged next = read(header.value(), request, claim);
                best = next.finding.compareTo(best.finding) > 0 ? next : best;
            }
        }
        return best;
    }

    private Judged read(String value, Request request, Claim claim) {
        return switch (Credentials.parse(value)) {
            case Credentials.Reading.Parsed(Credentials it) ->
                    new Judged(check(it, request, claim), it);
            case Credentials.Reading.Unsupported _ -> new Judged(Finding.NOTHING, null);
            case Credentials.Reading.Malformed _ -> new Judged(Finding.MALFORMED, null);
        };
    }

    private Finding check(Credentials credentials, Request request, Claim claim) {
        if (!credentials.realm().equalsIgnoreCase(claim.realm())
                || !offer.algorithms().contains(credentials.algorithm())) {
            return Finding.NOTHING;
        }
        Account account = claim.account;
        boolean possible =
                account != null
                        && credentials.username().equals(account.name())
                        && account.ha1().has(credentials.algorithm());
        Ha1 ha1 = possible && account != null ? account.ha1() : NOBODY;
        Covered covered = new Covered(request.method().name(), request.body());
        Verification found = nonces.verify(credentials, covered, ha1, outside.now());
        return possible ? finding(found) : Finding.WRONG;
    }

    private static Finding finding(Verification verification) {
        return switch (verification) {
            case Verification.Valid _ -> Finding.VALID;
            case Verification.Replayed _ -> Finding.REPLAYED;
            case Verification.Stale _ -> Finding.STALE;
            case Verification.Wrong _ -> Finding.WRONG;
        };
    }

    private static Outcome outcome(Finding finding, Claim claim) {
        return switch (finding) {
            case NOTHING -> Outcome.CHALLENGED;
            case MALFORMED -> Outcome.MALFORMED;
            case WRONG -> claim.account == null ? Outcome.UNKNOWN_ACCOUNT : Outcome.WRONG_PASSWORD;
            case REPLAYED -> Outcome.REPLAYED;
            case STALE -> Outcome.STALE;
            case VALID -> Outcome.ACCEPTED;
        };
    }

    private void tell(Outcome outcome, Request request, Hop from, Claim claim) {
        watch.attempted(
                new LoginWatch.Attempt(
                        outcome, from, claim.aor(), claim.owner(), request.method().name()));
    }
}

package io.referee.server.guard;

import io.referee.server.account.AccountLimits;
import io.referee.server.account.LoginWatch;
import io.referee.server.event.EventSink;
import io.referee.server.guard.Bans.Evidence;
import io.referee.server.guard.Conduct.Reason;
import io.referee.server.guard.GuardSettings.Mode;
import io.referee.server.guard.Reports.Kind;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.Admission;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Stands at the doors: who floods, scans or guesses is kept out, and when there is too much to do,
/// what is under way goes first. *Engine thread only*, where nothing else is said.
///
/// It is asked three times, the cheapest first: [#admits] before a datagram is read, [#consider]
/// before a transaction is made, [#attempted] when a password was right or wrong.
///
/// **Forged sources.** Anybody can write anybody's address on a datagram, so a list of banned
/// addresses is also a way to have others banned. Therefore: bans by datagrams are short; a source
/// that has proven a password within [#KNOWN] needs five times as much for one; and while such a
/// source is banned, what carries credentials or belongs to a dialog still gets through. Over
/// connections the address is true, and bans are long.
public final class Guard implements Admission, LoginWatch {
    /// For how long a proven password makes a source known.
    static final Duration KNOWN = Duration.ofHours(1);

    /// How much more a known source may do.
    static final int KNOWN_FACTOR = 5;

    /// At so many points somebody is a nuisance; as many are forgiven in a minute.
    static final int MAX_SUSPICION = 100;

    /// The same answer as to a wrong password: nobody learns whether his was looked at.
    private static final Refused LOCKED = new Refused(403, 0, Standing.DOUBTED);

    /// Retry-After of whom it was too much.
    static final int RETRY_SECONDS = 10;

    private static final Rate SUSPICION = Rate.within(MAX_SUSPICION, Duration.ofMinutes(1));
    private static final Rate KNOWN_SUSPICION = SUSPICION.times(KNOWN_FACTOR);
    private static final int UNREADABLE = 3;
    private static final int NOT_THERE = 5;
    private static final int NOT_UNDERSTOOD = 1;
    private static final int TOO_MUCH = 1;
    private static final long KNOWN_MICROS = KNOWN.toMillis() * 1_000;

    private final Outside outside;
    private final GuardSettings settings;
    private final Reports reports;
    private final Bans bans;
    private final Overload overload;
    private final ConductBook sources;
    private final Logins logins;
    private final AccountQuotas accounts;
    private final Quotas stranger;
    private final Quotas known;
    private final HttpLogins http;
    private final LongAdder shed = new LongAdder();
    private Predicate<Request> sessions = _ -> false;
    private Consumer<InetAddress> closer = _ -> {};

    public Guard(Outside outside, EventSink events, GuardSettings settings, Load load) {
        this.outside = outside;
        this.settings = settings;
        this.reports = new Reports(outside, events);
        this.bans = new Bans(outside, reports, settings.ban());
        this.overload = new Overload(load);
        long seed =
                (long) outside.random(Integer.MAX_VALUE) << 31 | outside.random(Integer.MAX_VALUE);
        this.sources = new ConductBook(ConductBook.MAX_SOURCES, seed);
        this.logins =
                new Logins(
                        new ConductBook(ConductBook.MAX_SOURCES, seed + 1),
                        settings.failedLogins(),
                        bans);
        this.accounts =
                new AccountQuotas(
                        new ConductBook(ConductBook.MAX_SOURCES, seed + 2), settings.account());
        this.http = new HttpLogins(bans, new ConductBook(HttpLogins.MAX_SOURCES, seed + 3));
        this.stranger = Quotas.of(settings.source(), 1);
        this.known = Quotas.of(settings.source(), KNOWN_FACTOR);
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private long now() {
        return micros(outside.now());
    }

    private boolean off() {
        return settings.mode() == Mode.OFF;
    }

    private boolean trusted(InetAddress address) {
        return settings.trusted().test(address);
    }

    private static boolean known(Conduct conduct, long now) {
        return conduct.provenAt != 0 && now - conduct.provenAt < KNOWN_MICROS;
    }

    private Quotas quotas(Conduct conduct, long now) {
        return known(conduct, now) ? known : stranger;
    }

    // ---- before anything is read

    /// Whether a datagram from this address, or a connection, is looked at.
    public boolean admits(InetAddress address) {
        if (off() || trusted(address)) {
            return true;
        }
        long now = now();
        Conduct conduct = sources.of(Source.of(address), now);
        if (conduct.banned(now) && !known(conduct, now)) {
            conduct.dropped++;
            return false;
        }
        if (quotas(conduct, now).takeRequest(conduct, now)) {
            return true;
        }
        limited(conduct, "requests", Evidence.FORGEABLE);
        return false;
    }

    /// Whether this address may be forged.
    public boolean doubts(InetAddress address) {
        return !off() && !trusted(address);
    }

    /// Whether this address may be forged and nobody there has proven a password lately: then not
    /// even a keep-alive is answered with more octets than it has.
    public boolean unproven(InetAddress address) {
        if (!doubts(address)) {
            return false;
        }
        Conduct conduct = sources.find(Source.of(address));
        return conduct == null || !known(conduct, now());
    }

    /// What came could not be read.
    public void malformed(Hop from) {
        InetAddress address = from.address().getAddress();
        if (!off() && address != null && !trusted(address)) {
            suspect(sources.of(Source.of(address), now()), UNREADABLE, evidence(from));
        }
    }

    // ---- before a transaction is made

    @Override
    public Verdict consider(Request request, Hop from) {
        InetAddress address = from.address().getAddress();
        Standing standing = standing(from);
        boolean friend = address == null || standing == Standing.BELIEVED;
        if (!request.toTag().isEmpty()) {
            return hears(request, from) ? standing : Dropped.DROPPED;
        }
        long now = now();
        Conduct conduct = friend ? null : sources.of(Source.of(address), now);
        boolean first = conduct == null || known(conduct, now);
        if (!off() && shed(request, first)) {
            return Refused.busy(RETRY_SECONDS, standing);
        }
        return conduct == null ? standing : judge(request, from, conduct);
    }

    /// What comes as a datagram was counted before it was read. Over a connection only what belongs
    /// to a call that is up is not: a tag alone proves nothing, anybody can write one.
    @Override
    public boolean hears(Request request, Hop from) {
        InetAddress address = from.address().getAddress();
        if (!from.transport().reliable()
                || address == null
                || !doubts(address)
                || sessions.test(request)) {
            return true;
        }
        long now = now();
        Conduct conduct = sources.of(Source.of(address), now);
        if (conduct.banned(now) && !known(conduct, now)) {
            conduct.dropped++;
            return false;
        }
        if (quotas(conduct, now).takeRequest(conduct, now)) {
            return true;
        }
        limited(conduct, request.method().name(), Evidence.CERTAIN);
        return false;
    }

    /// Which requests belong to a call that is up; none, unless said otherwise.
    public void sessions(Predicate<Request> alive) {
        sessions = alive;
    }

    @Override
    public Standing standing(Hop from) {
        InetAddress address = from.address().getAddress();
        return address == null || !doubts(address) ? Standing.BELIEVED : Standing.DOUBTED;
    }

    private Verdict judge(Request request, Hop from, Conduct conduct) {
        long now = now();
        boolean credentials = request.header(HeaderName.AUTHORIZATION).isPresent();
        if (conduct.banned(now) && !(credentials && known(conduct, now))) {
            conduct.dropped++;
            return Dropped.DROPPED;
        }
        if (Scanners.named(request.value(HeaderName.USER_AGENT).orElse(""))) {
            return scanner(conduct, from);
        }
        if (credentials && logins.locked(conduct, request, now)) {
            guessed(conduct, evidence(from));
            return LOCKED;
        }
        Quotas quotas = quotas(conduct, now);
        boolean few = !from.transport().reliable() || quotas.takeRequest(conduct, now);
        if (few && quotas.takeMethod(conduct, request.method(), now)) {
            return Standing.DOUBTED;
        }
        limited(conduct, request.method().name(), evidence(from));
        return Refused.busy(RETRY_SECONDS, Standing.DOUBTED);
    }

    private Verdict scanner(Conduct conduct, Hop from) {
        reports.tell(Kind.SCANNER, "", Source.text(conduct.key), "", "named in User-Agent");
        suspect(conduct, MAX_SUSPICION + 1, evidence(from), Reason.SCANNER);
        return Dropped.DROPPED;
    }

    /// RFC 3261 §21.5.4: only what would begin something is refused, and that of strangers first.
    private boolean shed(Request request, boolean known) {
        switch (overload.look()) {
            case BEGAN -> reports.tell(Kind.OVERLOAD, "", "", "", "began");
            case ENDED -> reports.tell(Kind.OVERLOAD, "", "", "", "ended, " + shed() + " in all");
            case NONE -> {}
        }
        boolean spared = request.is(Method.BYE) || known && !overload.full();
        if (!overload.shedding() || spared || overload.takes()) {
            return false;
        }
        shed.increment();
        return true;
    }

    /// A stranger was refused.
    @Override
    public void refused(Request request, Hop from, int status) {
        InetAddress address = from.address().getAddress();
        if (status == 481 && address != null && guesses(request, address)) {
            String what = request.method().name() + " that names a call which is not there: 481";
            abused(address, "", "", what);
        }
        if (off() || address == null || trusted(address)) {
            return;
        }
        int points =
                switch (status) {
                    case 403, 404, 484 -> NOT_THERE;
                    case 400, 405, 416, 420, 481, 489, 501, 505 -> NOT_UNDERSTOOD;
                    default -> 0;
                };
        if (points > 0) {
            suspect(sources.of(Source.of(address), now()), points, evidence(from));
        }
    }

    /// Whoever has no phone here, and would move a call: he guesses.
    private boolean guesses(Request request, InetAddress address) {
        boolean moves = request.is(Method.REFER) || request.header(HeaderName.REPLACES).isPresent();
        Conduct conduct = moves && !off() ? sources.find(Source.of(address)) : null;
        return moves && (conduct == null || !known(conduct, now()));
    }

    private static Evidence evidence(Hop from) {
        return from.transport().reliable() ? Evidence.CERTAIN : Evidence.FORGEABLE;
    }

    private void limited(Conduct conduct, String what, Evidence evidence) {
        reports.tell(Kind.LIMITED, "", Source.text(conduct.key), "", what);
        suspect(conduct, TOO_MUCH, evidence);
    }

    private void suspect(Conduct conduct, int points, Evidence evidence) {
        suspect(conduct, points, evidence, Reason.NUISANCE);
    }

    private void suspect(Conduct conduct, int points, Evidence evidence, Reason reason) {
        long now = now();
        Rate rate = known(conduct, now) ? KNOWN_SUSPICION : SUSPICION;
        long paidAt = rate.take(conduct.suspicion, now, points);
        if (paidAt == Rate.EXCEEDED) {
            ban(conduct, reason, evidence);
        } else {
            conduct.suspicion = paidAt;
        }
    }

    // ---- when somebody has tried to log in

    @Override
    public void attempted(Attempt attempt) {
        boolean wrong =
                attempt.outcome() == Outcome.WRONG_PASSWORD
                        || attempt.outcome() == Outcome.UNKNOWN_ACCOUNT;
        boolean right = attempt.outcome() == Outcome.ACCEPTED;
        InetAddress address = attempt.from().address().getAddress();
        if (wrong) {
            String source = address == null ? "" : Source.text(Source.of(address));
            String reason = "wrong credentials with " + attempt.method();
            reports.tell(Kind.LOGIN_FAILED, attempt.owner(), source, attempt.account(), reason);
        }
        if ((wrong || right) && !off() && address != null && !trusted(address)) {
            long now = now();
            Conduct conduct = sources.of(Source.of(address), now);
            if (right) {
                conduct.provenAt = now;
                logins.succeeded(conduct, attempt.account(), now);
            } else {
                failed(attempt, conduct, now);
            }
        }
    }

    private void failed(Attempt attempt, Conduct conduct, long now) {
        Evidence evidence = evidence(attempt.from());
        if (logins.failed(conduct, attempt.account(), evidence, now)) {
            String source = Source.text(conduct.key);
            reports.tell(Kind.LIMITED, "", source, attempt.account(), "logins");
        }
        guessed(conduct, evidence);
    }

    /// One more wrong password from there, whatever the account.
    private void guessed(Conduct conduct, Evidence evidence) {
        long now = now();
        if (logins.tooMany(conduct, known(conduct, now) ? KNOWN_FACTOR : 1, now)) {
            ban(conduct, Reason.GUESSING, evidence);
        }
    }

    /// Connections of a known source stay: among them may be those of the phones that have proven
    /// their passwords there.
    private void ban(Conduct conduct, Reason reason, Evidence evidence) {
        long now = now();
        bans.ban(conduct, reason, evidence, "");
        if (evidence == Evidence.CERTAIN && !known(conduct, now)) {
            closer.accept(Source.address(conduct.key));
        }
    }

    /// How the connections of a source are closed; not at all, unless said otherwise.
    ///
    /// @param close is given an IPv4 address, or the first address of the 64 bits of a network
    public void closer(Consumer<InetAddress> close) {
        closer = close;
    }

    /// What accounts may do.
    ///
    /// @param calls how many calls of an account are alive, by its address
    public AccountLimits accounts(ToIntFunction<String> calls) {
        return (account, method, from) -> objection(account.aor(), method, from, calls);
    }

    private Optional<io.referee.server.account.Verdict.Refused> objection(
            String aor, Method method, Hop from, ToIntFunction<String> calls) {
        InetAddress address = from.address().getAddress();
        if (off() || address == null || trusted(address)) {
            return Optional.empty();
        }
        if (!accounts.take(aor, method, now())) {
            return tooMuch(address, aor, method.name());
        }
        return method.equals(Method.INVITE) && accounts.full(calls.applyAsInt(aor))
                ? tooMuch(address, aor, "calls")
                : Optional.empty();
    }

    private Optional<io.referee.server.account.Verdict.Refused> tooMuch(
            InetAddress address, String aor, String what) {
        reports.tell(Kind.LIMITED, "", Source.text(Source.of(address)), aor, what);
        return Optional.of(
                new io.referee.server.account.Verdict.Refused(503, "Limit Of The Account"));
    }

    // ---- HTTP

    /// Somebody wanted, outside of calls, what is not allowed, and was refused: for the audit,
    /// which tells of it in the stream of `owner` (empty: the administrator's).
    ///
    /// @param account whom it was about, or empty
    /// @param reason what was wanted, and what was answered
    public void abused(InetAddress from, String owner, String account, String reason) {
        reports.tell(Kind.REFUSED, owner, Source.text(Source.of(from)), account, reason);
    }

    /// An address has shown a wrong key to the HTTP API.
    public void httpFailed(InetAddress address) {
        reports.tell(
                Kind.LOGIN_FAILED, "", Source.text(Source.of(address)), "", "wrong key (HTTP)");
        if (!off() && !trusted(address)) {
            http.failed(address, now());
        }
    }

    /// Whether the HTTP API is closed for this address; bans by datagrams do not count there. *Any
    /// thread.*
    public boolean httpBanned(InetAddress address, Instant at) {
        return http.banned(address, micros(at));
    }

    // ---- for the administrator

    /// Who is banned now, those that come free last first.
    public List<Ban> bans() {
        List<Ban> all = new ArrayList<>(bans.list(sources, ""));
        all.addAll(bans.list(http.book(), HttpLogins.SUFFIX));
        all.sort(Comparator.comparing(Ban::until).reversed().thenComparing(Ban::source));
        return all;
    }

    /// Lets a source in again, and forgets what it did.
    ///
    /// @param source as [Ban#source] writes it, or any address of it
    /// @return false when it is not banned
    public boolean lift(String source) {
        Optional<Long> key = Source.parse(source);
        return key.isPresent() && lift(key.get());
    }

    private boolean lift(long key) {
        Conduct conduct = sources.find(key);
        boolean sip = conduct != null && bans.lift(conduct);
        return http.lift(key) || sip;
    }

    /// How many requests were refused under overload since the start. *Any thread.*
    public long shed() {
        return shed.sum();
    }

    /// How often each kind of `security.*` event happened since the start. *Any thread.*
    public long total(String kind) {
        for (Kind each : Kind.values()) {
            if (each.text.equals(kind)) {
                return reports.total(each);
            }
        }
        throw new IllegalArgumentException("no kind of security event: " + kind);
    }
}

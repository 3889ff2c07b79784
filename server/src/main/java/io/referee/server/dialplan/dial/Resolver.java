package io.referee.server.dialplan.dial;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// Says whom the legs of a dial string mean: an account of a served domain, a provider of the
/// owner, or somebody elsewhere, in this order. *Immutable; as safe as the directory that it was
/// given.*
public final class Resolver {
    private static final Set<String> ANONYMOUS = Set.of("anonymous", "anon", "anonymous.invalid");
    private static final FromParts NOBODY = new FromParts("", "thisis", "anonymous.invalid");

    /// The providers of owners.
    @FunctionalInterface
    public interface Providers {
        /// The provider of this owner with this name, without regard to case.
        Optional<ProviderLine> provider(String owner, String name);
    }

    /// The plan that runs.
    ///
    /// @param owner whose plan it is
    /// @param plan its name
    /// @param call what variables stand for
    /// @param callerAor the caller's account, `user@domain`; empty when it has none here
    /// @param from what the plan wants in From
    /// @param headers what the plan adds to INVITEs
    /// @param trunk the provider of the owner that is taken instead of any other; empty: none
    public record Running(
            String owner,
            String plan,
            Dialled call,
            String callerAor,
            FromParts from,
            CustomHeaders headers,
            String trunk) {

        /// Nothing special in From, no headers added.
        public static Running plain(String owner, String plan, Dialled call, String callerAor) {
            return new Running(
                    owner, plan, call, callerAor, FromParts.NONE, CustomHeaders.NONE, "");
        }

        private Running overAny() {
            return new Running(owner, plan, call, callerAor, from, headers, "");
        }
    }

    /// Why a leg vanishes that nobody misses.
    public static final String THERE_ALREADY = "an earlier leg goes there already";

    private final Directory directory;
    private final Providers providers;
    private final IntPredicate ownPort;

    /// @param ownPort whether a port is one that we listen on; a host of ours with another port is
    ///   somebody else's server
    public Resolver(Directory directory, Providers providers, IntPredicate ownPort) {
        this.directory = directory;
        this.providers = providers;
        this.ownPort = ownPort;
    }

    /// With the providers of the directory.
    public static Resolver of(Directory directory, IntPredicate ownPort) {
        return new Resolver(
                directory,
                (owner, name) -> directory.provider(owner, name).flatMap(ProviderLine::of),
                ownPort);
    }

    /// The legs of a dial string, with its variables filled in. Of two legs with one Request-URI
    /// the second vanishes.
    public Resolution resolve(DialString string, Running running) {
        DialString.Filled filled = string.fill(running.call());
        List<String> notes = new ArrayList<>(filled.notes());
        Map<String, DialLeg> seen = new HashMap<>();
        List<List<ResolvedLeg>> stages = new ArrayList<>(filled.stages().size());
        for (List<DialLeg> stage : filled.stages()) {
            List<ResolvedLeg> legs = new ArrayList<>(stage.size());
            for (DialLeg leg : stage) {
                ResolvedLeg resolved = once(leg, running, seen, notes);
                if (resolved.destination() instanceof Destination.Vanished(String reason)) {
                    notes.add(leg.text() + " is left out: " + reason);
                }
                legs.add(resolved);
            }
            stages.add(List.copyOf(legs));
        }
        return new Resolution(List.copyOf(stages), List.copyOf(notes));
    }

    /// One that goes where an earlier one goes vanishes. When only the preferred provider makes it
    /// do so, the other provider is called: the plan names a second one for when the first fails.
    ///
    /// @param seen by address, who goes there
    private ResolvedLeg once(
            DialLeg leg, Running running, Map<String, DialLeg> seen, List<String> notes) {
        List<String> said = new ArrayList<>();
        ResolvedLeg resolved = resolve(leg, running, said);
        DialLeg earlier = seen.putIfAbsent(where(resolved), leg);
        if (where(resolved).isEmpty() || earlier == null) {
            notes.addAll(said);
            return resolved;
        }
        List<DialLeg> asNamed = running.trunk().isEmpty() ? List.of() : List.of(leg, earlier);
        for (DialLeg named : asNamed) {
            List<String> plainly = new ArrayList<>();
            ResolvedLeg other = resolve(named, running.overAny(), plainly);
            if (!where(other).isEmpty() && seen.putIfAbsent(where(other), named) == null) {
                notes.addAll(plainly);
                return other;
            }
        }
        return new ResolvedLeg(
                resolved.leg(),
                new Destination.Vanished(THERE_ALREADY),
                resolved.from(),
                List.of());
    }

    private static String where(ResolvedLeg leg) {
        return switch (leg.destination()) {
            case Destination.LocalAccount d -> d.account().aor();
            case Destination.Loopback d -> address(d.dialled());
            case Destination.ThroughProvider d -> address(d.requestUri());
            case Destination.Elsewhere d -> address(d.requestUri());
            case Destination.Vanished _ -> "";
        };
    }

    private static String address(SipUri uri) {
        return new SipUri(
                        uri.secure(),
                        Escapes.escapeUser(uri.plainUser()),
                        uri.password(),
                        uri.domain(),
                        uri.port(),
                        uri.parameters(),
                        "")
                .text();
    }

    private ResolvedLeg resolve(DialLeg leg, Running running, List<String> notes) {
        Destination destination = destination(leg, running, notes);
        return switch (destination) {
            case Destination.ThroughProvider(ProviderLine line, SipUri uri) ->
                    throughProvider(leg, line, uri, running, notes);
            case Destination.LocalAccount d -> received(leg, d, running, notes);
            case Destination.Elsewhere d -> received(leg, d, running, notes);
            case Destination.Loopback d -> received(leg, d, running, notes);
            case Destination.Vanished d ->
                    new ResolvedLeg(leg, d, new LegFrom(callersFrom(running), true), List.of());
        };
    }

    /// Whom an address means that somebody else than the owner wrote: an account of ours or
    /// somebody elsewhere, never a provider, whose calls the owner pays for.
    public ResolvedLeg stranger(
            SipUri uri, LegOptions options, Running running, List<String> notes) {
        DialLeg leg =
                new DialLeg(
                        uri.text(),
                        uri.secure() ? DialLeg.Scheme.SIPS : DialLeg.Scheme.SIP,
                        uri.plainUser(),
                        uri.host(),
                        uri.port(),
                        uri.parameters().text(),
                        "",
                        options,
                        true);
        Optional<String> domain = domain(leg);
        Destination destination =
                domain.isPresent()
                        ? local(leg.user(), domain.get(), running)
                        : elsewhere(leg, new ArrayList<>());
        return received(leg, destination, running, notes);
    }

    // ---- whom

    private Destination destination(DialLeg leg, Running running, List<String> notes) {
        boolean dialledUser = leg.user().isEmpty() && leg.scheme() == DialLeg.Scheme.UNSAID;
        DialLeg whole = dialledUser ? leg.withUser(running.call().user()) : leg;
        Optional<String> domain = domain(whole);
        if (domain.isPresent()) {
            return local(whole.user(), domain.get(), running);
        }
        if (whole.port() < 0 && !whole.foreign()) {
            Optional<ProviderLine> line =
                    providers
                            .provider(running.owner(), whole.host())
                            .map(named -> instead(named, running, notes));
            if (line.isPresent()) {
                return line.get().refusal().isEmpty()
                        ? new Destination.ThroughProvider(
                                line.get(), providerUri(line.get(), whole))
                        : new Destination.Vanished(line.get().refusal());
            }
            Optional<Account> account =
                    dialledUser
                            ? directory.account(whole.host(), directory.defaultDomain())
                            : Optional.empty();
            if (account.isPresent()) {
                return local(whole.host(), directory.defaultDomain(), running);
            }
        }
        return elsewhere(whole, notes);
    }

    /// Over the provider that is preferred, where that takes calls.
    private ProviderLine instead(ProviderLine named, Running running, List<String> notes) {
        Optional<ProviderLine> preferred =
                Optional.of(running.trunk())
                        .filter(trunk -> !trunk.isEmpty() && !trunk.equalsIgnoreCase(named.name()))
                        .flatMap(trunk -> providers.provider(running.owner(), trunk))
                        .filter(line -> line.refusal().isEmpty());
        preferred.ifPresent(
                line ->
                        notes.add(
                                "over "
                                        + line.name()
                                        + " instead of "
                                        + named.name()
                                        + ", as the party that stays (transfer.preferSameTrunk)"));
        return preferred.orElse(named);
    }

    private Optional<String> domain(DialLeg leg) {
        return leg.port() < 0 || ownPort.test(leg.port())
                ? new LocalDomains(directory).canonical(leg.host())
                : Optional.empty();
    }

    private Destination local(String user, String domain, Running running) {
        Optional<Account> account =
                directory
                        .account(user, domain)
                        .or(
                                () ->
                                        directory.account(
                                                user.substring(user.lastIndexOf('.') + 1), domain));
        if (account.isEmpty()) {
            return new Destination.Vanished("there is no account " + user + "@" + domain);
        }
        SipUri dialled = SipUri.of(Escapes.escapeUser(user), domain, -1);
        return ringsItself(account.get(), running)
                ? new Destination.LocalAccount(account.get(), dialled)
                : new Destination.Loopback(account.get(), dialled);
    }

    /// An account's own plan dials the account to ring its phones: it must not run again for that.
    private static boolean ringsItself(Account account, Running running) {
        return account.inPlan().isEmpty()
                || account.owner().equals(running.owner())
                        && account.inPlan().equals(running.plan());
    }

    private static SipUri providerUri(ProviderLine line, DialLeg leg) {
        Parameters parameters = line.server().parameters();
        Parameters wanted = Parameters.parse(leg.parameters());
        for (String name : wanted.names()) {
            if (!parameters.has(name)) {
                parameters = parameters.with(name, wanted.value(name).orElse(""));
            }
        }
        SipUri server = line.server();
        return new SipUri(
                        server.secure(),
                        Escapes.escapeUser(leg.user()),
                        "",
                        server.host(),
                        server.port(),
                        parameters,
                        "")
                .asRequestUri();
    }

    /// Whether the host is a name that a provider may have, and a host of the internet has not.
    public static boolean named(DialLeg leg) {
        return leg.port() < 0 && leg.host().indexOf('.') < 0 && leg.host().indexOf(':') < 0;
    }

    private static Destination elsewhere(DialLeg leg, List<String> notes) {
        Parameters parameters = Parameters.parse(leg.parameters());
        Optional<SipUri.HostPort> where = SipUri.hostPort(leg.hostAndPort());
        if (where.isEmpty() || parameters.broken()) {
            return new Destination.Vanished(
                    leg.hostAndPort() + leg.parameters() + " is no host, and no provider either");
        }
        if (named(leg)) {
            notes.add(
                    "there is no provider " + leg.host() + "; it is treated as the name of a host");
        }
        return new Destination.Elsewhere(
                new SipUri(
                                leg.scheme() == DialLeg.Scheme.SIPS,
                                Escapes.escapeUser(leg.user()),
                                "",
                                leg.host(),
                                leg.port(),
                                parameters,
                                "")
                        .asRequestUri());
    }

    // ---- From

    private static ResolvedLeg received(
            DialLeg leg, Destination destination, Running running, List<String> notes) {
        FromParts wanted = leg.options().from().over(running.from());
        LegFrom from = new LegFrom(wanted.over(callersFrom(running)), wanted.isNone());
        return new ResolvedLeg(leg, destination, from, headers(leg, running, notes));
    }

    private static FromParts callersFrom(Running running) {
        Dialled call = running.call();
        return call.fromUser().isEmpty() && call.fromHost().isEmpty()
                ? NOBODY
                : new FromParts(call.fromName(), call.fromUser(), call.fromHost());
    }

    private static ResolvedLeg throughProvider(
            DialLeg leg, ProviderLine line, SipUri uri, Running running, List<String> notes) {
        FromParts own = providersFrom(line, running.call(), notes);
        FromParts wanted =
                leg.options()
                        .from()
                        .over(own.isNone() ? running.from() : own)
                        .over(usual(line, running));
        CustomHeaders headers = CustomHeaders.NONE;
        for (String header : line.headers()) {
            headers = headers.and(CustomHeaders.ofProvider(header, notes));
        }
        List<Header> all =
                headers.and(running.headers())
                        .and(CustomHeaders.ofUri(leg.headers(), notes))
                        .fill(running.call(), notes);
        Destination destination = new Destination.ThroughProvider(line, uri);
        return new ResolvedLeg(leg, destination, new LegFrom(wanted, false), all);
    }

    /// The From setting of the provider; nothing when it has none or it cannot be read.
    private static FromParts providersFrom(ProviderLine line, Dialled call, List<String> notes) {
        if (line.from().isBlank()) {
            return FromParts.NONE;
        }
        String filled = Variables.fill(line.from(), call, notes);
        FromParts parts = NameAddr.parse(filled).map(FromParts::of).orElse(FromParts.NONE);
        if (parts.isNone()) {
            notes.add(
                    "the From of provider " + line.name() + ", " + filled + ", is no SIP address");
        }
        return parts;
    }

    /// The user name at the provider's server, or the user name alone when it is an address.
    private static FromParts usual(ProviderLine line, Running running) {
        String name = line.username();
        int at = name.lastIndexOf('@');
        if (at >= 0) {
            return new FromParts("", name.substring(0, at), name.substring(at + 1));
        }
        boolean anonymous = ANONYMOUS.contains(name.toLowerCase(Locale.ROOT));
        String host = anonymous ? callersFrom(running).host() : line.server().host();
        return new FromParts("", name, host);
    }

    // ---- headers

    private static List<Header> headers(DialLeg leg, Running running, List<String> notes) {
        return running.headers()
                .and(CustomHeaders.ofUri(leg.headers(), notes))
                .fill(running.call(), notes);
    }
}

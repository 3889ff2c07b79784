package io.referee.server.dialplan.dry;

import io.referee.server.account.Account;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.FromParts;
import io.referee.server.dialplan.dial.LegFrom;
import io.referee.server.dialplan.dial.LegOptions;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.dialplan.run.DialOrder;
import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.sip.session.Reach;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes down what plans dial, and what an owner should look at. *One thread.*
final class DryDials implements PlanRunner.Watcher {
    private final DryRun.Surroundings around;
    private final Function<Account, List<Target>> phones;
    private final String owner;
    private final List<DryReport.Dial> made = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private TransferWarnings transfers;
    private MediaWarnings media;
    private ReachWarnings reach;

    /// @param phones of an account, as they are in this run
    /// @param owner whose dials are written down
    DryDials(DryRun.Surroundings around, Function<Account, List<Target>> phones, String owner) {
        this.around = around;
        this.phones = phones;
        this.owner = owner;
        this.transfers =
                new TransferWarnings(around.directory(), owner, Optional.empty(), warnings::add);
        this.media = new MediaWarnings(Optional.empty(), phones, warnings::add);
        this.reach = new ReachWarnings(Reach.ANYWHERE, warnings::add);
    }

    /// Whose phone calls, when one of ours does.
    void callFrom(Optional<Account> account) {
        transfers = new TransferWarnings(around.directory(), owner, account, warnings::add);
        media = new MediaWarnings(account, phones, warnings::add);
    }

    /// Where calls of plans may lead.
    void within(Reach bounds) {
        reach = new ReachWarnings(bounds, warnings::add);
    }

    List<DryReport.Dial> made() {
        return List.copyOf(made);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void dials(PlanRun run, DialOrder order, Resolution resolution) {
        if (!run.owner().equals(owner)) {
            return;
        }
        List<DryReport.Leg> legs = new ArrayList<>();
        int stage = 0;
        for (List<ResolvedLeg> together : resolution.stages()) {
            stage++;
            for (ResolvedLeg leg : together) {
                if (leg.destination() instanceof Destination.Vanished(String reason)) {
                    vanished(leg, reason);
                } else {
                    legs.add(leg(stage, leg));
                    transfers.look(leg);
                    idle(leg);
                }
            }
        }
        made.add(
                new DryReport.Dial(
                        run.plan().name(),
                        order.text(),
                        order.limit(),
                        order.talk(),
                        List.copyOf(legs)));
    }

    /// A leg that goes where an earlier one goes is missed by nobody.
    private void vanished(ResolvedLeg leg, String reason) {
        if (!reason.equals(Resolver.THERE_ALREADY)) {
            warnings.add(leg.leg().text() + " leads nowhere: " + reason + ".");
        }
    }

    private DryReport.Leg leg(int stage, ResolvedLeg leg) {
        List<String> headers = leg.headers().stream().map(Object::toString).toList();
        String from = from(leg.from());
        List<String> options = options(leg.leg().options());
        return switch (leg.destination()) {
            case Destination.LocalAccount(Account account, var dialled) ->
                    new DryReport.Leg(
                            stage,
                            account.aor(),
                            dialled.text(),
                            "",
                            bindings(account),
                            from,
                            options,
                            headers);
            case Destination.Loopback(Account account, var dialled) ->
                    new DryReport.Leg(
                            stage,
                            account.aor() + ", by its plan " + account.inPlan(),
                            dialled.text(),
                            "",
                            List.of(),
                            from,
                            options,
                            headers);
            case Destination.ThroughProvider(var line, var uri) -> {
                provider(line.name(), uri);
                media.outside(uri);
                yield new DryReport.Leg(
                        stage,
                        uri + ", over provider " + line.name(),
                        uri.text(),
                        line.name(),
                        List.of(),
                        from,
                        options,
                        headers);
            }
            case Destination.Elsewhere(var uri) -> {
                elsewhere(leg, uri);
                yield new DryReport.Leg(
                        stage,
                        uri + ", without credentials",
                        uri.text(),
                        "",
                        List.of(),
                        from,
                        options,
                        headers);
            }
            case Destination.Vanished(String reason) ->
                    throw new IllegalStateException("a leg that vanished: " + reason);
        };
    }

    // ---- what an owner should look at

    /// Where the phones of others are is not told.
    private List<String> bindings(Account account) {
        List<Target> found = phones.apply(account);
        if (found.isEmpty()) {
            warnings.add(account.aor() + " cannot be reached: no phone of it is registered.");
        }
        media.look(account, found);
        found.forEach(phone -> reach.phone("A phone of " + account.aor(), phone));
        return account.owner().equals(owner)
                ? found.stream().map(phone -> phone.uri().text()).toList()
                : List.of();
    }

    /// Whether it is a telephone number, for which somebody is paid; a name costs nothing.
    private static boolean toll(SipUri uri) {
        String user = uri.plainUser();
        return user.chars().anyMatch(c -> c >= '0' && c <= '9')
                && user.chars().allMatch(c -> c >= '0' && c <= '9' || "+*#-.()".indexOf(c) >= 0);
    }

    /// Options that are understood and do nothing.
    private void idle(ResolvedLeg leg) {
        for (String key : leg.leg().options().idle()) {
            warnings.add(leg.leg().text() + ": the option " + key + " does nothing here.");
        }
    }

    /// Whom a call over a provider is sent to.
    private Uri proxy(String name, SipUri uri) {
        return around.directory()
                .provider(owner, name)
                .map(provider -> provider.calls().outboundProxy())
                .flatMap(Uri::parse)
                .orElse(uri);
    }

    private void elsewhere(ResolvedLeg leg, SipUri uri) {
        if (Resolver.named(leg.leg())) {
            warnings.add(
                    "There is no provider "
                            + leg.leg().host()
                            + "; it is treated as the name of a host.");
        }
        reach.outside(uri.text(), uri);
        media.outside(uri);
        if (toll(uri)) {
            warnings.add(
                    uri.text()
                            + " is a telephone number outside this server, and no provider"
                            + " takes it there.");
        }
    }

    private void provider(String name, SipUri uri) {
        reach.outside(uri + ", over provider " + name, proxy(name, uri));
        if (toll(uri)) {
            warnings.add(
                    uri.text()
                            + " is a telephone number that the provider "
                            + name
                            + " takes, which may cost money.");
        }
        around.trouble()
                .apply(owner, name)
                .ifPresent(
                        why ->
                                warnings.add(
                                        "The provider "
                                                + name
                                                + " does not work now: "
                                                + why
                                                + "."));
    }

    // ---- in words

    private static String from(LegFrom from) {
        if (from.asReceived()) {
            return "";
        }
        FromParts parts = from.parts();
        String name = parts.name().isBlank() ? "" : '"' + parts.name() + "\" ";
        return name + "<sip:" + parts.user() + "@" + parts.host() + ">";
    }

    private static List<String> options(LegOptions options) {
        List<String> words = new ArrayList<>();
        if (!options.delay().isZero()) {
            words.add("rings after " + options.delay().toSeconds() + " s");
        }
        if (!options.answeredLimit().isZero()) {
            words.add("ends after " + options.answeredLimit().toSeconds() + " s");
        }
        if (options.privateAddresses() == LegOptions.PrivateAddresses.KEPT) {
            words.add("private addresses are kept");
        }
        if (!options.accountCode().isEmpty()) {
            words.add("paid by " + options.accountCode());
        }
        if (options.transfers() != LegOptions.Transfers.UNSAID) {
            words.add("transfers: " + word(options.transfers()));
        }
        if (options.redirects() != LegOptions.Redirects.UNSAID) {
            words.add("redirects: " + word(options.redirects()));
        }
        return List.copyOf(words);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

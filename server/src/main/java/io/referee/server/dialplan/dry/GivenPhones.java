package io.referee.server.dialplan.dry;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.run.Plans;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What those who are rung do in a dry run, which rings nobody. Who is not named here rings until
/// the time is up. *Immutable.*
///
/// @param byAddress by `user` or `user@host` of a dial string, whose host may be a provider and
///   whose user may be `*`
public record GivenPhones(Map<String, Behaviour> byAddress) {
    /// Everybody does as usual.
    public static final GivenPhones NONE = new GivenPhones(Map.of());

    private static final String REDIRECTS = "redirects ";
    private static final Hop NOWHERE =
            Hop.of(Transport.UDP, InetSocketAddress.createUnresolved("phone.invalid", 5060));

    public GivenPhones {
        byAddress = Map.copyOf(byAddress);
    }

    /// What one of them does.
    public sealed interface Behaviour {
        /// No phone of the account is registered.
        record Absent() implements Behaviour {}

        /// Nobody picks it up.
        record Rings() implements Behaviour {}

        record Answers() implements Behaviour {}

        /// @param contact where to call instead, of a redirection; empty for none
        record Refuses(int status, String reason, String contact) implements Behaviour {}

        /// `absent`, `rings`, `answers`, `busy`, `declines`, `redirects sip:...`, or a status from
        /// 400 to 699 and perhaps a reason; empty when it is none of these.
        static Optional<Behaviour> read(String text) {
            String word = text.strip();
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "absent" -> Optional.of(new Absent());
                case "rings" -> Optional.of(new Rings());
                case "answers" -> Optional.of(new Answers());
                case "busy" -> Optional.of(new Refuses(486, "Busy Here", ""));
                case "declines" -> Optional.of(new Refuses(603, "Decline", ""));
                default -> word.startsWith(REDIRECTS) ? redirects(word) : refuses(word);
            };
        }

        private static Optional<Behaviour> redirects(String word) {
            String contact = word.substring(REDIRECTS.length()).strip();
            return NameAddr.parse("<" + contact + ">")
                    .map(_ -> new Refuses(302, "Moved Temporarily", contact));
        }

        private static Optional<Behaviour> refuses(String word) {
            if (!word.matches("[4-6][0-9]{2}( .*)?")) {
                return Optional.empty();
            }
            int status = Integer.parseInt(word.substring(0, 3));
            String reason = word.length() > 4 ? word.substring(4).strip() : Phrases.of(status);
            return Optional.of(new Refuses(status, reason, ""));
        }
    }

    /// What all of these do.
    ///
    /// @throws IllegalArgumentException with the text that says nothing known
    public static GivenPhones read(Map<String, String> texts) {
        Map<String, Behaviour> read = new LinkedHashMap<>();
        texts.forEach(
                (address, text) ->
                        read.put(
                                address,
                                Behaviour.read(text)
                                        .orElseThrow(() -> new IllegalArgumentException(text))));
        return new GivenPhones(read);
    }

    /// The phones of an account: those that it has, or one that is made up for it.
    ///
    /// @param registered those that it has
    List<Target> phones(Account account, List<Target> registered, Directory directory) {
        return of(account, directory)
                .map(behaviour -> behaviour instanceof Behaviour.Absent)
                .map(absent -> absent ? List.<Target>of() : atLeastOne(account, registered))
                .orElse(registered);
    }

    private static List<Target> atLeastOne(Account account, List<Target> registered) {
        SipUri uri = SipUri.of(Escapes.escapeUser(account.name()), "phone.invalid", -1);
        return registered.isEmpty()
                ? List.of(new Target(uri, NOWHERE, account, Target.Phone.UNKNOWN))
                : registered;
    }

    /// What somebody does who is rung.
    Behaviour of(Target target, Directory directory) {
        Optional<Behaviour> found =
                target.account().isPresent()
                        ? of(target.account().get(), directory)
                        : elsewhere(target);
        return found.orElse(new Behaviour.Rings());
    }

    private Optional<Behaviour> of(Account account, Directory directory) {
        LocalDomains domains = new LocalDomains(directory);
        return byAddress.entrySet().stream()
                .filter(given -> isOf(domains, given.getKey(), account))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isOf(LocalDomains domains, String address, Account account) {
        return domains.account(address).filter(it -> it.aor().equals(account.aor())).isPresent();
    }

    /// One that is named beats all of a host. Several providers may have one server, so a provider
    /// beats its host.
    private Optional<Behaviour> elsewhere(Target target) {
        SipUri uri = target.uri();
        List<String> hosts =
                target.options().credentials() instanceof Over(String provider)
                        ? List.of(provider, uri.host())
                        : List.of(uri.host());
        return at(uri.plainUser() + '@', hosts).or(() -> at("*@", hosts));
    }

    private Optional<Behaviour> at(String user, List<String> hosts) {
        return hosts.stream().flatMap(host -> given(user, host).stream()).findFirst();
    }

    private Optional<Behaviour> given(String user, String host) {
        return byAddress.entrySet().stream()
                .filter(given -> given.getKey().startsWith(user))
                .filter(given -> given.getKey().substring(user.length()).equalsIgnoreCase(host))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// How a target shows over which provider it is called. No challenge is ever answered.
    record Over(String provider) implements Authorizer {
        /// The way out over a provider.
        static Plans.Way to(Provider provider) {
            return new Plans.Way(Optional.empty(), new Over(provider.name()));
        }

        @Override
        public Optional<Header> answer(Request request, Response challenge) {
            return Optional.empty();
        }
    }
}

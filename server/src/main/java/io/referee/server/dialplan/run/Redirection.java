package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Failure;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Response;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// That somebody who was called says where to call instead (RFC 3261 §8.1.3.4). *Immutable.*
///
/// @param leg number of the leg of the dial string that said so
/// @param by the account whose phone said so; empty for somebody elsewhere
/// @param contacts best first, at most five, without headers
public record Redirection(int leg, Optional<Account> by, List<Uri> contacts, Response response) {
    private static final int MAX_CONTACTS = 5;
    private static final int MAX_DIVERSIONS = 5;
    private static final int LONGEST_DIVERSION = 256;

    /// The first of them.
    public Uri contact() {
        return contacts.getFirst();
    }

    /// The same as they were said, with all that stands behind their URIs, and who diverted.
    List<Header> passed() {
        List<Header> headers = new ArrayList<>(2);
        response.values(HeaderName.CONTACT).stream()
                .map(NameAddr::parse)
                .flatMap(Optional::stream)
                .filter(contact -> contacts.contains(bare(contact.uri())))
                .map(Redirection::passed)
                .forEach(headers::add);
        List<String> diverted = diversions();
        if (!diverted.isEmpty()) {
            headers.add(Header.of(HeaderName.DIVERSION, String.join(", ", diverted)));
        }
        return headers;
    }

    /// By whom the call was diverted in the words of whoever redirects it: values of Diversion, the
    /// latest first (RFC 5806). At most five, none of them long.
    List<String> diversions() {
        return response.values(HeaderName.DIVERSION).stream()
                .filter(value -> value.length() <= LONGEST_DIVERSION)
                .filter(value -> NameAddr.parse(value).isPresent())
                .limit(MAX_DIVERSIONS)
                .toList();
    }

    private static Header passed(NameAddr contact) {
        NameAddr said =
                new NameAddr(contact.displayName(), bare(contact.uri()), contact.parameters());
        return Header.of(HeaderName.CONTACT, said.text());
    }

    /// Those among the refusals of a dial that can be followed, in that order: 305 and 380 cannot.
    static List<Redirection> all(List<Failure.Rejected> rejected) {
        List<Redirection> found = new ArrayList<>(0);
        for (Failure.Rejected one : rejected) {
            int status = one.response().status();
            if (status >= 300 && status <= 302) {
                boolean secure = one.target().uri().secure();
                List<Uri> contacts = contacts(one.response(), secure);
                if (!contacts.isEmpty()) {
                    int leg = one.target().options().leg();
                    found.add(
                            new Redirection(leg, one.target().account(), contacts, one.response()));
                }
            }
        }
        return found;
    }

    private record Ranked(Uri uri, double q) {}

    private static List<Uri> contacts(Response response, boolean secure) {
        List<Ranked> found = new ArrayList<>();
        for (String value : response.values(HeaderName.CONTACT)) {
            NameAddr.parse(value)
                    .filter(contact -> usable(contact.uri(), secure))
                    .ifPresent(contact -> found.add(new Ranked(bare(contact.uri()), q(contact))));
        }
        return found.stream()
                .sorted(Comparator.comparingDouble(Ranked::q).reversed())
                .map(Ranked::uri)
                .distinct()
                .limit(MAX_CONTACTS)
                .toList();
    }

    /// From a secure call nobody is sent to an insecure one; nor to anything but an INVITE.
    private static boolean usable(Uri uri, boolean secure) {
        return switch (uri) {
            case SipUri sip ->
                    (sip.secure() || !secure)
                            && sip.parameters().value("method").map("INVITE"::equals).orElse(true);
            case OtherUri _ -> false;
            default -> !secure;
        };
    }

    private static Uri bare(Uri uri) {
        return uri instanceof SipUri sip ? sip.asRequestUri() : uri;
    }

    private static double q(NameAddr contact) {
        String q = contact.parameters().value("q").orElse("1");
        try {
            return Double.parseDouble(q);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}

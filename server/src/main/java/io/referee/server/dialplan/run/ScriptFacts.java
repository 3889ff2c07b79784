package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.Provider;
import io.referee.server.call.Failure;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.TransferQuery;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a script is given to read: the members of `sys` and `req`, as plain data. *Engine thread
/// only.*
record ScriptFacts(Plans plans, PlanRun run) {
    /// Header fields that are members by their name without the hyphens.
    private static final List<String> FIELDS =
            List.of(
                    "User-Agent",
                    "Content-Type",
                    "Expires",
                    "Event",
                    "Priority",
                    "Subject",
                    "Reason",
                    "Refer-To",
                    "Referred-By",
                    "Supported");

    /// What every request may have (RFC 3261 §20, RFC 3515, RFC 6665 …), and is not listed among
    /// the unknown: what networks and makers of phones add is.
    private static final Set<HeaderName> USUAL =
            Stream.of(
                            "Accept, Accept-Encoding, Accept-Language, Alert-Info, Allow",
                            "Allow-Events, Authentication-Info, Authorization, Call-ID, Call-Info",
                            "Contact, Content-Disposition, Content-Encoding, Content-Language",
                            "Content-Length, Content-Type, CSeq, Date, Error-Info, Event, Expires",
                            "From, In-Reply-To, Join, Max-Forwards, MIME-Version, Min-Expires",
                            "Min-SE, Organization, Path, Priority, Proxy-Authenticate",
                            "Proxy-Authorization, Proxy-Require, RAck, Reason, Record-Route",
                            "Refer-Sub, Refer-To, Referred-By, Replaces, Reply-To, Require",
                            "Retry-After, Route, RSeq, Server, Service-Route, Session-Expires",
                            "Subject, Subscription-State, Supported, Target-Dialog, Timestamp, To",
                            "Unsupported, User-Agent, Via, Warning, WWW-Authenticate")
                    .flatMap(line -> Stream.of(line.split(", ")))
                    .map(HeaderName::of)
                    .collect(Collectors.toUnmodifiableSet());

    /// By the name of the object.
    Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("sys", sys());
        variables.put("req", request());
        run.query().transfer().ifPresent(it -> variables.put("transfer", transfer(it)));
        return variables;
    }

    private static Map<String, Object> transfer(TransferQuery transfer) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("$text", transfer.referTo().text());
        facts.put("ID", transfer.id());
        facts.put("Kind", transfer.kind());
        facts.put("ReferTo", uri(transfer.referTo()));
        facts.put("ReferredBy", transfer.referredBy());
        facts.put("Transferor", transfer.transferor());
        facts.put("Transferee", transfer.transferee());
        facts.put("OriginalCallId", transfer.originalCallId());
        facts.put("Depth", transfer.depth());
        facts.put("Replaces", transfer.replaces());
        Map<String, String> headers = new LinkedHashMap<>();
        transfer.headers()
                .forEach(
                        it ->
                                headers.merge(
                                        it.name().toString(), it.value(), (a, b) -> a + ", " + b));
        facts.put("Headers", headers);
        return facts;
    }

    // ---- sys

    private Map<String, @Nullable Object> sys() {
        Map<String, @Nullable Object> sys = new LinkedHashMap<>();
        sys.put("Out", run.kind() == PlanRun.Kind.OUT);
        sys.put("In", run.kind() == PlanRun.Kind.IN);
        sys.put("Redirect", run.kind() == PlanRun.Kind.REDIRECT);
        sys.put("Username", run.owner());
        sys.put("DialPlanName", run.plan().name());
        sys.put("ServiceLevel", "Premium");
        sys.put("FromSIPAccount", run.account().map(ScriptFacts::account).orElse(null));
        List<Object> providers = new ArrayList<>();
        for (Provider provider : plans.directory().providers()) {
            if (provider.owner().equals(run.owner())) {
                providers.add(provider(provider));
            }
        }
        sys.put("Providers", providers);
        sys.put("LastDialled", List.of());
        sys.put("Trace", false);
        run.redirection().ifPresent(redirection -> sys.putAll(redirected(redirection)));
        return sys;
    }

    private static Map<String, Object> redirected(Redirection redirection) {
        return Map.of(
                "RedirectURI", uri(redirection.contact()),
                "RedirectResponse", response(redirection.response()));
    }

    static Map<String, @Nullable Object> account(Account account) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", account.aor());
        facts.put("SIPUsername", account.name());
        facts.put("SIPDomain", account.domain());
        facts.put("Owner", account.owner());
        facts.put("OutDialPlanName", account.outPlan());
        facts.put("InDialPlanName", account.inPlan());
        return facts;
    }

    private static Map<String, @Nullable Object> provider(Provider provider) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", provider.name());
        facts.put("ProviderName", provider.name());
        facts.put("ProviderServer", provider.server());
        facts.put("ProviderUsername", provider.login().username());
        return facts;
    }

    /// What `sys` says of a dial from now on. Silence and what could not be dialled are no failure
    /// of anybody: what was said of an earlier dial stays.
    static Map<String, Object> of(DialResult result) {
        Map<String, Object> sys = new LinkedHashMap<>();
        if (result.saidNo()) {
            sys.put("LastFailureStatus", result.status());
            sys.put("LastFailureReason", result.reason());
            sys.put("LastFailureMessage", result.reason());
        }
        List<Object> dialled = new ArrayList<>();
        for (Failure.Rejected one : result.rejected()) {
            Map<String, @Nullable Object> transaction = new LinkedHashMap<>();
            Map<String, @Nullable Object> said = response(one.response());
            transaction.put("$text", said.get("$text"));
            transaction.put("TransactionFinalResponse", said);
            transaction.put("TransactionRequestURI", uri(one.target().uri()));
            dialled.add(transaction);
        }
        sys.put("LastDialled", dialled);
        result.redirection().ifPresent(redirection -> sys.putAll(redirected(redirection)));
        return sys;
    }

    // ---- messages

    private Map<String, @Nullable Object> request() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("Method", "INVITE");
        facts.put("IsTransfer", run.query().transfer().isPresent());
        facts.put("URI", uri(run.query().target()));
        facts.put("Header", run.query().invite().map(this::headers).orElseGet(this::made));
        facts.put("Body", body());
        facts.put("RemoteSIPEndPoint", run.query().source().map(Object::toString).orElse(""));
        facts.put("LocalSIPEndPoint", reached());
        facts.put(
                "$text",
                run.query().invite().map(SipMessage::encoded).map(ScriptFacts::text).orElse(""));
        return facts;
    }

    /// Of a transfer, which no request asks for, what the party that stays says of its media.
    private String body() {
        RouteQuery.Asked asked = run.query().asked();
        return asked.invite()
                .map(Request::body)
                .or(() -> asked.media().map(SessionDescription::bytes))
                .map(ScriptFacts::text)
                .orElse("");
    }

    /// Where the request came to, as its sender sees it: behind an address translation that is the
    /// address that the server tells others.
    private @Nullable String reached() {
        RouteQuery.Asked asked = run.query().asked();
        return asked.source()
                .flatMap(from -> asked.reached().map(at -> at(from.transport(), at)))
                .orElse(null);
    }

    private static String at(Transport transport, Outside.Local local) {
        return transport.text().toLowerCase(Locale.ROOT) + ':' + local.host() + ':' + local.port();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /// A request that nobody sent: what it cannot have is nil.
    private Map<String, @Nullable Object> made() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", "");
        facts.put("From", address("From", run.query().from()));
        facts.put("To", address("To", to()));
        facts.put("CallId", null);
        facts.put("CSeq", null);
        facts.put("Contact", List.of(address("Contact", run.query().from())));
        FIELDS.forEach(name -> facts.put(name.replace("-", ""), null));
        run.query().asked().media().ifPresent(_ -> facts.put("ContentType", "application/sdp"));
        facts.put("Vias", vias(List.of()));
        facts.put("Routes", routes(List.of()));
        facts.put("ProxyReceivedFrom", null);
        facts.put("ProxyReceivedOn", null);
        facts.put("UnknownHeaders", List.of());
        return facts;
    }

    /// Nobody dialled the target of a transfer: the request that the older service made up for it
    /// had the same address in From and To.
    private NameAddr to() {
        return run.query().transfer().isPresent()
                ? run.query().from()
                : NameAddr.of(run.query().target());
    }

    private Map<String, @Nullable Object> headers(SipMessage message) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", fields(message));
        facts.put("From", address("From", message.from()));
        facts.put("To", address("To", message.to()));
        facts.put("CallId", message.callId());
        facts.put("CSeq", message.cseq().number());
        facts.put("Contact", contacts(message));
        for (String name : FIELDS) {
            String value = message.value(HeaderName.of(name)).orElse(null);
            facts.put(name.replace("-", ""), value);
        }
        facts.put("Vias", vias(message.values(HeaderName.VIA)));
        facts.put("Routes", routes(message.values(HeaderName.ROUTE)));
        facts.put("ProxyReceivedFrom", run.query().source().map(Object::toString).orElse(null));
        facts.put("ProxyReceivedOn", reached());
        List<String> unknown = new ArrayList<>();
        for (Header header : message.headers()) {
            if (!USUAL.contains(header.name())) {
                unknown.add(header.name() + ": " + header.value());
            }
        }
        facts.put("UnknownHeaders", unknown);
        return facts;
    }

    /// With a text a table becomes a thing with members: `req.Header.From`.
    private static String fields(SipMessage message) {
        StringBuilder text = new StringBuilder();
        for (Header header : message.headers()) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return text.toString();
    }

    /// The way that a request came, the last hop first.
    private static Map<String, @Nullable Object> vias(List<String> values) {
        List<Object> vias = new ArrayList<>();
        for (String value : values) {
            Via.parse(value).ifPresent(via -> vias.add(via(via)));
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", String.join("\r\n", values));
        facts.put("Length", vias.size());
        facts.put("Via", vias);
        facts.put("TopViaHeader", vias.isEmpty() ? null : vias.getFirst());
        facts.put("BottomViaHeader", vias.isEmpty() ? null : vias.getLast());
        return facts;
    }

    private static Map<String, @Nullable Object> via(Via via) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", via.text());
        facts.put("Host", via.host());
        facts.put("Port", via.port() < 0 ? null : via.port());
        facts.put("Transport", via.transport());
        facts.put("Branch", via.branch());
        facts.put("ContactAddress", via.sentBy());
        facts.put("ReceivedFromIPAddress", via.parameters().value("received").orElse(null));
        return facts;
    }

    private static Map<String, @Nullable Object> routes(List<String> values) {
        List<Object> routes = new ArrayList<>();
        for (String value : values) {
            NameAddr.parse(value).ifPresent(route -> routes.add(route(route)));
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", String.join("\r\n", values));
        facts.put("Length", routes.size());
        facts.put("TopRoute", routes.isEmpty() ? null : routes.getFirst());
        facts.put("BottomRoute", routes.isEmpty() ? null : routes.getLast());
        return facts;
    }

    private static Map<String, @Nullable Object> route(NameAddr route) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", route.text());
        facts.put("URI", uri(route.uri()));
        return facts;
    }

    private static List<Object> contacts(SipMessage message) {
        List<Object> contacts = new ArrayList<>();
        for (String value : message.values(HeaderName.CONTACT)) {
            NameAddr.parse(value).ifPresent(contact -> contacts.add(address("Contact", contact)));
        }
        return contacts;
    }

    private static Map<String, @Nullable Object> address(String which, NameAddr address) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", address.text());
        facts.put(which + "Name", address.displayName().isEmpty() ? null : address.displayName());
        facts.put(which + "URI", uri(address.uri()));
        facts.put(which + "Tag", address.tag().isEmpty() ? null : address.tag());
        Map<String, @Nullable Object> field = new LinkedHashMap<>();
        field.put("$text", address.text());
        field.put("Name", address.displayName().isEmpty() ? null : address.displayName());
        field.put("URI", uri(address.uri()));
        facts.put(which + "UserField", field);
        return facts;
    }

    static Map<String, @Nullable Object> response(Response response) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", response.status() + " " + response.reason());
        facts.put("StatusCode", response.status());
        facts.put("Status", response.status());
        facts.put("ReasonPhrase", response.reason());
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("$text", fields(response));
        header.put("Contact", contacts(response));
        header.put("Reason", response.value(HeaderName.of("Reason")).orElse(null));
        facts.put("Header", header);
        return facts;
    }

    /// A URI with what plans ask of it.
    static Map<String, @Nullable Object> uri(Uri uri) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("$text", uri.text());
        switch (uri) {
            case SipUri sip -> {
                String host = sip.port() < 0 ? sip.host() : sip.host() + ":" + sip.port();
                String scheme = sip.secure() ? "sips" : "sip";
                String aor = sip.user().isEmpty() ? host : sip.user() + "@" + host;
                facts.put("Scheme", scheme);
                facts.put("User", sip.user());
                facts.put("UnescapedUser", sip.plainUser());
                facts.put("Host", host);
                facts.put("Parameters", sip.parameters().text());
                facts.put("Headers", sip.headers());
                facts.put("Protocol", sip.parameters().value("transport").orElse("udp"));
                facts.put("ToAOR", aor);
                facts.put("ToParameterlessString", scheme + ":" + aor);
                facts.put("CanonicalAddress", scheme + ":" + aor);
            }
            case TelUri tel -> {
                facts.put("Scheme", "tel");
                facts.put("User", tel.digits());
                facts.put("UnescapedUser", tel.digits());
                facts.put("Host", "");
            }
            default -> {
                facts.put("User", PlanRun.user(uri));
                facts.put("UnescapedUser", PlanRun.user(uri));
                facts.put("Host", "");
            }
        }
        return facts;
    }
}

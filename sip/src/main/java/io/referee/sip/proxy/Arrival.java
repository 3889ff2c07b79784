package io.referee.sip.proxy;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A request with the route information preprocessed (RFC 3261 §16.4). *Immutable.*
///
/// @param uri the Request-URI, taken back from the last Route when a strict router sent it
/// @param routes the Route values that are left
/// @param returning whether a Route of ours led it here
/// @param users user parts of the Routes of ours that have one, in order: names of flows
record Arrival(
        Request request, Uri uri, List<String> routes, boolean returning, List<String> users) {

    /// @param ours tells our own URIs
    static Arrival of(Request request, Predicate<SipUri> ours) {
        List<String> routes = new ArrayList<>(request.values(HeaderName.ROUTE));
        Uri uri = request.uri();
        boolean returning = false;
        List<String> users = new ArrayList<>(2);
        if (uri instanceof SipUri sip
                && sip.parameters().has("lr")
                && !routes.isEmpty()
                && ours.test(sip)) {
            uri = uriOf(routes.removeLast()).orElse(uri);
            returning = true;
            note(sip, users);
        }
        // One more than the RFC takes off: where the transport changes we stand there twice (RFC
        // 5658 §4).
        for (int taken = 0; taken < 2 && !routes.isEmpty(); taken++) {
            Optional<SipUri> top = uriOf(routes.getFirst()).flatMap(Arrival::sip);
            if (top.isEmpty() || !ours.test(top.get())) {
                break;
            }
            routes.removeFirst();
            returning = true;
            note(top.get(), users);
        }
        return new Arrival(request, uri, List.copyOf(routes), returning, List.copyOf(users));
    }

    private static void note(SipUri own, List<String> users) {
        if (!own.user().isEmpty()) {
            users.add(own.plainUser());
        }
    }

    private static Optional<SipUri> sip(Uri uri) {
        return uri instanceof SipUri sip ? Optional.of(sip) : Optional.empty();
    }

    static Optional<Uri> uriOf(String route) {
        return NameAddr.parse(route).map(NameAddr::uri);
    }

    /// Whether it belongs to a dialog that was made through us, so that nobody need be asked.
    boolean withinDialog() {
        return returning && !request.toTag().isEmpty();
    }

    static MessageBuilder withRoutes(MessageBuilder builder, List<String> routes) {
        builder.remove(HeaderName.ROUTE);
        for (String route : routes) {
            builder.add(HeaderName.ROUTE, route);
        }
        return builder;
    }
}

package io.referee.server.transfer;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The dialog that a Refer-To names by `Replaces`, as phones write it: among the headers of the URI
/// (RFC 3891 §4), or as a parameter of it (`transfers.md` A10.8).
final class ReferredDialog {
    static final String NAME = "Replaces";

    private ReferredDialog() {}

    /// Whether a REFER asks for an attended transfer.
    static boolean in(Request refer) {
        List<String> referTo = refer.values(HeaderName.REFER_TO);
        return referTo.size() == 1
                && NameAddr.parse(referTo.getFirst())
                        .filter(address -> address.uri() instanceof SipUri)
                        .filter(address -> !values((SipUri) address.uri()).isEmpty())
                        .isPresent();
    }

    /// Every Replaces of the URI, unescaped once.
    static List<String> values(SipUri uri) {
        List<String> values = new ArrayList<>(1);
        uri.parameters().value(NAME).map(Escapes::unescape).ifPresent(values::add);
        if (uri.headers().isEmpty()) {
            return values;
        }
        for (String part : uri.headers().split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && Escapes.unescape(part.substring(0, equals)).equalsIgnoreCase(NAME)) {
                values.add(Escapes.unescape(part.substring(equals + 1)));
            }
        }
        return values;
    }

    /// The one dialog that is meant; empty when it cannot be read or several are named. Phones that
    /// have not heard our tag yet leave `to-tag` empty or out: it is empty then.
    static Optional<Replaces> read(List<String> values) {
        return values.size() == 1
                ? Replaces.parse(values.getFirst()).or(() -> tagless(values.getFirst()))
                : Optional.empty();
    }

    private static Optional<Replaces> tagless(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon <= 0) {
            return Optional.empty();
        }
        Parameters parameters = Parameters.parse(value.substring(semicolon));
        if (!parameters.value("to-tag").orElse("").isEmpty()) {
            return Optional.empty();
        }
        String rest = parameters.without("to-tag").text();
        return Replaces.parse(value.substring(0, semicolon) + rest + ";to-tag=0")
                .map(read -> new Replaces(read.callId(), "", read.fromTag(), read.when()));
    }
}

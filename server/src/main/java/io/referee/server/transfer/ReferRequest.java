package io.referee.server.transfer;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A REFER as read, or what is wrong with it: steps 4 to 9 and 12 of the admission (`transfers.md`
/// 0.6). Only codes that leave the dialog alive are used (RFC 5057 §5.1).
sealed interface ReferRequest {

    /// @param target Refer-To without its URI headers and `method`
    /// @param headers what the URI headers become in the INVITE to the target
    /// @param referredBy as written, or empty
    /// @param replaces the dialog that the transfer is to take over, when it is an attended one
    /// @param token what proves Referred-By, see [ReferrerToken#part]
    record Readable(
            Uri target,
            List<Header> headers,
            String referredBy,
            ReferNotifying notifying,
            Optional<Replaces> replaces,
            Optional<byte[]> token)
            implements ReferRequest {

        Readable(Uri target, List<Header> headers, String referredBy, ReferNotifying notifying) {
            this(target, headers, referredBy, notifying, Optional.empty(), Optional.empty());
        }

        private Readable proven(Optional<byte[]> proof) {
            return new Readable(target, headers, referredBy, notifying, replaces, proof);
        }
    }

    /// @param unsupported value of Unsupported for a 420, else empty
    record Unacceptable(int status, String reason, String unsupported) implements ReferRequest {
        static Unacceptable of(int status, String reason) {
            return new Unacceptable(status, reason, "");
        }
    }

    /// Option tags that a REFER may require.
    Set<String> UNDERSTOOD = Set.of("norefersub", "nosub", "explicitsub", "tdialog");

    /// Reads a REFER by the rules for phones.
    static ReferRequest read(Request refer, TransferSettings.ReferRules rules) {
        if (!(readable(refer, rules) instanceof Readable yes)) {
            return readable(refer, rules);
        }
        return yes.proven(ReferrerToken.part(refer));
    }

    private static ReferRequest readable(Request refer, TransferSettings.ReferRules rules) {
        List<String> unsupported = new ArrayList<>(1);
        for (String option : refer.values(HeaderName.REQUIRE)) {
            if (!UNDERSTOOD.contains(option.toLowerCase(Locale.ROOT))) {
                unsupported.add(option);
            }
        }
        List<String> referTo = refer.values(HeaderName.REFER_TO);
        if (!unsupported.isEmpty()) {
            return new Unacceptable(420, "Bad Extension", String.join(", ", unsupported));
        }
        if (referTo.size() != 1) {
            return Unacceptable.of(400, "Exactly one Refer-To is needed");
        }
        if (refer.values(HeaderName.REFERRED_BY).size() > 1) {
            return Unacceptable.of(400, "More than one Referred-By");
        }
        Optional<NameAddr> target = NameAddr.parse(referTo.getFirst());
        if (target.isEmpty() || breaksLines(target.get().uri().text())) {
            return Unacceptable.of(400, "Refer-To cannot be read");
        }
        return switch (target.get().uri()) {
            case SipUri sip -> sip(refer, sip, rules);
            case TelUri tel -> tel(refer, tel, rules);
            case OtherUri _ -> Unacceptable.of(603, "Only sip and tel can be transfer targets");
        };
    }

    /// A local number means nothing without its context (RFC 3966 §5.1.5).
    private static ReferRequest tel(Request refer, TelUri uri, TransferSettings.ReferRules rules) {
        return uri.global() || !uri.context().isEmpty()
                ? new Readable(
                        uri,
                        TargetHeaders.copied(refer, rules.headers()),
                        referredBy(refer),
                        ReferNotifying.asked(refer))
                : Unacceptable.of(603, "A local tel number needs its phone-context");
    }

    private static boolean breaksLines(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        return lower.contains("%0d") || lower.contains("%0a") || lower.contains("%00");
    }

    private static ReferRequest sip(Request refer, SipUri uri, TransferSettings.ReferRules rules) {
        String method = uri.parameters().value("method").orElse("INVITE");
        if (!method.equals("INVITE")) {
            return Unacceptable.of(603, "Only INVITE can be referred to");
        }
        List<Header> headers = TargetHeaders.copied(refer, rules.headers());
        for (String part : uri.headers().isEmpty() ? new String[0] : uri.headers().split("&", -1)) {
            Optional<Unacceptable> bad = header(part, rules.headers(), headers);
            if (bad.isPresent()) {
                return bad.get();
            }
        }
        SipUri target = uri.asRequestUri().withoutParameter(ReferredDialog.NAME);
        ReferNotifying notifying = ReferNotifying.asked(refer);
        List<String> named = ReferredDialog.values(uri);
        if (named.isEmpty()) {
            return new Readable(target, headers, referredBy(refer), notifying);
        }
        Optional<Replaces> replaces = ReferredDialog.read(named);
        return replaces.isEmpty()
                ? Unacceptable.of(400, "Replaces cannot be read")
                : new Readable(
                        target, headers, referredBy(refer), notifying, replaces, Optional.empty());
    }

    /// The allow list of `transfers.md` A10.8: whatever could forge, route or pay is refused.
    private static Optional<Unacceptable> header(
            String part, List<String> more, List<Header> into) {
        int equals = part.indexOf('=');
        String name = Escapes.unescape(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : Escapes.unescape(part.substring(equals + 1));
        boolean attended =
                name.equalsIgnoreCase(ReferredDialog.NAME)
                        || name.equalsIgnoreCase("Require") && value.equalsIgnoreCase("replaces");
        if (attended) {
            return Optional.empty();
        }
        Optional<String> objection = TargetHeaders.objection(name, value, more);
        if (objection.isPresent()) {
            return Optional.of(Unacceptable.of(603, objection.get()));
        }
        Optional<Header> readable = Header.parse(name, value);
        if (readable.isEmpty()) {
            return Optional.of(Unacceptable.of(400, "Refer-To cannot be read"));
        }
        into.add(readable.get());
        return Optional.empty();
    }

    private static String referredBy(Request refer) {
        return refer.value(HeaderName.REFERRED_BY).orElse("");
    }
}

package io.referee.server.dialplan.dial;

import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The old form of a dial string with one leg and its own credentials:
/// `username,password,number@host[,From[,sendTo[,trace]]]`. *Immutable.* Any field may be quoted.
///
/// It puts passwords into plans. Whoever reads dial strings asks for this form first, and only
/// where its operator allows that.
///
/// @param from From as wanted; parts are empty when it says nothing
/// @param sendTo where the INVITE is sent instead, as a SIP URI or a host; empty: nowhere else
public record SingleLeg(
        String username, String password, SipUri requestUri, FromParts from, String sendTo) {
    private static final int FEWEST_FIELDS = 3;
    private static final int MOST_FIELDS = 6;

    /// Reads the old form; empty when the text has another one.
    public static Optional<SingleLeg> parse(String text) {
        if (text.indexOf('[') >= 0 || text.length() > DialString.MAX_LENGTH) {
            return Optional.empty();
        }
        List<String> fields = fields(text);
        boolean fits = fields.size() >= FEWEST_FIELDS && fields.size() <= MOST_FIELDS;
        if (!fits || fields.getFirst().isEmpty() || fields.get(2).indexOf('@') < 0) {
            return Optional.empty();
        }
        String uri = fields.get(2);
        boolean scheme = uri.regionMatches(true, 0, "sip", 0, 3) && uri.indexOf(':') > 0;
        return SipUri.parse(scheme ? uri : "sip:" + uri)
                .map(
                        to ->
                                new SingleLeg(
                                        fields.get(0),
                                        fields.get(1),
                                        to.asRequestUri(),
                                        from(field(fields, 3)),
                                        field(fields, 4)));
    }

    private static String field(List<String> fields, int index) {
        return index < fields.size() ? fields.get(index) : "";
    }

    private static FromParts from(String text) {
        return NameAddr.parse(text).map(FromParts::of).orElse(FromParts.NONE);
    }

    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    @Override
    public String toString() {
        return "SingleLeg[" + username + ", ***, " + requestUri + "]";
    }
}

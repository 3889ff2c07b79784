package io.referee.server.registrar;

import io.referee.server.registrar.Asked.Wish;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads what a REGISTER asks for, by the rules of RFC 3261 §10.3 steps 6 and 7. *Immutable.*
final class AskedReader {
    /// Longest Contact value that is taken, in characters: those of phones with push parameters are
    /// long.
    static final int MAX_CONTACT_LENGTH = 2_048;

    /// Longest Call-ID that is taken, in characters.
    static final int MAX_CALL_ID_LENGTH = 512;

    private static final int TOP_PRIORITY = 1_000;

    private final RegistrarSettings settings;

    AskedReader(RegistrarSettings settings) {
        this.settings = settings;
    }

    /// @param hop how it came: a `sips` Contact promises TLS, which a phone keeps by registering it
    ///   over TLS (RFC 5630 §5.1.1)
    Asked read(Request request, Hop hop) {
        List<String> contacts = request.values(HeaderName.CONTACT);
        if (contacts.isEmpty()) {
            return new Asked.Fetch();
        }
        if (request.callId().length() > MAX_CALL_ID_LENGTH) {
            return new Asked.Malformed(400, "Call-ID Too Long");
        }
        if (contacts.contains("*")) {
            return removeAll(request, contacts);
        }
        return contacts.size() > settings.bindingsPerAccount()
                ? new Asked.Malformed(400, "Too Many Contacts")
                : change(request, contacts, hop.transport().secure());
    }

    private static Asked removeAll(Request request, List<String> contacts) {
        if (contacts.size() > 1) {
            return new Asked.Malformed(400, "Contact * Does Not Stand Alone");
        }
        boolean zero = Numbers.parse(request.value(HeaderName.EXPIRES).orElse(""), -1) == 0;
        return zero ? new Asked.RemoveAll() : new Asked.Malformed(400, "Contact * Needs Expires 0");
    }

    private Asked change(Request request, List<String> contacts, boolean secure) {
        List<Wish> wishes = new ArrayList<>(contacts.size());
        for (String contact : contacts) {
            NameAddr address = NameAddr.parse(contact).orElse(null);
            Asked.Malformed trouble = trouble(contact, address);
            if (trouble != null) {
                return trouble;
            }
            if (address != null && address.uri() instanceof SipUri uri) {
                if (uri.secure() && !secure) {
                    return new Asked.Malformed(400, "Contact With sips Needs TLS");
                }
                wishes.add(wish(request, uri, address.parameters()));
            }
        }
        if (severalFlows(wishes)) {
            return new Asked.Malformed(400, "One Contact Per Flow");
        }
        return tooBrief(wishes)
                ? new Asked.Malformed(423, "Interval Too Brief")
                : new Asked.Change(wishes);
    }

    private static Asked.@Nullable Malformed trouble(String text, @Nullable NameAddr address) {
        if (text.length() > MAX_CONTACT_LENGTH) {
            return new Asked.Malformed(400, "Contact Too Long");
        }
        if (address == null || hasControl(text)) {
            return new Asked.Malformed(400, "Bad Contact");
        }
        return address.uri() instanceof SipUri
                ? null
                : new Asked.Malformed(400, "Contact Is No sip URI");
    }

    /// A bare carriage return or the like would break out of the header field that repeats it.
    static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private Wish wish(Request request, SipUri uri, Parameters parameters) {
        String own = parameters.value("expires").orElse(null);
        String asked = own != null ? own : request.value(HeaderName.EXPIRES).orElse(null);
        int priority = parameters.value("q").map(AskedReader::priority).orElse(TOP_PRIORITY);
        String instance = parameters.value("+sip.instance").map(AskedReader::bare).orElse("");
        return new Wish(
                uri, granted(asked), priority, instance, regId(request, parameters, instance));
    }

    /// RFC 5626 §6: without an instance, or from a phone that does not say `outbound`, the number
    /// means nothing.
    private static int regId(Request request, Parameters parameters, String instance) {
        String text = parameters.value("reg-id").orElse("");
        return text.isEmpty()
                        || instance.isEmpty()
                        || !request.lists(HeaderName.SUPPORTED, "outbound")
                ? 0
                : (int) Math.min(Numbers.parse(text, 0), Integer.MAX_VALUE);
    }

    private static boolean severalFlows(List<Wish> wishes) {
        return wishes.size() > 1 && wishes.stream().anyMatch(wish -> wish.regId() > 0);
    }

    /// What cannot be read counts as not said (RFC 3261 §20.10, §20.19).
    private long granted(@Nullable String asked) {
        long otherwise = settings.defaultExpiry().toSeconds();
        long seconds = asked == null ? otherwise : Numbers.parse(asked, otherwise);
        return Math.min(seconds, settings.maxExpiry().toSeconds());
    }

    private boolean tooBrief(List<Wish> wishes) {
        for (Wish wish : wishes) {
            if (wish.seconds() > 0 && wish.seconds() < settings.minExpiry().toSeconds()) {
                return true;
            }
        }
        return false;
    }

    /// A q value of RFC 3261 §25.1, `0` to `1` with up to three decimals, times 1000. Contacts
    /// whose q cannot be read are as good as any.
    static int priority(String q) {
        if (q.isEmpty() || q.length() > 5 || q.length() > 1 && q.charAt(1) != '.') {
            return TOP_PRIORITY;
        }
        int value = 0;
        int scale = TOP_PRIORITY;
        for (int i = 0; i < q.length(); i++) {
            int digit = Character.digit(q.charAt(i), 10);
            if (i != 1) {
                if (digit < 0) {
                    return TOP_PRIORITY;
                }
                value += digit * scale;
                scale /= 10;
            }
        }
        return Math.min(value, TOP_PRIORITY);
    }

    private static String bare(String quoted) {
        boolean whole = quoted.length() >= 2 && quoted.startsWith("\"") && quoted.endsWith("\"");
        return whole ? quoted.substring(1, quoted.length() - 1) : quoted;
    }
}

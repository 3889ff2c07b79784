package io.referee.server.app.apply;

import io.referee.server.account.Provider;
import io.referee.server.account.Provider.CallerId;
import io.referee.server.account.Provider.Identity;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.server.transfer.ToForm;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the settings of one provider. *Any thread.*
final class ProviderReader {
    /// Most custom headers of one provider.
    static final int MAX_HEADERS = 20;

    /// The longest text of a setting, in characters.
    static final int MAX_TEXT = 256;

    /// `registration` and `callee` are what an answer of the API tells of it: read so that the
    /// answer can be put back, and not kept.
    static final List<String> PROVIDER =
            List.of(
                    "name",
                    "server",
                    "username",
                    "password",
                    "authUsername",
                    "outboundProxy",
                    "from",
                    "customHeaders",
                    "referToForm",
                    "transfer",
                    "payer",
                    "noRefer",
                    "strategy",
                    "identity",
                    "callerId",
                    "register",
                    "registerContact",
                    "registerServer",
                    "registerRealm",
                    "registerExpiry",
                    "mwi",
                    "registration",
                    "callee");

    /// What a message is built of, and who proves what in it: ours alone.
    private static final Set<String> OURS =
            Set.of(
                    "via",
                    "from",
                    "to",
                    "contact",
                    "cseq",
                    "call-id",
                    "max-forwards",
                    "route",
                    "record-route",
                    "expires",
                    "authorization",
                    "proxy-authorization");

    private ProviderReader() {}

    /// The provider, without its owner and its password.
    ///
    /// @param domain of accounts that are named without one
    static Provider read(Section section, String name, String domain) {
        if (name.indexOf('.') >= 0) {
            throw section.place("name")
                    .complaint("must hold no dot, which would make it look like a host.");
        }
        section.required("server");
        Provider.Registration registration = registration(section);
        String username = text(section, "username");
        if (registration.wanted() && username.isEmpty()) {
            throw section.place().complaint("needs the key username to register.");
        }
        return new Provider(
                "",
                name,
                address(section, "server"),
                new Provider.Login(username, text(section, "authUsername"), ""),
                new Provider.Calls(
                        address(section, "outboundProxy"),
                        text(section, "from"),
                        headers(section),
                        form(section),
                        new Provider.Transfers(
                                TransferWord.read(section),
                                payer(section, domain),
                                HabitsReader.endpoint(section)),
                        new Provider.Shown(
                                choice(section, "identity", Identity.values()),
                                choice(section, "callerId", CallerId.values()))),
                registration);
    }

    /// One of these in lower case; the first when nothing is said.
    private static <E extends Enum<E>> E choice(Section section, String key, E[] choices) {
        String word = section.text(key, word(choices[0]));
        return Stream.of(choices)
                .filter(choice -> word(choice).equals(word))
                .findFirst()
                .orElseThrow(
                        () -> {
                            String all =
                                    Stream.of(choices)
                                            .map(ProviderReader::word)
                                            .collect(Collectors.joining(", "));
                            return section.place(key)
                                    .complaint("must be one of " + all + ", not \"" + word + "\".");
                        });
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String payer(Section section, String domain) {
        String payer = text(section, "payer");
        return payer.isEmpty() || payer.contains("@") ? payer : payer + "@" + domain;
    }

    private static String form(Section section) {
        String form = section.text("referToForm", "");
        if (!form.isEmpty() && ToForm.of(form).isEmpty()) {
            throw section.place("referToForm")
                    .complaint("must be asGiven, tel or sipTrunkHost, not \"" + form + "\".");
        }
        return form;
    }

    private static Provider.Registration registration(Section section) {
        return new Provider.Registration(
                flag(section, "register"),
                contact(section),
                address(section, "registerServer"),
                text(section, "registerRealm"),
                expiry(section),
                flag(section, "mwi"),
                "");
    }

    static boolean flag(Section section, String key) {
        String word = section.text(key, "false");
        if (!word.equals("true") && !word.equals("false")) {
            throw section.place(key).complaint("must be true or false, not \"" + word + "\".");
        }
        return word.equals("true");
    }

    private static int expiry(Section section) {
        String text = section.text("registerExpiry", Integer.toString(Provider.DEFAULT_EXPIRY));
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 6
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int seconds = digits ? Integer.parseInt(text) : 0;
        if (seconds < Provider.MIN_EXPIRY || seconds > Provider.MAX_EXPIRY) {
            throw section.place("registerExpiry")
                    .complaint(
                            "must be a number of seconds from "
                                    + Provider.MIN_EXPIRY
                                    + " to "
                                    + Provider.MAX_EXPIRY
                                    + ", not \""
                                    + text
                                    + "\".");
        }
        return seconds;
    }

    private static String text(Section section, String key) {
        String text = section.text(key, "").strip();
        if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw section.place(key)
                    .complaint("must be at most " + MAX_TEXT + " characters in one line.");
        }
        return text;
    }

    /// A server: `host`, `host:port` or a SIP URI without a user.
    private static String address(Section section, String key) {
        String text = text(section, key);
        if (text.isEmpty()) {
            return "";
        }
        Optional<SipUri> uri = uri(text);
        if (uri.isEmpty() || !uri.get().user().isEmpty() || !uri.get().headers().isEmpty()) {
            throw section.place(key)
                    .complaint(
                            "must be a host or a SIP URI without a user, as in"
                                    + " sip:sip.example.org;transport=tcp"
                                    + quoted(text)
                                    + ".");
        }
        return uri.get().text();
    }

    /// Not when a login may stand in it.
    private static String quoted(String text) {
        return text.contains("@") ? "" : ", not \"" + text + "\"";
    }

    private static String contact(Section section) {
        String text = text(section, "registerContact");
        if (text.isEmpty()) {
            return "";
        }
        Optional<SipUri> uri = uri(text);
        if (uri.isEmpty() || uri.get().user().isEmpty() || !uri.get().headers().isEmpty()) {
            throw section.place("registerContact")
                    .complaint(
                            "must be an address, as in sip:alice@example.org, not \""
                                    + text
                                    + "\".");
        }
        return uri.get().text();
    }

    private static Optional<SipUri> uri(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean whole = lower.startsWith("sip:") || lower.startsWith("sips:");
        return SipUri.parse(whole ? text : "sip:" + text);
    }

    /// A list, or one text with `|` between them, as people have it from elsewhere.
    private static List<String> headers(Section section) {
        List<String> headers = new ArrayList<>();
        for (String each : headerTexts(section)) {
            if (!each.isBlank()) {
                headers.add(header(section, each));
            }
        }
        if (headers.size() > MAX_HEADERS) {
            throw section.place("customHeaders")
                    .complaint("must be at most " + MAX_HEADERS + " headers.");
        }
        return List.copyOf(headers);
    }

    private static List<String> headerTexts(Section section) {
        return section.node("customHeaders").orElse(null) instanceof Node.Scalar scalar
                ? List.of(scalar.text().split("\\|"))
                : section.scalars("customHeaders").stream().map(Node.Scalar::text).toList();
    }

    private static String header(Section section, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        String value = colon < 0 ? "" : text.substring(colon + 1).strip();
        boolean written =
                text.length() <= MAX_TEXT
                        && !name.isEmpty()
                        && name.chars().allMatch(ProviderReader::inToken)
                        && value.chars().noneMatch(Character::isISOControl);
        if (!written) {
            throw section.place("customHeaders")
                    .complaint("must look like \"X-Name: value\", not \"" + text.strip() + "\".");
        }
        Header header = Header.of(HeaderName.of(name), value);
        String lower = header.name().lower();
        if (OURS.contains(lower) || lower.startsWith("content-")) {
            throw section.place("customHeaders")
                    .complaint("must not hold " + name + ", which the server writes itself.");
        }
        return name + ": " + value;
    }

    private static boolean inToken(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "-.!%*_+`'~".indexOf(c) >= 0;
    }
}

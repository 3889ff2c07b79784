package io.referee.server.account;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What this server can do, as it tells its peers: the one source of `Allow`, `Supported`,
/// `Accept`, `Allow-Events` and of what a peer may require (RFC 3261 §8.2, §11.2). Who teaches the
/// server an extension or a method adds the word here, and all answers are true again. *Any
/// thread.*
public final class Capabilities {
    /// Methods that a call needs; all but the first five exist within calls alone.
    private static final String CALL_METHODS =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK";

    /// Methods within calls; those that begin one included.
    private static final String METHODS = CALL_METHODS + ", MESSAGE, NOTIFY";

    /// What an account may do besides that may transfer.
    private static final String TRANSFER_METHODS = "REFER, SUBSCRIBE";

    /// Option tags that work in calls.
    private static final List<String> CALL_TAGS = List.of("100rel", "timer");

    /// Option tags that work for whoever may transfer, and that anybody may require.
    private static final List<String> TRANSFER_TAGS = List.of("replaces", "tdialog", "norefersub");

    private static final String TRANSFER_EXTENSIONS = String.join(", ", TRANSFER_TAGS);

    private static final String ALL_METHODS = METHODS + ", " + TRANSFER_METHODS;

    /// Option tags that work in registrations.
    private static final List<String> REGISTER_TAGS = List.of("path", "gruu", "outbound");

    private static final List<String> REQUIRABLE_TAGS =
            Stream.concat(CALL_TAGS.stream(), TRANSFER_TAGS.stream()).toList();

    /// The body that begins a call or changes its media.
    public static final String SDP = "application/sdp";

    /// Bodies are taken as they are: nothing is unpacked.
    public static final String IDENTITY = "identity";

    /// The language of our reason phrases.
    private static final String LANGUAGE = "en";

    /// Allow of the server itself, before there is a dialog: what it takes then, and what a call
    /// with it may hold; REFER, too, though not everybody may send one (RFC 5589 §6). MESSAGE is
    /// missing, since outside of calls nobody here takes one.
    public static final String ALLOW = CALL_METHODS + ", NOTIFY, REGISTER, SUBSCRIBE, REFER";

    /// Allow for what begins no dialog and is in none: MESSAGE, INFO and UPDATE belong to calls.
    public static final String ALLOW_ALONE =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, SUBSCRIBE";

    /// Allow-Events: the event packages that can be subscribed to (RFC 6665 §8.2.2).
    public static final String EVENTS = "dialog, refer";

    /// Supported in messages of calls; empty when there is nothing to say.
    public static final String SUPPORTED_IN_CALLS = String.join(", ", CALL_TAGS);

    /// Supported in answers to REGISTER; empty when there is nothing to say.
    public static final String SUPPORTED_IN_REGISTRATIONS = String.join(", ", REGISTER_TAGS);

    /// Stands for a required tag that must not be repeated.
    private static final String UNREADABLE = "unreadable";

    private static final List<Header> BODIES =
            List.of(
                    Header.of(HeaderName.ACCEPT, SDP),
                    Header.of(HeaderName.of("Accept-Encoding"), IDENTITY),
                    Header.of(HeaderName.of("Accept-Language"), LANGUAGE));

    private Capabilities() {}

    /// Allow within a call. Only who may transfer is told that REFER is understood (`transfers.md`
    /// case 99).
    public static String allow(TransferMode mode) {
        return mode == TransferMode.DENY ? METHODS : ALL_METHODS;
    }

    /// What Supported says within a call besides [#SUPPORTED_IN_CALLS]; a transferor without it
    /// does not offer its user what would work (`transfers.md` A5.3).
    public static String extensions(TransferMode mode) {
        return mode == TransferMode.DENY ? "" : TRANSFER_EXTENSIONS;
    }

    /// Accept, Accept-Encoding and Accept-Language: what a 200 to OPTIONS says of bodies (RFC 3261
    /// §11.2), and a 415 (§8.2.3).
    public static List<Header> bodies() {
        return BODIES;
    }

    /// All that a 200 to OPTIONS outside of dialogs says (RFC 3261 §11.2).
    public static List<Header> all() {
        List<Header> all = new ArrayList<>(6);
        all.add(Header.of(HeaderName.ALLOW, ALLOW));
        all.add(Header.of(HeaderName.ALLOW_EVENTS, EVENTS));
        all.addAll(BODIES);
        List<String> tags = new ArrayList<>(CALL_TAGS);
        tags.addAll(TRANSFER_TAGS);
        tags.addAll(REGISTER_TAGS);
        if (!tags.isEmpty()) {
            all.add(Header.of(HeaderName.SUPPORTED, String.join(", ", tags)));
        }
        return all;
    }

    /// The option tags that the sender requires in a call and that do not work there: the value of
    /// Unsupported in a 420 (RFC 3261 §8.2.2.3), empty when there are none. Proxy-Require is not
    /// for us: we are a user agent to everybody.
    public static String unknownInCalls(Request request) {
        return unknown(request, REQUIRABLE_TAGS);
    }

    /// The same for a registration.
    public static String unknownInRegistrations(Request request) {
        return unknown(request, REGISTER_TAGS);
    }

    private static String unknown(Request request, List<String> tags) {
        if (request.header(HeaderName.REQUIRE).isEmpty()) {
            return "";
        }
        StringBuilder unknown = new StringBuilder(32);
        for (String tag : request.values(HeaderName.REQUIRE)) {
            if (!contains(tags, tag)) {
                unknown.append(unknown.isEmpty() ? "" : ", ")
                        .append(printable(tag) ? tag : UNREADABLE);
            }
        }
        return unknown.toString();
    }

    private static boolean contains(List<String> tags, String wanted) {
        for (String tag : tags) {
            if (tag.equalsIgnoreCase(wanted)) {
                return true;
            }
        }
        return false;
    }

    /// A bare carriage return or the like would break out of the field that repeats it.
    private static boolean printable(String tag) {
        for (int i = 0; i < tag.length(); i++) {
            if (tag.charAt(i) <= ' ' || tag.charAt(i) == 0x7f) {
                return false;
            }
        }
        return !tag.isEmpty();
    }
}

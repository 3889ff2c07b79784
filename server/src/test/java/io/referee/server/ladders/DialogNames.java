package io.referee.server.ladders;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.uri.Escapes;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How a line names the dialog of a leg in Replaces, as the phone of that leg would: `[a2]`;
/// `[a2~]` with the tags exchanged, `[a2-]` without our tag, which a phone that heard none leaves
/// out by itself; `[a2^]` with another Call-ID and `[a2%]` with other tags, as behind a proxy that
/// hides ours; `[a2!]` the first live dialog that the last NOTIFY to the leg told of. In Refer-To
/// it is escaped, and `carol?Replaces=[a2]` is short for the whole URI.
final class DialogNames {
    private static final Pattern NAMED = Pattern.compile("\\[(\\w+)([~!^%-]?)]");
    private static final Pattern SHORT = Pattern.compile("(\\w+)([?;].*)");

    private final Function<String, PhoneLeg> legs;

    DialogNames(Function<String, PhoneLeg> legs) {
        this.legs = legs;
    }

    /// The value of a header as it goes out.
    String in(String header, String value) {
        boolean referTo = header.equalsIgnoreCase("Refer-To");
        if (!NAMED.matcher(value).find()) {
            return value;
        }
        String filled = NAMED.matcher(value).replaceAll(found -> name(found, referTo));
        var whole = SHORT.matcher(filled);
        return referTo && whole.matches()
                ? "<sip:" + whole.group(1) + '@' + Names.DOMAIN + whole.group(2) + '>'
                : filled;
    }

    private String name(MatchResult found, boolean escaped) {
        PhoneLeg leg = legs.apply(found.group(1));
        if (found.group(2).equals("!")) {
            return leg.watched().replacesValue();
        }
        String ours = leg.dialog().map(Dialog::remoteTag).orElse("");
        String theirs = leg.dialog().map(Dialog::localTag).orElse(leg.localTag());
        String text =
                switch (found.group(2)) {
                    case "~" -> name(leg, theirs, ours);
                    case "-" -> name(leg, "", theirs);
                    case "^" -> "hidden" + name(leg, ours, theirs);
                    case "%" -> name(leg, "hidden", "hidden");
                    default -> name(leg, ours, theirs);
                };
        return escaped ? Escapes.escape(text) : text;
    }

    private static String name(PhoneLeg leg, String toTag, String fromTag) {
        return leg.callId() + ";to-tag=" + toTag + ";from-tag=" + fromTag;
    }
}

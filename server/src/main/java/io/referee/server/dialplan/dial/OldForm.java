package io.referee.server.dialplan.dial;

import java.util.regex.Pattern;

/// The form of old dial strings that carries a login: `username,password,number@host`. *Any
/// thread.*
///
/// It is not read: a password in a plan would stand in whatever shows the plan. Where such a string
/// is refused its text is not repeated.
public final class OldForm {
    /// What is said of such a dial string.
    static final String COMPLAINT =
            "texts with commas between them are the old form with a password, which is not read;"
                    + " write number@provider, and the login into the provider (a comma inside of a"
                    + " user is %2C).";

    private static final String HIDDEN = "(hidden: it may hold a password)";
    private static final Pattern OPTIONS = Pattern.compile("\\[[^\\]]*+]");
    private static final Pattern FIELDS =
            Pattern.compile("(?:^|[&|])[^,&|?;]*+,(?:\\s*+\"[^\"]*+\"\\s*+|[^,]*+),");

    private OldForm() {}

    /// Whether the text has at least three fields outside of options.
    static boolean is(String text) {
        return FIELDS.matcher(OPTIONS.matcher(head(text)).replaceAll("")).find();
    }

    /// The dial string as logs, events and answers may show it, cut to the longest that there is.
    public static String shown(String text) {
        return is(text) ? HIDDEN : head(text);
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), DialString.MAX_LENGTH));
    }
}

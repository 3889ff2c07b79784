package io.referee.sip.header;

import io.referee.sip.uri.Parameters;

import java.util.Optional;

/// A Call-ID with two tags as parameters: what Replaces and Target-Dialog are made of. *Immutable.*
record DialogName(String callId, String first, String second, Parameters parameters) {

    /// Empty when something is missing, is no single word, or a tag stands there twice.
    static Optional<DialogName> parse(String text, String firstTag, String secondTag) {
        String value = text.strip();
        int semicolon = value.indexOf(';');
        if (semicolon <= 0) {
            return Optional.empty();
        }
        String callId = value.substring(0, semicolon).strip();
        Parameters parameters = Parameters.parse(value.substring(semicolon));
        String first = tag(parameters, firstTag);
        String second = tag(parameters, secondTag);
        return oneWord(callId) && oneWord(first) && oneWord(second)
                ? Optional.of(new DialogName(callId, first, second, parameters))
                : Optional.empty();
    }

    /// The empty string when it is missing or stands there twice.
    private static String tag(Parameters parameters, String name) {
        String value = parameters.value(name).orElse("");
        String once = ";" + name + '=' + value;
        String others = parameters.without(name).text();
        return others.length() + once.length() == parameters.text().length() ? value : "";
    }

    private static boolean oneWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 127 || c == ',') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}

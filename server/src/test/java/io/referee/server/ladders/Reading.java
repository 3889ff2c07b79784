package io.referee.server.ladders;

import io.referee.ladder.Match;
import io.referee.ladder.Word;
import io.referee.ladder.Words;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.SessionDescription;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Compares a message with the words of `leg< WORDS`. `docs/ladders.md` says what they mean.
final class Reading {
    private final Function<String, PhoneLeg> legs;
    private final Words words;

    Reading(Function<String, PhoneLeg> legs, Words words) {
        this.legs = legs;
        this.words = words;
    }

    Match match(Heard heard) {
        Optional<String> why =
                switch (heard) {
                    case Heard.Sip(SipMessage message, _) ->
                            start(message).or(() -> headers(message)).or(() -> properties(message));
                    case Heard.Answered(int status, String text) ->
                            words.verb().equals(Integer.toString(status))
                                            && words.bare().stream().allMatch(text::contains)
                                    ? Optional.empty()
                                    : Optional.of("it is " + status + " " + text);
                };
        return why.map(Match::mismatch).orElseGet(Match::matched);
    }

    // ---- start line

    private Optional<String> start(SipMessage message) {
        String verb =
                switch (message) {
                    case Request request -> Heard.verb(request);
                    case Response response -> Integer.toString(response.status());
                };
        if (!verb.equals(words.verb())) {
            return Optional.of("it is " + verb + ", not " + words.verb());
        }
        for (String word : words.bare()) {
            Optional<String> why = bare(message, word);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bare(SipMessage message, String word) {
        if (message instanceof Response response) {
            String method = response.cseq().method().name();
            return differs("method", method, word);
        }
        if (Character.isDigit(word.charAt(0))) {
            String line = sipfrag(message);
            return line.startsWith("SIP/2.0 " + word + " ")
                    ? Optional.empty()
                    : Optional.of("it tells " + line + ", not " + word);
        }
        String state = message.value(HeaderName.of("Subscription-State")).orElse("nothing");
        int end = state.indexOf(';');
        return differs("Subscription-State", end < 0 ? state : state.substring(0, end), word);
    }

    /// The first line of a body.
    static String sipfrag(SipMessage message) {
        String body = new String(message.body(), StandardCharsets.UTF_8);
        return body.lines().findFirst().orElse("nothing");
    }

    private static Optional<String> differs(String what, String is, String wanted) {
        return is.equals(wanted)
                ? Optional.empty()
                : Optional.of(what + " is " + is + ", not " + wanted);
    }

    // ---- headers

    private Optional<String> headers(SipMessage message) {
        for (Word.Colon field : words.fields()) {
            String value = new DialogNames(legs).in(field.key(), field.value());
            Optional<String> why = header(message, field.key(), value);
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> header(SipMessage message, String key, String value) {
        HeaderName name = HeaderName.of(key);
        List<String> found =
                message.headers().stream()
                        .filter(header -> header.name().equals(name))
                        .map(Header::value)
                        .toList();
        if (value.equals("none")) {
            return found.isEmpty() ? Optional.empty() : Optional.of(key + " is " + found);
        }
        boolean not = value.startsWith("!");
        String pattern = not ? value.substring(1) : value;
        boolean any = found.stream().anyMatch(each -> fits(key, each, pattern));
        return any != not ? Optional.empty() : Optional.of(key + " is " + found + ", not " + value);
    }

    private static boolean fits(String key, String found, String wanted) {
        boolean address = Names.shortName(wanted) && !Names.header(key, wanted).equals(wanted);
        if (address) {
            return NameAddr.parse(found).map(NameAddr::user).orElse("").equals(wanted);
        }
        return glob(found, wanted);
    }

    /// Whether the text is the pattern, in which `*` stands for anything.
    private static boolean glob(String text, String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return text.equals(pattern);
        }
        if (!text.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int from = star; from <= text.length(); from++) {
            if (glob(text.substring(from), rest)) {
                return true;
            }
        }
        return false;
    }

    // ---- properties

    private Optional<String> properties(SipMessage message) {
        for (Word.Equal property : words.properties()) {
            Optional<String> why = property(message, property.key(), property.value());
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private Optional<String> property(SipMessage message, String key, String value) {
        return switch (key) {
            case "uri" ->
                    glob(((Request) message).uri().text(), value)
                            ? Optional.empty()
                            : Optional.of("uri is " + ((Request) message).uri());
            case "reason" -> differs("reason", ((Response) message).reason(), value);
            case "body" -> body(message, value);
            case "offer", "answer" -> media(message, value);
            case "dir" -> differs("dir", heardMedia(message).direction().token(), value);
            case "port" -> differs("port", Integer.toString(heardMedia(message).port()), value);
            case "address" -> differs("address", heardMedia(message).address(), value);
            case "formats" ->
                    differs("formats", String.join(",", heardMedia(message).formats()), value);
            case "streams" ->
                    differs("streams", Integer.toString(heardMedia(message).streams()), value);
            default -> new DialogWords(legs, words).mismatch(message, key, value);
        };
    }

    private static Media heardMedia(SipMessage message) {
        if (!message.hasSdp()) {
            throw new IllegalArgumentException("there is no SDP in\n" + message);
        }
        return Media.of(message);
    }

    private static Optional<String> body(SipMessage message, String value) {
        String body = new String(message.body(), StandardCharsets.UTF_8);
        if (value.equals("none")) {
            return message.hasBody() ? Optional.of("it has a body") : Optional.empty();
        }
        return glob(body, value) ? Optional.empty() : Optional.of("body is " + body);
    }

    private Optional<String> media(SipMessage message, String value) {
        if (value.equals("none")) {
            return message.hasSdp() ? Optional.of("it has a body") : Optional.empty();
        }
        if (!message.hasSdp()) {
            return Optional.of("it has no SDP");
        }
        Media wanted = Media.of(body(value));
        Media is = Media.of(message);
        boolean same =
                is.address().equals(wanted.address())
                        && is.port() == wanted.port()
                        && is.formats().equals(wanted.formats())
                        && (words.property("dir").isPresent()
                                || is.direction() == wanted.direction());
        return same
                ? Optional.empty()
                : Optional.of("media are " + is + ", not " + value + ": " + wanted);
    }

    /// The body that `b`, `b.local` (what b sent last) or `b.remote` (what came to b last) stands
    /// for.
    private SessionDescription body(String value) {
        int dot = value.indexOf('.');
        PhoneLeg leg = legs.apply(dot < 0 ? value : value.substring(0, dot));
        String side = dot < 0 ? "local" : value.substring(dot + 1);
        Optional<SessionDescription> body =
                switch (side) {
                    case "local" -> leg.said();
                    case "remote" -> leg.told();
                    default -> throw new IllegalArgumentException("no side of a leg: " + value);
                };
        return body.orElseThrow(() -> leg.wrong("there is no body " + value + " yet"));
    }
}

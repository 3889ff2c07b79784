package io.referee.sip.message;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Builds a message. The five essential headers are given as values, all others as fields in order;
/// a field that is added, set or removed by the name of an essential one changes that value too.
/// Content-Length is not a field here: printing writes it. *One thread.*
public final class MessageBuilder {
    private static final byte[] NO_BODY = new byte[0];

    private final List<Header> headers = new ArrayList<>(20);
    private @Nullable Via via;
    private @Nullable NameAddr from;
    private @Nullable NameAddr to;
    private @Nullable String callId;
    private @Nullable CSeq cseq;
    private byte[] body = NO_BODY;
    private String sender = "";

    /// A builder that holds all of `message`: for changing a few things.
    public static MessageBuilder from(SipMessage message) {
        MessageBuilder builder = new MessageBuilder();
        builder.headers.addAll(message.headers());
        builder.via = message.via();
        builder.from = message.from();
        builder.to = message.to();
        builder.callId = message.callId();
        builder.cseq = message.cseq();
        builder.body = message.body();
        builder.sender = message.sender();
        return builder;
    }

    /// A response to `request` as RFC 3261 §8.2.6.2 wants it: Via, From, To, Call-ID, CSeq,
    /// Timestamp and Record-Route are copied; `toTag` is added to To unless it has a tag or `toTag`
    /// is empty (a 100).
    public static MessageBuilder responding(Request request, String toTag) {
        MessageBuilder builder = new MessageBuilder();
        boolean tagged = !toTag.isEmpty() && request.toTag().isEmpty();
        for (Header header : request.headerArray()) {
            if (echoed(header.name())) {
                builder.headers.add(header);
            }
        }
        builder.via = request.via();
        builder.from = request.from();
        builder.to = request.to();
        builder.callId = request.callId();
        builder.cseq = request.cseq();
        return tagged ? builder.to(request.to().withTag(toTag)) : builder;
    }

    private static boolean echoed(HeaderName name) {
        return name == HeaderName.VIA
                || name == HeaderName.FROM
                || name == HeaderName.TO
                || name == HeaderName.CALL_ID
                || name == HeaderName.CSEQ
                || name == HeaderName.RECORD_ROUTE
                || name == HeaderName.TIMESTAMP;
    }

    /// Puts a Via on top.
    public MessageBuilder pushVia(Via top) {
        headers.add(0, Header.of(HeaderName.VIA, top.text()));
        via = top;
        return this;
    }

    /// Replaces the topmost Via (adding `received`, for example), or puts one there. Later values
    /// of a comma list stay.
    public MessageBuilder replaceTopVia(Via top) {
        int at = indexOf(HeaderName.VIA);
        if (at < 0) {
            return pushVia(top);
        }
        List<String> values = new ArrayList<>(2);
        Commas.split(headers.get(at).value(), values);
        values.set(0, top.text());
        headers.set(at, Header.of(HeaderName.VIA, String.join(", ", values)));
        via = top;
        return this;
    }

    /// Replaces all Via fields by those of `request`: a response that goes back the way that the
    /// request came (RFC 3261 §16.7 step 3), whatever the next element made of them.
    public MessageBuilder vias(Request request) {
        removeAfter(-1, HeaderName.VIA);
        int at = 0;
        for (Header header : request.headerArray()) {
            if (header.name() == HeaderName.VIA) {
                headers.add(at, header);
                at++;
            }
        }
        via = request.via();
        return this;
    }

    /// Sets From.
    public MessageBuilder from(NameAddr value) {
        put(Header.of(HeaderName.FROM, value.text()));
        from = value;
        return this;
    }

    /// Sets To.
    public MessageBuilder to(NameAddr value) {
        put(Header.of(HeaderName.TO, value.text()));
        to = value;
        return this;
    }

    /// Sets Call-ID.
    public MessageBuilder callId(String value) {
        put(Header.of(HeaderName.CALL_ID, value));
        callId = value;
        return this;
    }

    /// Sets CSeq.
    public MessageBuilder cseq(CSeq value) {
        put(Header.of(HeaderName.CSEQ, value.text()));
        cseq = value;
        return this;
    }

    /// Adds a field behind the others.
    ///
    /// @throws IllegalArgumentException when the value holds CR or LF
    public MessageBuilder add(HeaderName name, String value) {
        return add(Header.of(name, value));
    }

    /// Adds a field in front of the others: on top of its list (Record-Route).
    ///
    /// @throws IllegalArgumentException when the value holds CR or LF
    public MessageBuilder addFirst(HeaderName name, String value) {
        if (name != HeaderName.CONTENT_LENGTH) {
            forget(name);
            headers.add(0, Header.of(name, value));
        }
        return this;
    }

    /// Adds a field behind the others.
    public MessageBuilder add(Header header) {
        if (header.name() != HeaderName.CONTENT_LENGTH) {
            forget(header.name());
            headers.add(header);
        }
        return this;
    }

    /// Adds fields behind the others.
    public MessageBuilder addAll(Iterable<Header> more) {
        for (Header header : more) {
            add(header);
        }
        return this;
    }

    /// Replaces all fields of that name by one, in the place of the first.
    ///
    /// @throws IllegalArgumentException when the value holds CR or LF
    public MessageBuilder set(HeaderName name, String value) {
        if (name != HeaderName.CONTENT_LENGTH) {
            forget(name);
            put(Header.of(name, value));
        }
        return this;
    }

    /// Removes all fields of that name.
    public MessageBuilder remove(HeaderName name) {
        forget(name);
        removeAfter(-1, name);
        return this;
    }

    private void put(Header header) {
        int at = indexOf(header.name());
        if (at < 0) {
            headers.add(header);
        } else {
            headers.set(at, header);
            removeAfter(at, header.name());
        }
    }

    private int indexOf(HeaderName name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void removeAfter(int index, HeaderName name) {
        for (int i = headers.size() - 1; i > index; i--) {
            if (headers.get(i).name().equals(name)) {
                headers.remove(i);
            }
        }
    }

    /// The value of an essential field that was touched as text is read again when it is needed.
    private void forget(HeaderName name) {
        if (name == HeaderName.VIA) {
            via = null;
        } else if (name == HeaderName.FROM) {
            from = null;
        } else if (name == HeaderName.TO) {
            to = null;
        } else if (name == HeaderName.CALL_ID) {
            callId = null;
        } else if (name == HeaderName.CSEQ) {
            cseq = null;
        }
    }

    /// Sets the body and its Content-Type; an empty body removes both.
    public MessageBuilder body(String contentType, byte[] octets) {
        body = octets;
        return octets.length == 0
                ? remove(HeaderName.CONTENT_TYPE)
                : set(HeaderName.CONTENT_TYPE, contentType);
    }

    /// The request.
    ///
    /// @throws IllegalStateException when an essential header is missing or cannot be read
    /// @throws IllegalArgumentException when the URI would break the start line
    public Request request(Method method, Uri uri) {
        String text = uri.text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                throw new IllegalArgumentException("blank in a Request-URI: " + text);
            }
        }
        Request made = new Request(method, uri, fields(), body, essentials(), null);
        return sender.isEmpty() ? made : made.sentFrom(sender);
    }

    /// The response.
    ///
    /// @throws IllegalStateException when an essential header is missing or cannot be read
    /// @throws IllegalArgumentException when the status is not 100 to 699, or the reason holds CR
    ///   or LF
    public Response response(int status, String reason) {
        if (status < 100 || status > 699 || Header.lineBreak(reason)) {
            throw new IllegalArgumentException("no status line: " + status + ' ' + reason);
        }
        return new Response(status, reason, fields(), body, essentials(), null);
    }

    /// The response with the standard phrase of its status.
    public Response response(int status) {
        return response(status, Phrases.of(status));
    }

    private Header[] fields() {
        return headers.toArray(new Header[0]);
    }

    private SipMessage.Essentials essentials() {
        return new SipMessage.Essentials(
                via != null ? via : read(HeaderName.VIA, Via::parse),
                from != null ? from : read(HeaderName.FROM, NameAddr::parse),
                to != null ? to : read(HeaderName.TO, NameAddr::parse),
                callId != null ? callId : read(HeaderName.CALL_ID, Optional::of),
                cseq != null ? cseq : read(HeaderName.CSEQ, CSeq::parse));
    }

    private <T> T read(HeaderName name, Function<String, Optional<T>> reader) {
        int at = indexOf(name);
        return (at < 0 ? Optional.<T>empty() : reader.apply(headers.get(at).value()))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "message without " + name + ": " + headers));
    }
}

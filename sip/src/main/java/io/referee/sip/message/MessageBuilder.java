package io.referee.sip.message;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.uri.Uri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds a message. The five essential headers are given as values, all others as fields in order. *One thread.*
public final class MessageBuilder {
    private static final byte[] NO_BODY = new byte[0];

    private final List<Header> headers = new ArrayList<>(20);
    private @Nullable Via via;
    private @Nullable NameAddr from;
    private @Nullable NameAddr to;
    private @Nullable String callId;
    private @Nullable CSeq cseq;
    private byte[] body = NO_BODY;

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
        return builder;
    }

    /// A response to `request` as RFC 3261 §8.2.6.2 wants it: Via, From, To, Call-ID, CSeq and Record-Route are
    /// copied; `toTag` is added to To unless it has a tag or `toTag` is empty (a 100).
    public static MessageBuilder responding(Request request, String toTag) {
        MessageBuilder builder = new MessageBuilder();
        builder.via = request.via();
        builder.from = request.from();
        boolean tagged = !toTag.isEmpty() && request.toTag().isEmpty();
        builder.to = tagged ? request.to().withTag(toTag) : request.to();
        builder.callId = request.callId();
        builder.cseq = request.cseq();
        for (Header header : request.headerArray()) {
            HeaderName name = header.name();
            if (name == HeaderName.TO && tagged) {
                builder.headers.add(Header.of(HeaderName.TO, builder.to.text()));
            } else if (name == HeaderName.VIA
                    || name == HeaderName.FROM
                    || name == HeaderName.TO
                    || name == HeaderName.CALL_ID
                    || name == HeaderName.CSEQ
                    || name == HeaderName.RECORD_ROUTE
                    || name == HeaderName.TIMESTAMP) {
                builder.headers.add(header);
            }
        }
        return builder;
    }

    /// Puts a Via on top.
    public MessageBuilder pushVia(Via top) {
        headers.add(0, Header.of(HeaderName.VIA, top.text()));
        via = top;
        return this;
    }

    /// Replaces the topmost Via (adding `received`, for example). Later values of a comma list stay.
    public MessageBuilder replaceTopVia(Via top) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name() == HeaderName.VIA) {
                List<String> values = new ArrayList<>(1);
                Commas.split(headers.get(i).value(), values);
                values.set(0, top.text());
                headers.set(i, Header.of(HeaderName.VIA, String.join(", ", values)));
                break;
            }
        }
        via = top;
        return this;
    }

    public MessageBuilder from(NameAddr value) {
        from = value;
        return set(HeaderName.FROM, value.text());
    }

    public MessageBuilder to(NameAddr value) {
        to = value;
        return set(HeaderName.TO, value.text());
    }

    public MessageBuilder callId(String value) {
        callId = value;
        return set(HeaderName.CALL_ID, value);
    }

    public MessageBuilder cseq(CSeq value) {
        cseq = value;
        return set(HeaderName.CSEQ, value.text());
    }

    public MessageBuilder add(HeaderName name, String value) {
        headers.add(Header.of(name, value));
        return this;
    }

    public MessageBuilder add(Header header) {
        headers.add(header);
        return this;
    }

    public MessageBuilder addAll(Iterable<Header> more) {
        for (Header header : more) {
            headers.add(header);
        }
        return this;
    }

    /// Replaces all fields of that name by one, in the place of the first.
    public MessageBuilder set(HeaderName name, String value) {
        Header header = Header.of(name, value);
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equals(name)) {
                headers.set(i, header);
                removeAfter(i, name);
                return this;
            }
        }
        headers.add(header);
        return this;
    }

    private void removeAfter(int index, HeaderName name) {
        for (int i = headers.size() - 1; i > index; i--) {
            if (headers.get(i).name().equals(name)) {
                headers.remove(i);
            }
        }
    }

    public MessageBuilder remove(HeaderName name) {
        removeAfter(-1, name);
        return this;
    }

    /// Sets the body and its Content-Type; an empty body removes both.
    public MessageBuilder body(String contentType, byte[] octets) {
        body = octets;
        return octets.length == 0
                ? remove(HeaderName.CONTENT_TYPE)
                : set(HeaderName.CONTENT_TYPE, contentType);
    }

    /// @throws IllegalStateException when an essential header is missing
    public Request request(Method method, Uri uri) {
        return new Request(method, uri, headers.toArray(new Header[0]), body, essentials(), null);
    }

    /// @throws IllegalStateException when an essential header is missing
    public Response response(int status, String reason) {
        return new Response(status, reason, headers.toArray(new Header[0]), body, essentials(), null);
    }

    /// The response with the standard phrase of its status.
    public Response response(int status) {
        return response(status, Phrases.of(status));
    }

    private SipMessage.Essentials essentials() {
        if (via == null || from == null || to == null || callId == null || cseq == null) {
            throw new IllegalStateException("message without Via, From, To, Call-ID or CSeq: " + headers);
        }
        return new SipMessage.Essentials(via, from, to, callId, cseq);
    }
}

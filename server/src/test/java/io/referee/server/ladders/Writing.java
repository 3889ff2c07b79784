package io.referee.server.ladders;

import io.referee.ladder.Word;
import io.referee.ladder.Words;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.TargetDialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.AudioDescription;
import io.referee.sip.sdp.AudioFormat;
import io.referee.sip.sdp.Connection;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaLayout;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns the words of `leg> WORDS` into a message. `docs/ladders.md` says what they mean.
final class Writing {
    private static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, MESSAGE, REFER, NOTIFY";
    private static final byte[] NOTHING = new byte[0];

    private final PhoneLeg leg;
    private final Words words;
    private final DialogNames dialogs;

    Writing(PhoneLeg leg, Words words, Function<String, PhoneLeg> legs) {
        this.leg = leg;
        this.words = words;
        this.dialogs = new DialogNames(legs);
    }

    void send() {
        String verb = words.verb();
        if (verb.isEmpty()) {
            throw leg.wrong("a line begins with a method or a status: " + words);
        }
        if (Character.isDigit(verb.charAt(0))) {
            respond(Integer.parseInt(verb));
        } else {
            switch (verb) {
                case "CANCEL" -> leg.cancel(words.field("Reason").orElse(""));
                case "ACK" -> acknowledge();
                case "re-INVITE" -> leg.send(within(Method.INVITE));
                default -> request(Method.of(verb));
            }
        }
    }

    private void request(Method method) {
        boolean inside = leg.dialog().isPresent() && !method.equals(Method.REGISTER);
        leg.send(inside ? within(method) : outside(method));
    }

    // ---- requests

    private Request within(Method method) {
        MessageBuilder builder = leg.within(method);
        if (method.equals(Method.PRACK)) {
            builder.add(HeaderName.RACK, leg.rack());
        }
        finish(builder, method);
        return builder.request(method, leg.dialog().orElseThrow().requestUri());
    }

    private Request outside(Method method) {
        Phone phone = leg.phone();
        boolean register = method.equals(Method.REGISTER);
        if (words.bare().contains("referred")) {
            return referred(method);
        }
        NameAddr to =
                words.field("to")
                        .map(Names::uri)
                        .map(Writing::uri)
                        .map(NameAddr::of)
                        .orElseGet(() -> NameAddr.of(phone.address()));
        MessageBuilder builder = phone.request(leg, method, to);
        words.field("from")
                .ifPresent(
                        from ->
                                builder.from(
                                        NameAddr.parse(Names.header("from", from))
                                                .orElseThrow()
                                                .withTag(leg.localTag())));
        finish(builder, method);
        if (words.bare().contains("events")) {
            Uri events = NameAddr.parse(phone.eventsAt()).orElseThrow().uri();
            return builder.to(NameAddr.of(events)).request(method, events);
        }
        Uri target = register ? uri("sip:" + Names.DOMAIN) : to.uri();
        return builder.request(method, words.property("uri").map(Writing::uri).orElse(target));
    }

    /// What the REFER asks for that came last: its target, with the headers that stand in it.
    private Request referred(Method method) {
        Request refer = leg.phone().referred().orElseThrow(() -> leg.wrong("no REFER came"));
        NameAddr target =
                NameAddr.parse(refer.value(HeaderName.REFER_TO).orElseThrow()).orElseThrow();
        SipUri uri = target.sipUri().orElseThrow();
        if (words.bare().contains("verbatim")) {
            return referredAsItStands(refer, uri);
        }
        MessageBuilder builder = leg.phone().request(leg, method, NameAddr.of(uri.bare()));
        refer.value(HeaderName.REFERRED_BY)
                .ifPresent(by -> builder.add(HeaderName.REFERRED_BY, by));
        for (String header : uri.headers().isEmpty() ? new String[0] : uri.headers().split("&")) {
            int equals = header.indexOf('=');
            builder.add(
                    Header.of(
                            header.substring(0, equals),
                            Escapes.unescape(header.substring(equals + 1))));
        }
        finish(builder, method);
        return builder.request(method, uri.asRequestUri());
    }

    /// The same as some phones make it: the headers stay where they stand, in To as well.
    private Request referredAsItStands(Request refer, SipUri uri) {
        MessageBuilder builder = leg.phone().request(leg, Method.INVITE, NameAddr.of(uri));
        refer.value(HeaderName.REFERRED_BY)
                .ifPresent(by -> builder.add(HeaderName.REFERRED_BY, by));
        finish(builder, Method.INVITE);
        return builder.request(Method.INVITE, uri);
    }

    private static Uri uri(String text) {
        return Uri.parse(text).orElseThrow(() -> new IllegalArgumentException("no URI: " + text));
    }

    private void finish(MessageBuilder builder, Method method) {
        targeted(builder);
        PhoneLeg.put(builder, headers());
        boolean answers = method.equals(Method.PRACK) && words.property("answer").isPresent();
        byte[] offer = answers ? answer(leg.told().orElseThrow()) : offer(method);
        if (offer.length > 0) {
            builder.body("application/sdp", offer);
        } else {
            plainBody(builder);
        }
    }

    private void targeted(MessageBuilder builder) {
        builder.add(HeaderName.CONTACT, '<' + leg.phone().contact().text() + '>')
                .add(HeaderName.ALLOW, ALLOW);
    }

    private void plainBody(MessageBuilder builder) {
        words.property("body")
                .ifPresent(
                        body ->
                                builder.body(
                                        words.property("type").orElse("text/plain"),
                                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (Word.Colon field : words.fields()) {
            boolean read =
                    field.key().equalsIgnoreCase("to") || field.key().equalsIgnoreCase("from");
            if (!read) {
                String value = Names.header(field.key(), field.value());
                headers.add(
                        Header.of(
                                field.key(),
                                dialogOf(field).orElseGet(() -> dialogs.in(field.key(), value))));
            }
        }
        return headers;
    }

    /// `Target-Dialog:a1` names the dialog of that leg as the server sees it.
    private Optional<String> dialogOf(Word.Colon field) {
        return field.key().equals("Target-Dialog")
                ? leg.phone()
                        .leg(field.value())
                        .flatMap(PhoneLeg::dialog)
                        .map(
                                own ->
                                        new TargetDialog(
                                                        own.callId(),
                                                        own.remoteTag(),
                                                        own.localTag())
                                                .text())
                : Optional.empty();
    }

    private void acknowledge() {
        Response success = leg.toAcknowledge();
        long number = success.cseq().number();
        MessageBuilder builder =
                leg.dialog()
                        .orElseThrow()
                        .request(
                                Method.ACK,
                                leg.phone().transactions().via(leg.phone().server()),
                                number)
                        .cseq(new CSeq(number, Method.ACK));
        PhoneLeg.put(builder, headers());
        boolean offered = success.hasSdp() && leg.offerless();
        byte[] body = offered ? answer(Media.read(success)) : NOTHING;
        builder.body("application/sdp", body);
        leg.acknowledge(builder.request(Method.ACK, leg.dialog().orElseThrow().requestUri()));
    }

    // ---- responses

    private void respond(int status) {
        Optional<Method> method = words.bare().stream().findFirst().map(Method::of);
        ServerTransaction transaction = leg.toAnswer(method);
        Request request = transaction.request();
        MessageBuilder builder = MessageBuilder.responding(request, leg.tag(request));
        if (status > 100 && status < 300) {
            targeted(builder);
        }
        PhoneLeg.put(builder, headers());
        byte[] body = body(request, status);
        if (body.length > 0) {
            builder.body("application/sdp", body);
        } else {
            plainBody(builder);
        }
        Response response =
                words.property("reason").isPresent()
                        ? builder.response(status, words.property("reason").get())
                        : builder.response(status);
        leg.respond(transaction, response);
    }

    private byte[] body(Request request, int status) {
        boolean wanted =
                words.property("answer").filter(a -> !a.equals("none")).isPresent()
                        || words.property("offer").filter(o -> !o.equals("none")).isPresent();
        boolean refused = words.property("answer").filter("none"::equals).isPresent();
        boolean usual =
                status >= 200
                        && status < 300
                        && (request.is(Method.INVITE)
                                || request.is(Method.UPDATE) && request.hasSdp());
        if (refused || !wanted && !usual) {
            return NOTHING;
        }
        return request.hasSdp() ? answer(Media.read(request)) : own(Direction.SENDRECV);
    }

    // ---- bodies

    private byte[] offer(Method method) {
        Optional<String> offer = words.property("offer");
        offer.filter(o -> !o.equals("none") && !isOwn(o))
                .ifPresent(
                        o -> {
                            throw leg.wrong(
                                    "a phone offers its own media, offer="
                                            + leg.name()
                                            + ", or offer=none");
                        });
        boolean invite = method.equals(Method.INVITE);
        boolean update =
                (method.equals(Method.UPDATE) || method.equals(Method.PRACK))
                        && (offer.isPresent()
                                || words.property("dir").isPresent()
                                || words.property("port").isPresent());
        boolean none =
                offer.filter("none"::equals).isPresent() || words.property("body").isPresent();
        return (invite || update) && !none ? own(Direction.SENDRECV) : NOTHING;
    }

    private boolean isOwn(String name) {
        return name.equals(leg.name()) || name.equals(leg.name() + ".local");
    }

    private byte[] own(Direction usual) {
        return leg.saying(
                placed(
                        description(
                                formats(Arrays.asList(AudioFormat.values())), direction(usual))));
    }

    private byte[] answer(SessionDescription offer) {
        if (words.property("answer").filter("none"::equals).isPresent()) {
            return NOTHING;
        }
        List<String> offered = offer.media().getFirst().formats();
        List<AudioFormat> common =
                Arrays.stream(AudioFormat.values())
                        .filter(format -> offered.contains(format.payloadType()))
                        .toList();
        Direction direction = direction(offer.direction(0).answer(Direction.SENDRECV));
        SessionDescription body = description(formats(common), direction);
        return leg.saying(placed(OfferAnswer.fitAnswer(body, MediaLayout.of(offer))));
    }

    private SessionDescription description(List<AudioFormat> formats, Direction direction) {
        int port = words.property("port").map(Integer::parseInt).orElse(leg.mediaPort());
        return new AudioDescription(leg.phone().mediaHost(), port, formats, direction)
                .description();
    }

    private SessionDescription placed(SessionDescription body) {
        SessionDescription directed =
                words.property("dir").filter("none"::equals).isPresent() ? undirected(body) : body;
        return keyed(moved(directed));
    }

    /// As phones with DTLS write it: with a fingerprint, and with a role that an answer takes.
    private SessionDescription keyed(SessionDescription body) {
        if (words.property("keys").isEmpty()) {
            return body;
        }
        String role = words.property("setup").orElse("actpass");
        String lines =
                "a=fingerprint:sha-256 " + words.property("keys").get() + "\r\na=setup:" + role;
        String text = new String(body.bytes(), StandardCharsets.UTF_8) + lines + "\r\n";
        return Media.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /// As phones of RFC 2543 write it: without a direction.
    private static SessionDescription undirected(SessionDescription body) {
        String text =
                new String(body.bytes(), StandardCharsets.UTF_8).replace("a=sendrecv\r\n", "");
        return Media.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private SessionDescription moved(SessionDescription body) {
        return words.property("address")
                .map(address -> body.withConnection(Connection.of(address)))
                .orElse(body);
    }

    private Direction direction(Direction usual) {
        return words.property("dir")
                .filter(token -> !token.equals("none"))
                .map(token -> Direction.valueOf(token.toUpperCase(java.util.Locale.ROOT)))
                .orElse(usual);
    }

    private List<AudioFormat> formats(List<AudioFormat> usual) {
        Optional<String> wanted = words.property("formats");
        if (wanted.isEmpty()) {
            return usual;
        }
        List<AudioFormat> formats = new ArrayList<>();
        for (String type : wanted.get().split(",")) {
            formats.add(
                    Arrays.stream(AudioFormat.values())
                            .filter(format -> format.payloadType().equals(type))
                            .findFirst()
                            .orElseThrow(() -> leg.wrong("no format " + type)));
        }
        return formats;
    }
}

package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.CallFact;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/// Recognises the calls that phones place because we sent them a REFER, when they come to us
/// (`transfers.md` A3 rule 8): by our parameter in the URI, by Referred-By and target, or by caller
/// and target. The parameter is gone before anybody routes by it. *Engine thread only.*
final class ReferredCalls {
    /// Without our parameter, who calls that much later is not believed to do it for the REFER.
    private static final Duration WINDOW = Duration.ofSeconds(30);

    /// REFERs that are remembered at the same time; the oldest are forgotten first.
    static final int MAX_EXPECTED = 10_000;

    private final Outside outside;
    private final List<Expected> expected = new ArrayList<>();

    /// A call that may come.
    private static final class Expected {
        private final Order order;
        private final WantedRefer.Mark mark;
        private final Instant sent;
        private final Instant until;
        private final BiConsumer<Call, Leg> linked;
        private String callId = "";

        Expected(
                Order order,
                WantedRefer.Mark mark,
                Instant sent,
                Instant until,
                BiConsumer<Call, Leg> linked) {
            this.order = order;
            this.mark = mark;
            this.sent = sent;
            this.until = until;
            this.linked = linked;
        }
    }

    ReferredCalls(Outside outside) {
        this.outside = outside;
    }

    /// A REFER goes out.
    ///
    /// @param lasting how long its parameter is known
    /// @param linked is told of the call, and of the leg of the phone that calls
    void expect(
            Order order, WantedRefer.Mark mark, Duration lasting, BiConsumer<Call, Leg> linked) {
        Instant now = outside.now();
        expected.removeIf(old -> old.until.isBefore(now));
        if (expected.size() >= MAX_EXPECTED) {
            expected.removeFirst();
        }
        expected.add(new Expected(order, mark, now, now.plus(lasting), linked));
    }

    /// An INVITE as it is to be handled: without our parameter.
    Request arriving(Request invite) {
        if (expected.isEmpty() || !(invite.uri() instanceof SipUri uri)) {
            return invite;
        }
        Expected found = marked(invite, uri);
        if (found == null) {
            return invite;
        }
        found.callId = invite.callId();
        return without(invite, asked(invite, uri, found.order), found.mark.parameter());
    }

    /// Whom the transferor meant. A stranger that got its REFER was told an address of ours instead
    /// of the domain, which without it would be another one.
    private static SipUri asked(Request invite, SipUri uri, Order order) {
        boolean same =
                order.target() instanceof SipUri target
                        && target.user().equals(uri.user())
                        && order.door().equals("refer");
        return same && invite.header(HeaderName.REPLACES).isEmpty()
                ? at(uri, (SipUri) order.target())
                : uri;
    }

    private static SipUri at(SipUri uri, SipUri target) {
        return uri.at(target.host(), target.port());
    }

    /// The latest with our parameter: of one value, which a door may choose, there may be several.
    /// Of the two for both parties of a call it is that of the party that calls.
    private @Nullable Expected marked(Request invite, SipUri uri) {
        Expected found = null;
        for (Expected one : expected.reversed()) {
            if (!one.mark.parameter().isEmpty()
                    && one.mark.value().equals(value(uri, one.mark))
                    && !outside.now().isAfter(one.until)) {
                if (invite.from().user().equals(one.order.transferee().identity().party())) {
                    return one;
                }
                found = found == null ? one : found;
            }
        }
        return found;
    }

    /// No call will come of a REFER that is known to have failed.
    void forget(Order order) {
        expected.removeIf(one -> one.order == order);
    }

    private static String value(SipUri uri, WantedRefer.Mark mark) {
        return uri.parameters().value(mark.parameter()).map(Escapes::unescape).orElse("");
    }

    private static Request without(Request invite, SipUri uri, String parameter) {
        MessageBuilder copy = MessageBuilder.from(invite);
        if (invite.to().uri() instanceof SipUri to) {
            copy.to(
                    new NameAddr(
                            invite.to().displayName(),
                            to.withoutParameter(parameter),
                            invite.to().parameters()));
        }
        return copy.request(Method.INVITE, uri.withoutParameter(parameter));
    }

    /// A call has begun: the records learn which transfer it belongs to.
    void began(Call call, Leg caller, Request invite) {
        Expected found = find(call, invite);
        if (found != null) {
            expected.remove(found);
            call.publish(new CallFact.Related(found.order.id(), found.order.call().ids().chain()));
            found.linked.accept(call, caller);
        }
    }

    private @Nullable Expected find(Call call, Request invite) {
        Iterator<Expected> all = expected.reversed().iterator();
        Expected likely = null;
        while (all.hasNext()) {
            Expected one = all.next();
            if (one.callId.equals(invite.callId())) {
                return one;
            }
            if (likely == null && likely(one, call, invite)) {
                likely = one;
            }
        }
        return likely;
    }

    /// Without our parameter only somebody of the same owner is believed.
    private boolean likely(Expected one, Call call, Request invite) {
        if (outside.now().isAfter(one.sent.plus(WINDOW))
                || !one.callId.isEmpty()
                || !call.ids().owner().equals(one.order.call().ids().owner())
                || !sameParty(one.order.target(), invite.uri())) {
            return false;
        }
        String party = one.order.transferee().identity().party();
        return referrer(invite).equals(uri(one.order.referredBy()))
                || invite.from().user().equals(party);
    }

    private static String referrer(Request invite) {
        return invite.value(HeaderName.REFERRED_BY).map(ReferredCalls::uri).orElse("nobody");
    }

    private static String uri(String address) {
        return NameAddr.parse(address).map(one -> one.uri().text()).orElse("");
    }

    private static boolean sameParty(Uri a, Uri b) {
        return a instanceof SipUri one && b instanceof SipUri other
                ? one.plainUser().equals(other.plainUser()) && one.host().equals(other.host())
                : a.text().equals(b.text());
    }
}

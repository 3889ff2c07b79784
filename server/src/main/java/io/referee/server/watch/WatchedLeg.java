package io.referee.server.watch;

import io.referee.server.call.Leg;
import io.referee.server.event.LegFact;
import io.referee.server.watch.DialogElement.Party;
import io.referee.server.watch.DialogState.Alive;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the events have told of a leg that is alive. *Engine thread only.*
final class WatchedLeg {
    private final Leg leg;
    private Alive state;
    private @Nullable WatchedLeg partner;
    private @Nullable NameAddr talksWith;
    private boolean replaced;
    private @Nullable WatchedLeg newcomer;
    private @Nullable WatchedLeg wanted;
    private @Nullable DialogIds replaces;

    /// Whom the phone called, or who it was told calls it, until it talks with somebody.
    private @Nullable NameAddr named;

    private final @Nullable String referredBy;

    /// A caller was answered 100 by the time that anybody hears of it.
    WatchedLeg(Leg leg) {
        this.leg = leg;
        this.state = calling() ? Alive.PROCEEDING : Alive.TRYING;
        Optional<Request> invite = leg.session().begunBy();
        this.named = invite.map(this::named).orElse(null);
        this.referredBy = invite.flatMap(it -> it.value(HeaderName.REFERRED_BY)).orElse(null);
    }

    private boolean calling() {
        return leg.identity().direction() == Session.Direction.INCOMING;
    }

    String id() {
        return leg.id();
    }

    /// `name@domain`, or empty.
    String account() {
        return leg.identity().account();
    }

    // ---- what happens

    void rings() {
        boolean tagged = calling() || !leg.session().remoteTag().isEmpty();
        if (state != Alive.CONFIRMED) {
            state = tagged ? Alive.EARLY : Alive.PROCEEDING;
        }
    }

    void answered() {
        state = Alive.CONFIRMED;
    }

    /// It asks to take the place of another one.
    void replaces(WatchedLeg other) {
        replaces = DialogIds.of(other.leg.session());
        wanted = other;
        other.newcomer = this;
    }

    /// It talks with another one from now on.
    ///
    /// @param transferred whether that makes its former partner a dialog whose place was taken
    void meets(WatchedLeg other, boolean transferred) {
        WatchedLeg former = partner;
        if (transferred && former != null && former != other) {
            former.replaced = true;
        }
        partner = other;
        talksWith = other.leg.partyAddress();
        named = null;
    }

    /// No other one remembers it any more.
    void leaves() {
        if (partner != null && partner.partner == this) {
            partner.partner = null;
        }
        if (wanted != null && wanted.newcomer == this) {
            wanted.newcomer = null;
        }
    }

    /// The last that is to be told of it.
    DialogElement ended(LegFact.Ended how, Instant now) {
        return element(end(how), now);
    }

    private DialogState.Terminated end(LegFact.Ended how) {
        boolean taken = newcomer != null && newcomer.state == Alive.CONFIRMED;
        if (replaced || taken) {
            return DialogState.replaced();
        }
        if (state == Alive.CONFIRMED) {
            return DialogState.ofAnswered(how);
        }
        return calling() ? DialogState.ofCaller(how) : DialogState.ofCalled(how);
    }

    // ---- how it looks

    DialogElement element(Instant now) {
        return element(state, now);
    }

    private DialogElement element(DialogState how, Instant now) {
        Session session = leg.session();
        String contact = session.dialog().map(dialog -> dialog.remoteTarget().text()).orElse("");
        return new DialogElement(
                leg.id(),
                DialogIds.of(session),
                session.direction(),
                how,
                Duration.between(leg.created(), now).toSeconds(),
                Optional.ofNullable(replaces),
                Optional.ofNullable(referredBy).flatMap(NameAddr::parse),
                new Party(NameAddr.of(own()), contact),
                new Party(other(), ours(session)));
    }

    private SipUri own() {
        String aor = account();
        int at = aor.lastIndexOf('@');
        return SipUri.of(Escapes.escapeUser(aor.substring(0, at)), aor.substring(at + 1), -1);
    }

    /// Whom the phone talks with; before it does, whom it called, or who it was told calls it.
    private NameAddr other() {
        NameAddr partnerNow = talksWith == null ? named : talksWith;
        return partnerNow != null ? partnerNow : leg.callerAddress();
    }

    private NameAddr named(Request invite) {
        return (calling() ? invite.to() : invite.from()).withoutTag();
    }

    /// Where the phone sends its requests, which is us.
    private static String ours(Session session) {
        return session.inDialog()
                .flatMap(dialog -> NameAddr.parse(dialog.contact()))
                .map(contact -> contact.uri().text())
                .orElse("");
    }
}

package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// The Refer-To of a REFER that is passed on, as the other party can use it (`transfers.md` A1 rule
/// 2, A5.1). *Engine thread only.*
final class PassedTarget {
    private final TransferSettings settings;
    private Optional<NamedDialogs> dialogs = Optional.empty();
    private BiPredicate<Leg, String> related =
            (leg, account) -> leg.identity().account().equals(account);
    private Optional<Grants> grants = Optional.empty();
    private Predicate<String> serves = _ -> false;

    PassedTarget(TransferSettings settings) {
        this.settings = settings;
    }

    /// Which domains are ours.
    void serving(Predicate<String> next) {
        serves = next;
    }

    /// Who knows the dialogs that are up.
    void dialogs(NamedDialogs next) {
        dialogs = Optional.of(next);
    }

    /// Whether an account may name the dialog of a leg: as with a REFER that we carry out.
    void related(BiPredicate<Leg, String> next) {
        related = next;
    }

    /// Who is told that the other party may take a dialog over.
    void grants(Grants next) {
        grants = Optional.of(next);
    }

    private Optional<NamedDialogs.Named> named(Request refer) {
        return PassedDialog.in(refer).flatMap(r -> dialogs.flatMap(known -> known.find(r)));
    }

    /// Why the dialog that is named may not be; a dialog of somebody else's server is his affair.
    Optional<Refusal> forbids(Order order, Request refer) {
        Optional<NamedDialogs.Named> named = named(refer);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Leg leg = named.get().leg();
        boolean own = related.test(leg, order.transferor().identity().account());
        boolean same =
                leg == order.transferor()
                        || leg == order.transferee()
                        || named.get().partner().filter(p -> p == order.transferee()).isPresent();
        if (own && !same) {
            return Optional.empty();
        }
        String why = same ? "The dialog to replace is this one" : "Not a dialog of this owner";
        return Optional.of(new Refusal(603, why, ""));
    }

    /// The Refer-To that goes out, with what the REFER itself may bring into the INVITE
    /// (`transfers.md` A10.9).
    Header header(Order order, Request refer, WantedRefer.Mark mark) {
        return referTo(order, refer, mark).carrying(brought(refer)).header();
    }

    /// What of the REFER goes on as it is, so that also who reads it there finds it.
    List<Header> brought(Request refer) {
        return TargetHeaders.copied(refer, settings.refer().headers());
    }

    private ReferTo referTo(Order order, Request refer, WantedRefer.Mark mark) {
        Uri asked =
                refer.value(HeaderName.REFER_TO)
                        .flatMap(NameAddr::parse)
                        .map(NameAddr::uri)
                        .map(PassedTarget::plain)
                        .orElse(order.target());
        Optional<Replaces> replaces = PassedDialog.in(refer);
        Optional<NamedDialogs.Named> named = named(refer);
        if (replaces.isEmpty() || named.isEmpty()) {
            return new ReferTo(reachable(asked, order)).marked(mark);
        }
        Optional<Leg> partner = named.get().partner().filter(Leg::confirmed);
        if (settings.pass().release() && partner.isPresent()) {
            return released(partner.get(), asked);
        }
        Duration life = settings.times().expires();
        grants.ifPresent(all -> all.grant(replaces.get(), order.transferee(), life));
        return new ReferTo(here(asked, order.transferee())).marked(mark);
    }

    /// Nothing but INVITE is passed on, and a phone that reads `method=INVITE` may overlook the
    /// headers behind it.
    private static Uri plain(Uri target) {
        return target instanceof SipUri sip && !sip.headers().isEmpty()
                ? sip.withoutParameter("method")
                : target;
    }

    /// The other party may take nothing over any more.
    void revoke(Leg leg) {
        grants.ifPresent(all -> all.revoke(leg));
    }

    /// The target as it reaches us, with the dialog that it has with us: the two call each other,
    /// and we are out of it.
    private static ReferTo released(Leg target, Uri asked) {
        Dialog dialog = target.session().dialog().orElseThrow();
        Replaces view =
                new Replaces(
                        dialog.callId(),
                        dialog.remoteTag(),
                        dialog.localTag(),
                        Replaces.When.ALWAYS);
        Uri contact = dialog.remoteTarget() instanceof SipUri sip ? sip.asRequestUri() : asked;
        return new ReferTo(contact).replacing(view.text());
    }

    /// The dialog is ours, so the INVITE has to come here, whoever the target is.
    private static Uri here(Uri target, Leg leg) {
        Outside.Local us = leg.outside().localAddress(leg.session().hop());
        return target instanceof SipUri sip ? at(sip, us) : target;
    }

    /// A name of ours means something to our accounts only: anybody else is told the address at
    /// which it reaches us. Who lives elsewhere is called there.
    private Uri reachable(Uri target, Order order) {
        Leg leg = order.transferee();
        boolean ours = target instanceof SipUri sip && ours(sip, order.transferor());
        return ours && leg.identity().account().isEmpty() ? here(target, leg) : target;
    }

    private boolean ours(SipUri target, Leg transferor) {
        String us = transferor.outside().localAddress(transferor.session().hop()).host();
        return serves.test(target.domain()) || us.equals(target.host());
    }

    private static SipUri at(SipUri sip, Outside.Local us) {
        return sip.at(us.host(), us.port());
    }
}

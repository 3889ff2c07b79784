package io.referee.server.call;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Request;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// What is to be routed. *Immutable.*
///
/// @param target where it is to go
/// @param from who calls, as far as dial plans see it
/// @param asked how it is asked for
/// @param depth how many transfers the call has been through
/// @param reports where dial plans say what they do
public record RouteQuery(Uri target, NameAddr from, Asked asked, int depth, PlanReports reports) {

    /// How something is asked for. *Immutable.*
    ///
    /// @param invite the request that asks, when one does
    /// @param source where it came from
    /// @param reached where it came to, as others see that
    /// @param media what is to be offered where no request asks; empty while nobody knows
    /// @param transfer the transfer that asks, for the dial plans of whoever decides about it
    public record Asked(
            Optional<Request> invite,
            Optional<Hop> source,
            Optional<Outside.Local> reached,
            Optional<SessionDescription> media,
            Optional<TransferQuery> transfer) {
        private static final Asked BY_NOBODY =
                new Asked(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /// A call that came in.
    public static RouteQuery of(Request invite, Hop source, PlanReports reports) {
        Asked asked =
                new Asked(
                        Optional.of(invite),
                        Optional.of(source),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new RouteQuery(invite.uri(), invite.from(), asked, 0, reports);
    }

    /// Something that no request of a caller asks for.
    public static RouteQuery made(Uri target, NameAddr from, PlanReports reports) {
        return new RouteQuery(target, from, Asked.BY_NOBODY, 0, reports);
    }

    /// Something that nobody in particular asks for: `anon` at this domain.
    public static RouteQuery anonymous(Uri target, String domain, PlanReports reports) {
        return made(target, NameAddr.of(SipUri.of("anon", domain, -1)), reports);
    }

    /// The request that asks, when one does.
    public Optional<Request> invite() {
        return asked.invite();
    }

    /// Where that came from.
    public Optional<Hop> source() {
        return asked.source();
    }

    /// The same, where it is known where the request came to.
    public RouteQuery reached(Outside.Local local) {
        Asked known =
                new Asked(invite(), source(), Optional.of(local), asked.media(), asked.transfer());
        return new RouteQuery(target, from, known, depth, reports);
    }

    /// The same on behalf of somebody whose media this is.
    public RouteQuery media(Optional<SessionDescription> description) {
        Asked known = new Asked(invite(), source(), asked.reached(), description, asked.transfer());
        return new RouteQuery(target, from, known, depth, reports);
    }

    /// The transfer that asks, when one does.
    public Optional<TransferQuery> transfer() {
        return asked.transfer();
    }

    /// The same for a transfer, or for none: a plan that does not decide about one sees none.
    public RouteQuery transferring(Optional<TransferQuery> transfer) {
        Asked known = new Asked(invite(), source(), asked.reached(), asked.media(), transfer);
        return new RouteQuery(target, from, known, depth, reports);
    }

    /// The same of a call that has been through so many transfers.
    public RouteQuery at(int transfers) {
        return new RouteQuery(target, from, asked, transfers, reports);
    }

    /// The same to another target.
    public RouteQuery to(Uri next) {
        return new RouteQuery(next, from, asked, depth, reports);
    }

    /// The same in somebody else's name.
    public RouteQuery as(NameAddr caller) {
        return new RouteQuery(target, caller, asked, depth, reports);
    }

    /// The same with a plan of this owner.
    public RouteQuery by(String owner) {
        return reporting(reports.to(owner));
    }

    /// The same with what plans do said elsewhere.
    public RouteQuery reporting(PlanReports other) {
        return new RouteQuery(target, from, asked, depth, other);
    }
}

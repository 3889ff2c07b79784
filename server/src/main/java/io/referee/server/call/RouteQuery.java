package io.referee.server.call;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// What is to be routed. *Immutable.*
///
/// @param target where it is to go
/// @param from who calls, as far as dial plans see it
/// @param invite the request that asks, when one does
/// @param source where it came from
/// @param depth how many transfers the call has been through
/// @param reports where dial plans say what they do
public record RouteQuery(
        Uri target,
        NameAddr from,
        Optional<Request> invite,
        Optional<Hop> source,
        int depth,
        PlanReports reports) {

    /// A call that came in.
    public static RouteQuery of(Request invite, Hop source, PlanReports reports) {
        return new RouteQuery(
                invite.uri(), invite.from(), Optional.of(invite), Optional.of(source), 0, reports);
    }

    /// Something that no request of a caller asks for.
    public static RouteQuery made(Uri target, NameAddr from, PlanReports reports) {
        return new RouteQuery(target, from, Optional.empty(), Optional.empty(), 0, reports);
    }

    /// Something that nobody in particular asks for: `anon` at this domain.
    public static RouteQuery anonymous(Uri target, String domain, PlanReports reports) {
        return made(target, NameAddr.of(SipUri.of("anon", domain, -1)), reports);
    }

    /// The same of a call that has been through so many transfers.
    public RouteQuery at(int transfers) {
        return new RouteQuery(target, from, invite, source, transfers, reports);
    }

    /// The same to another target.
    public RouteQuery to(Uri next) {
        return new RouteQuery(next, from, invite, source, depth, reports);
    }

    /// The same in somebody else's name.
    public RouteQuery as(NameAddr caller) {
        return new RouteQuery(target, caller, invite, source, depth, reports);
    }

    /// The same with a plan of this owner.
    public RouteQuery by(String owner) {
        return new RouteQuery(target, from, invite, source, depth, reports.to(owner));
    }
}

package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.call.Adoption;
import io.referee.server.call.Arriving;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Pickup;
import io.referee.server.call.Switchboard;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.session.ReplacesMatch;
import io.referee.sip.session.Session;

import java.util.List;
import java.util.Optional;

/// Takes INVITEs that ask to take the place of a leg (`transfers.md` A5.3, RFC 3891 §3): who may,
/// and what comes of it. *Engine thread only.*
final class Takeovers {
    private final Transfers desk;
    private final Switchboard switchboard;
    private final TransferSettings settings;
    private final DialogFinder finder;
    private final Grants grants;

    Takeovers(
            Transfers desk,
            Switchboard switchboard,
            TransferSettings settings,
            DialogFinder finder) {
        this.desk = desk;
        this.switchboard = switchboard;
        this.settings = settings;
        this.finder = finder;
        this.grants = new Grants(switchboard.legs().outside());
    }

    /// Where a REFER that is passed on leaves the permission that its INVITE needs.
    Grants grants() {
        return grants;
    }

    void arrived(Arriving arriving) {
        if (arriving.invite().header(HeaderName.REPLACES).isEmpty()) {
            joins(arriving);
            return;
        }
        switch (switchboard.agent().match(arriving.invite())) {
            case ReplacesMatch.Nothing _ -> throw new IllegalArgumentException("no Replaces");
            case ReplacesMatch.Refused no ->
                    placed(arriving)
                            .ifPresentOrElse(
                                    session -> take(arriving, session, this::early),
                                    () -> arriving.refuse(no.status(), no.reason()));
            case ReplacesMatch.Confirmed(Session session) ->
                    take(arriving, session, this::confirmed);
            case ReplacesMatch.Ringing(Session session) -> take(arriving, session, this::ringing);
        }
    }

    /// Nobody is added to a call here, because nobody mixes what is said (`transfers.md` A14): 488
    /// for a dialog of ours, 481 for any other (RFC 3911 §4). No URI of ours is that of a
    /// conference, where a Join would be ignored.
    private void joins(Arriving arriving) {
        List<String> values = arriving.joined();
        Optional<Replaces> named =
                values.size() == 1 ? Replaces.parse(values.getFirst()) : Optional.empty();
        if (named.isEmpty()) {
            arriving.refuse(400, "One Join that can be read");
        } else if (switchboard.agent().match(named.get()) instanceof ReplacesMatch.Refused) {
            arriving.refuse(481, "Call/Transaction Does Not Exist");
        } else {
            arriving.refuse(488, "Nobody is added to a call here");
        }
    }

    /// The call that somebody else places and that still rings, when it may be taken over.
    private Optional<Session> placed(Arriving arriving) {
        List<String> values = arriving.invite().values(HeaderName.REPLACES);
        boolean joins = Arriving.joins(arriving.invite());
        return !settings.replaces().takeover() || values.size() != 1 || joins
                ? Optional.empty()
                : Replaces.parse(values.getFirst())
                        .flatMap(switchboard.agent()::named)
                        .filter(session -> !session.over() && !session.confirmed());
    }

    private void early(Arriving arriving, Call call, Leg leg) {
        Adoption.of(call, leg)
                .ifPresentOrElse(
                        ringing ->
                                new EarlyTakeover(ringing, arriving, settings, desk::run).start(),
                        () -> arriving.refuse(481, "Call/Transaction Does Not Exist"));
    }

    /// What is done with a leg that was found and may be taken over.
    private interface Taking {
        void from(Arriving arriving, Call call, Leg leg);
    }

    private void take(Arriving arriving, Session session, Taking taking) {
        Leg leg = switchboard.legs().of(session).orElse(null);
        Call call = leg == null ? null : switchboard.callOf(leg).orElse(null);
        if (leg == null || call == null) {
            arriving.refuse(481, "Call/Transaction Does Not Exist");
        } else if (desk.lot().retrieves(arriving, leg)) {
            return;
        } else if (!may(arriving, leg)) {
            Abuse.of(leg, arriving.session().hop(), "Replaces by " + whoever(arriving) + ": 403");
            arriving.refuse(403, "Not your call");
        } else if (call.guarded()) {
            arriving.refuse(491, "A transfer is running on this call");
        } else {
            new SipsRule(settings)
                    .objection(arriving.invite(), call, leg)
                    .ifPresentOrElse(
                            no -> blocked(arriving, call, leg, no),
                            () -> taking.from(arriving, call, leg));
        }
    }

    private static void blocked(Arriving arriving, Call call, Leg leg, Refusal no) {
        String staying = Side.of(call, leg).map(side -> side.staying().id()).orElse("");
        new BlockedTakeover(arriving, call, "replaces", leg, staying).by(no);
    }

    private static String whoever(Arriving arriving) {
        return arriving.account().map(Account::aor).orElse("a stranger");
    }

    /// Knowing the ids opens nothing (`transfers.md` F.5).
    private boolean may(Arriving arriving, Leg leg) {
        String account = arriving.account().map(Account::aor).orElse("");
        return finder.related(leg, account)
                || arriving.invite()
                        .value(HeaderName.REPLACES)
                        .flatMap(Replaces::parse)
                        .filter(named -> grants.take(named, arriving))
                        .isPresent();
    }

    private void confirmed(Arriving arriving, Call call, Leg leg) {
        Optional<Side> side = Side.of(call, leg);
        if (side.isEmpty()) {
            arriving.refuse(603, "Nobody is at the other end");
        } else {
            desk.run(new Takeover(side.get(), arriving, settings));
        }
    }

    private void ringing(Arriving arriving, Call call, Leg leg) {
        Pickup.of(call, arriving)
                .ifPresentOrElse(
                        pickup -> pickup.by(arriving),
                        () -> arriving.refuse(488, "Not Acceptable Here"));
    }
}

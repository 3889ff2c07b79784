package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.script.Reply;
import io.referee.server.script.Scripts;
import io.referee.sip.session.Authorizer;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What plans at work need of where they run. *Engine thread only.*
public interface Plans {
    /// The time of the event that is being applied.
    Instant now();

    /// Who exists.
    Directory directory();

    /// The rules of a plan, ready.
    RuleList rules(DialPlan plan);

    /// Says whom legs of dial strings mean.
    Resolver resolver();

    /// The registered phones of an account, best first.
    List<Target> phones(Account account);

    /// Where a call to this account goes, from within another plan.
    Route incoming(Account callee, RouteQuery query, Circle loop);

    /// Where a run of a plan leads.
    Route run(PlanRun run);

    /// How calls go out over a provider of this owner.
    Way way(String owner, String provider);

    /// Whether the account `user@domain` may begin something that it pays for.
    boolean affords(String aor);

    /// How many transfers and redirections one call may go through.
    int maxDepth();

    /// Who runs scripts; their hosts are told in the engine.
    Scripts scripts();

    /// The calls of owners.
    default PlanDesk desk() {
        return PlanDesk.NONE;
    }

    /// The time zone that plans see.
    default ZoneId zone() {
        return ZoneOffset.UTC;
    }

    /// Whether History-Info tells of redirections that are followed.
    default boolean history() {
        return false;
    }

    /// Begins one more script of this owner; false when as many as may be run already.
    default boolean enter(String owner) {
        return true;
    }

    /// A script that was begun is over.
    default void leave(PlanRun run) {}

    /// Whether each line of a script is reported.
    default boolean tracing() {
        return false;
    }

    /// A plan dials, and these are whom it means.
    default void dials(PlanRun run, DialOrder order, Resolution resolution) {}

    /// What a script asks of the world outside; the answer comes later, in the engine.
    void slowly(PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply);

    /// A way out.
    ///
    /// @param proxy where requests are sent instead of to the Request-URI
    record Way(Optional<SipUri> proxy, Authorizer credentials) {
        /// Straight there, without credentials.
        public static final Way PLAIN = new Way(Optional.empty(), Authorizer.NONE);
    }
}

package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Sends no more calls on their way for an owner than are set, at a time and in a day, so that a
/// plan or a password in the wrong hands costs no more than that. Calls in are not counted: nobody
/// is to use an owner's calls up by ringing him. *Engine thread only.*
public final class LimitRouter implements Router {
    private static final int HOURS = 24;

    private final Router inner;
    private final Supplier<Instant> now;
    private final Map<String, Day> days = new HashMap<>();
    private ToIntFunction<String> placedFor = _ -> 0;
    private int atOnce;
    private int perDay;

    /// Calls by the hour, the last 24 of them.
    private static final class Day {
        private final int[] calls = new int[HOURS];
        private long hour;

        void at(long next) {
            for (long i = Math.max(hour + 1, next - HOURS + 1); i <= next; i++) {
                calls[(int) (i % HOURS)] = 0;
            }
            hour = Math.max(hour, next);
        }

        int sum() {
            int sum = 0;
            for (int each : calls) {
                sum += each;
            }
            return sum;
        }

        void count() {
            calls[(int) (hour % HOURS)]++;
        }
    }

    /// No limits, until some are set.
    public LimitRouter(Router inner, Supplier<Instant> now) {
        this.inner = inner;
        this.now = now;
    }

    /// @param calls that the accounts of one owner have placed, at a time; 0: no limit
    /// @param aDay calls and transfers that the accounts and plans of one owner place in 24 hours;
    ///   0: no limit
    public void most(int calls, int aDay) {
        atOnce = calls;
        perDay = aDay;
    }

    /// @param calls how many calls that accounts of an owner have placed are alive, with the one
    ///   that is asked about; asked for each call, so it counts nothing itself
    public void placed(ToIntFunction<String> calls) {
        placedFor = calls;
    }

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        Optional<Route> no = refused(caller.owner(), caller.outPlan(), query);
        if (no.isPresent()) {
            return no.get();
        }
        count(caller.owner());
        return inner.outgoing(caller, query);
    }

    @Override
    public Route incoming(Account callee, RouteQuery query) {
        return inner.incoming(callee, query);
    }

    @Override
    public SipUri account(SipUri target) {
        return inner.account(target);
    }

    @Override
    public Optional<Route> planned(String owner, String plan, RouteQuery query) {
        return inner.planned(owner, plan, query).map(route -> within(owner, plan, query, route));
    }

    @Override
    public Optional<Route> transfer(String owner, RouteQuery query) {
        return inner.transfer(owner, query).map(route -> within(owner, "transfer", query, route));
    }

    /// A look-up alone uses nothing up: it may come to nothing, or be made again.
    @Override
    public void begins(String owner) {
        inner.begins(owner);
        count(owner);
    }

    private Route within(String owner, String plan, RouteQuery query, Route route) {
        return route instanceof Route.Refused ? route : refused(owner, plan, query).orElse(route);
    }

    private Optional<Route> refused(String owner, String plan, RouteQuery query) {
        if (perDay > 0 && day(owner).sum() >= perDay) {
            String why = "more than " + perDay + " calls in 24 hours (security.owner.callsPerDay)";
            return Optional.of(told(plan, query, why, "Daily call limit reached"));
        }
        if (atOnce > 0 && placedFor.applyAsInt(owner) > atOnce) {
            String why = "more than " + atOnce + " calls at a time (security.owner.calls)";
            return Optional.of(told(plan, query, why, "Too many calls at once"));
        }
        return Optional.empty();
    }

    private static Route told(String plan, RouteQuery query, String why, String reason) {
        Uri target = query.target();
        query.reports().error(plan, 0, "the call to " + target.text() + " is refused: " + why);
        return new Route.Refused(480, reason);
    }

    private Day day(String owner) {
        Day day = days.computeIfAbsent(owner, _ -> new Day());
        day.at(now.get().getEpochSecond() / 3_600);
        return day;
    }

    private void count(String owner) {
        if (perDay > 0) {
            day(owner).count();
        }
    }
}

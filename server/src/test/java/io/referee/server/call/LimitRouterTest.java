package io.referee.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Calls of a day: for whom they count, and when they are forgotten.
class LimitRouterTest {
    private static final DirectorySnapshot PEOPLE =
            Apply.file(
                            Document.yaml(
                                    "people.yaml",
                                    "users: [{name: aaron, accounts: [{name: alice, password: p},"
                                            + " {name: bob, password: p}]}, {name: berta,"
                                            + " accounts: [{name: dora, password: p}]}]"),
                            DirectorySnapshot.of(
                                    List.of("localhost"), List.of(), List.of(), List.of()))
                    .directory();
    private static final Route ON = new Route.Ring(List.of(), Route.Otherwise.NOTHING);

    private Instant now = Instant.parse("2026-07-01T12:30:00Z");
    private final LimitRouter limits = new LimitRouter(new Anywhere(), () -> now);

    private static final class Anywhere implements Router {
        @Override
        public Route outgoing(Account caller, RouteQuery query) {
            return ON;
        }

        @Override
        public Route incoming(Account callee, RouteQuery query) {
            return ON;
        }

        @Override
        public Optional<Route> planned(String owner, String plan, RouteQuery query) {
            return plan.equals("none") ? Optional.empty() : Optional.of(ON);
        }

        @Override
        public Optional<Route> transfer(String owner, RouteQuery query) {
            return Optional.of(ON);
        }
    }

    private static RouteQuery query() {
        return RouteQuery.anonymous(
                SipUri.of("5", "localhost", -1), "localhost", PlanReports.SILENT);
    }

    private boolean call(String account) {
        return limits.outgoing(PEOPLE.account(account, "localhost").orElseThrow(), query())
                .equals(ON);
    }

    @Test
    void allCallsOfAnOwnerCountTogetherAndNobodyElses() {
        limits.most(0, 3);

        assertThat(call("alice")).isTrue();
        assertThat(call("bob")).isTrue();
        assertThat(limits.transfer("aaron", query())).contains(ON);
        assertThat(limits.transfer("aaron", query())).as("asking is free").contains(ON);
        assertThat(limits.planned("aaron", "webcallback", query())).contains(ON);
        limits.begins("aaron");
        assertThat(limits.planned("aaron", "none", query())).isEmpty();
        assertThat(call("alice")).isFalse();
        assertThat(limits.transfer("aaron", query()))
                .contains(new Route.Refused(480, "Daily call limit reached"));
        assertThat(limits.planned("aaron", "webcallback", query()))
                .contains(new Route.Refused(480, "Daily call limit reached"));
        assertThat(limits.incoming(PEOPLE.account("alice", "localhost").orElseThrow(), query()))
                .as("being called costs nothing")
                .isEqualTo(ON);
        assertThat(call("dora")).isTrue();
    }

    @Test
    void aCallIsForgottenAfterADay() {
        limits.most(0, 2);
        assertThat(call("alice")).isTrue();
        now = now.plus(Duration.ofHours(20));
        assertThat(call("alice")).isTrue();
        assertThat(call("alice")).isFalse();
        now = now.plus(Duration.ofHours(4));
        assertThat(call("alice")).as("the first is a day old").isTrue();
        assertThat(call("alice")).isFalse();
        now = now.plus(Duration.ofDays(400));
        assertThat(call("alice")).isTrue();
        assertThat(call("alice")).isTrue();
        assertThat(call("alice")).isFalse();
    }

    @Test
    void callsAtATimeAreThoseOfAllItsAccounts() {
        limits.most(2, 0);
        limits.placed(owner -> owner.equals("berta") ? 100 : 2);
        assertThat(call("alice")).isTrue();

        limits.placed(owner -> owner.equals("aaron") ? 3 : 0);
        assertThat(call("alice")).isFalse();
        assertThat(limits.transfer("aaron", query()))
                .contains(new Route.Refused(480, "Too many calls at once"));
        assertThat(call("dora")).isTrue();
    }

    @Test
    void nothingIsLimitedUnlessItIsSet() {
        limits.placed(owner -> 1_000_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(call("alice")).isTrue();
        }
    }
}

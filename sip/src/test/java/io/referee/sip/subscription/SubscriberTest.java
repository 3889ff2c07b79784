package io.referee.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.SubscriptionState;
import io.referee.sip.subscription.Subscriber.Effect;
import io.referee.sip.subscription.Subscriber.Event;
import io.referee.sip.subscription.Subscriber.State;
import io.referee.sip.subscription.Subscriber.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// RFC 6665 §4.1.
class SubscriberTest {
    private static List<String> said(Step step) {
        return step.effects().stream().map(SubscriberTest::text).toList();
    }

    private static String text(Effect effect) {
        return switch (effect) {
            case Effect.Tell _ -> "tell";
            case Effect.Refresh _ -> "SUBSCRIBE";
            case Effect.Last(var refresh, var expiry) ->
                    "refresh in " + refresh.toSeconds() + ", over in " + expiry.toSeconds();
            case Effect.Over(var cause) ->
                    "over " + cause.status() + ' ' + cause.reason() + ' ' + cause.retryAfter();
        };
    }

    private static Event notify(String state) {
        return new Event.Notified(SubscriptionState.parse(state).orElseThrow(), new byte[0]);
    }

    private static Step waiting(Event event) {
        return Subscriber.next(new State.NotifyWait(), event);
    }

    @Test
    void aNotifyMakesTheSubscriptionAlsoBeforeTheResponse() {
        Step first = waiting(notify("active;expires=60"));

        assertThat(first.state()).isInstanceOf(State.Active.class);
        assertThat(said(first)).containsExactly("tell", "refresh in 45, over in 60");
    }

    @Test
    void withoutANotifyItEndsWithTimerN() {
        assertThat(said(waiting(new Event.TimerN()))).containsExactly("over 408 NONE -1");
        assertThat(said(Subscriber.next(new State.Active(), new Event.TimerN()))).isEmpty();
    }

    @Test
    void aRefusalEndsWhatHasNotBegun() {
        assertThat(said(waiting(new Event.Refused(603)))).containsExactly("over 603 NONE -1");
    }

    @Test
    void aRefusedRefreshEndsItOnlyWhenItIsNotThere() {
        assertThat(said(Subscriber.next(new State.Active(), new Event.Refused(500)))).isEmpty();
        assertThat(said(Subscriber.next(new State.Active(), new Event.Refused(481))))
                .containsExactly("over 481 NONE -1");
    }

    @ParameterizedTest
    @CsvSource({
        "terminated;reason=noresource, over 0 NORESOURCE -1",
        "terminated;reason=rejected, over 0 REJECTED -1",
        "terminated;reason=invariant, over 0 INVARIANT -1",
        "terminated;reason=deactivated, over 0 DEACTIVATED 0",
        "terminated;reason=timeout, over 0 TIMEOUT 0",
        "terminated;reason=giveup;retry-after=9, over 0 GIVEUP 9",
        "terminated;reason=probation, over 0 PROBATION 0",
        "terminated, over 0 NONE 0"
    })
    void theEndSaysWhetherAnotherTryMakesSense(String state, String over) {
        assertThat(said(Subscriber.next(new State.Active(), notify(state))))
                .containsExactly("tell", over);
        assertThat(said(waiting(notify(state)))).containsExactly("tell", over);
    }

    @Test
    void pendingBecomesActive() {
        Step pending = waiting(notify("pending"));
        Step active = Subscriber.next(pending.state(), notify("active"));

        assertThat(pending.state()).isInstanceOf(State.Pending.class);
        assertThat(active.state()).isInstanceOf(State.Active.class);
    }

    @Test
    void itIsRefreshedAndEndsWhenItsTimeIsOver() {
        assertThat(said(Subscriber.next(new State.Active(), new Event.RefreshDue())))
                .containsExactly("SUBSCRIBE");
        assertThat(said(Subscriber.next(new State.Active(), new Event.ExpiryDue())))
                .containsExactly("over 0 NONE -1");
    }

    @Test
    void afterTheEndNothingHappens() {
        for (Event event :
                List.of(
                        notify("active"),
                        new Event.Refused(481),
                        new Event.TimerN(),
                        new Event.RefreshDue(),
                        new Event.ExpiryDue())) {
            assertThat(Subscriber.next(new State.Terminated(), event).effects()).isEmpty();
        }
    }
}

package io.referee.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.subscription.Notifier.Effect;
import io.referee.sip.subscription.Notifier.Event;
import io.referee.sip.subscription.Notifier.State;
import io.referee.sip.subscription.Notifier.Step;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// RFC 6665 §4.2, RFC 3515 §2.4.4.
class NotifierTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> said(Step step) {
        return step.effects().stream().map(NotifierTest::text).toList();
    }

    private static String text(Effect effect) {
        return switch (effect) {
            case Effect.Notify(var state, byte[] body) ->
                    "NOTIFY " + state.text() + ' ' + new String(body, StandardCharsets.UTF_8);
            case Effect.Expire(Duration after) -> "expire in " + after.toSeconds();
            case Effect.Forget _ -> "forget";
        };
    }

    private static Step active() {
        return Notifier.active(MINUTE, body("100"), NOW);
    }

    @Test
    void theFirstNotifyFollowsAtOnce() {
        assertThat(said(active())).containsExactly("NOTIFY active;expires=60 100", "expire in 60");
        assertThat(said(Notifier.pending(MINUTE, body(""), NOW)))
                .containsExactly("NOTIFY pending;expires=60 ", "expire in 60");
    }

    @Test
    void aFetchIsToldOnce() {
        Step fetch = Notifier.active(Duration.ZERO, body("100"), NOW);

        assertThat(said(fetch)).containsExactly("NOTIFY terminated;reason=timeout 100", "forget");
        assertThat(fetch.state()).isInstanceOf(State.Terminated.class);
    }

    @Test
    void aChangeIsToldWithTheTimeThatIsLeft() {
        Step changed =
                Notifier.next(
                        active().state(), new Event.Changed(body("180")), NOW.plusSeconds(20));

        assertThat(said(changed)).containsExactly("NOTIFY active;expires=40 180");
    }

    @Test
    void whilePendingNothingOfAChangeIsTold() {
        State pending = Notifier.pending(MINUTE, body("100"), NOW).state();
        Step changed = Notifier.next(pending, new Event.Changed(body("180")), NOW);
        Step granted = Notifier.next(changed.state(), new Event.Granted(), NOW);

        assertThat(said(changed)).isEmpty();
        assertThat(said(granted)).containsExactly("NOTIFY active;expires=60 180");
    }

    @Test
    void theEndIsToldWithItsReason() {
        Step ended =
                Notifier.next(
                        active().state(), new Event.Ended(body("200"), Reason.NORESOURCE), NOW);

        assertThat(said(ended))
                .containsExactly("NOTIFY terminated;reason=noresource 200", "forget");
    }

    @Test
    void whoIsNotRefreshedInTimeEnds() {
        Step refreshed =
                Notifier.next(active().state(), new Event.Refreshed(MINUTE), NOW.plusSeconds(30));
        Step early = Notifier.next(refreshed.state(), new Event.ExpiryDue(), NOW.plusSeconds(60));
        Step due = Notifier.next(early.state(), new Event.ExpiryDue(), NOW.plusSeconds(90));

        assertThat(said(refreshed)).containsExactly("NOTIFY active;expires=60 100", "expire in 60");
        assertThat(said(early)).containsExactly("expire in 30");
        assertThat(said(due)).containsExactly("NOTIFY terminated;reason=timeout 100", "forget");
    }

    @Test
    void aRefreshOfZeroEndsIt() {
        Step over = Notifier.next(active().state(), new Event.Refreshed(Duration.ZERO), NOW);

        assertThat(over.state()).isInstanceOf(State.Terminated.class);
    }

    @Test
    void aSubscriberThatIsGoneIsForgottenAndOneThatIsBusyIsNot() {
        Step gone = Notifier.next(active().state(), new Event.Answered(481), NOW);
        Step busy = Notifier.next(active().state(), new Event.Answered(500), NOW);

        assertThat(said(gone)).containsExactly("forget");
        assertThat(busy.state()).isInstanceOf(State.Active.class);
    }

    @Test
    void afterTheEndNothingHappens() {
        List<Event> all =
                List.of(
                        new Event.Refreshed(MINUTE),
                        new Event.Granted(),
                        new Event.Changed(body("180")),
                        new Event.Ended(body("200"), Reason.NORESOURCE),
                        new Event.ExpiryDue(),
                        new Event.Answered(481));
        for (Event event : all) {
            Step step = Notifier.next(new State.Terminated(), event, NOW);
            assertThat(step.effects()).as("%s", event).isEmpty();
            assertThat(step.state()).isInstanceOf(State.Terminated.class);
        }
    }
}

package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.header.SubscriptionState.Standing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6665 §8.2.1, §8.2.3.
class SubscriptionStateTest {
    @ParameterizedTest
    @CsvSource({
        "active;expires=60, ACTIVE, NONE, 60, -1",
        "Pending ; Expires = 5, PENDING, NONE, 5, -1",
        "terminated;reason=noresource, TERMINATED, NORESOURCE, -1, -1",
        "terminated;reason=probation;retry-after=30, TERMINATED, PROBATION, -1, 30",
        "terminated;reason=other, TERMINATED, NONE, -1, -1",
        "terminated, TERMINATED, NONE, -1, -1",
        "waiting;expires=x, OTHER, NONE, -1, -1"
    })
    void itIsReadAsItIsMeant(
            String text, Standing standing, Reason reason, long expires, long retryAfter) {
        assertThat(SubscriptionState.parse(text))
                .contains(new SubscriptionState(standing, reason, expires, retryAfter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "active;expires=60",
                "pending;expires=5",
                "terminated;reason=noresource",
                "terminated;reason=probation;retry-after=30"
            })
    void itIsWrittenAsItIsRead(String text) {
        assertThat(SubscriptionState.parse(text).orElseThrow().text()).isEqualTo(text);
    }

    @Test
    void nothingIsNoState() {
        assertThat(SubscriptionState.parse("")).isEmpty();
        assertThat(SubscriptionState.parse(";expires=1")).isEmpty();
    }

    @Test
    void anEventIsItsTypeAndItsId() {
        assertThat(Event.parse("refer")).contains(Event.REFER);
        assertThat(Event.parse(" refer ; id=93809823")).contains(Event.refer(93_809_823));
        assertThat(Event.parse("presence.winfo").orElseThrow().text()).isEqualTo("presence.winfo");
        assertThat(Event.refer(2).text()).isEqualTo("refer;id=2");
        assertThat(Event.parse(";id=1")).isEmpty();
        assertThat(Event.parse("")).isEmpty();
    }

    @Test
    void anIdIsComparedWithCaseAndATypeWithout() {
        assertThat(new Event("REFER", "a").matches(new Event("refer", "a"))).isTrue();
        assertThat(new Event("refer", "A").matches(new Event("refer", "a"))).isFalse();
        assertThat(Event.REFER.matches(Event.refer(1))).isFalse();
        assertThat(Event.REFER.isOf("refer2")).isFalse();
    }
}

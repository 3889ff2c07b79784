package io.referee.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.transfer.LegFinder.Bridged;
import io.referee.sip.session.Session.Direction;

import org.junit.jupiter.api.Test;

import java.util.List;

class LegFinderTest {
    private static Bridged received(String id, String name, String user) {
        return new Bridged("call", id, Direction.INCOMING, "callid-" + id, name, user);
    }

    private static Bridged placed(String id, String name, String user) {
        return new Bridged("call", id, Direction.OUTGOING, "callid-" + id, name, user);
    }

    private static List<String> found(String text, Bridged... legs) {
        return LegFinder.find(List.of(legs), text).stream().map(Bridged::leg).toList();
    }

    @Test
    void aCallIdIsMatchedExactly() {
        assertThat(found("callid-b", received("a", "", ""), placed("b", "", "")))
                .containsExactly("b");
        assertThat(found("callid", received("a", "", ""))).isEmpty();
    }

    @Test
    void aCallIdGoesBeforeAName() {
        assertThat(found("callid-b", received("a", "callid-b", ""), placed("b", "", "")))
                .containsExactly("b");
    }

    @Test
    void theUserOrTheNameOfACallerNeedsOnlyToContainTheText() {
        assertThat(found("99HHMM", received("a", "", "+99HHMMSS"), placed("b", "", "x")))
                .containsExactly("a");
        assertThat(found("Call 7", received("a", "My Call 7 now", "1"), placed("b", "", "x")))
                .containsExactly("a");
    }

    @Test
    void aReceivedLegGoesBeforeThePlacedOneThatShowsTheSameCaller() {
        assertThat(found("guest", placed("b", "", "guest"), received("a", "", "guest")))
                .containsExactly("a");
    }

    @Test
    void aPlacedLegIsFoundWhenNoReceivedOneFits() {
        assertThat(found("unique", received("a", "", "guest"), placed("b", "", "unique-1")))
                .containsExactly("b");
    }

    @Test
    void twoThatFitAreAsGoodAsNone() {
        Bridged one = received("a", "", "guest");
        Bridged two = received("b", "", "guest");

        assertThat(found("guest", one, two)).isEmpty();
        assertThat(found("guest", one, two, placed("c", "", "guest"))).isEmpty();
        assertThat(found("guest", placed("c", "", "guest"), placed("d", "guest", ""))).isEmpty();
    }

    @Test
    void anEmptyTextFindsNothing() {
        assertThat(found("", received("a", "", "guest"))).isEmpty();
    }
}

package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How much is kept of the reliable responses of a forked INVITE, and for how long.
class ReliableResponsesTest {
    private static final Hop PROXY = Town.udp(1);
    private static final String OFFER =
            """
            v=0
            o=- 1 1 IN IP4 198.51.100.1
            s=-
            c=IN IP4 198.51.100.1
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;

    private final Town town = new Town();
    private final List<String> rung = new ArrayList<>();
    private final Session session = town.call("198.51.100.1", new Rung());

    private final class Rung implements SessionListener {
        @Override
        public void ringing(Session from, Response response) {
            rung.add(response.toTag());
        }
    }

    private Response answer(int status, String tag) {
        Request invite = town.last("INVITE", PROXY).request();
        MessageBuilder response =
                MessageBuilder.responding(invite, tag)
                        .add(HeaderName.CONTACT, "<sip:" + tag + "@198.51.100.1:5060>");
        if (status < 200) {
            response.add(HeaderName.REQUIRE, "100rel")
                    .add(HeaderName.of("RSeq"), "1")
                    .body("application/sdp", OFFER.getBytes(StandardCharsets.UTF_8));
        }
        Response made = response.response(status);
        town.agent.received(made, PROXY);
        return made;
    }

    @Test
    void answerersBeyondTheLimitOfDialogsAreNotHeard() {
        for (int i = 0; i < Forks.MAX_DIALOGS + 8; i++) {
            answer(183, "tag" + i);
        }
        Response last = answer(183, "tag" + (Forks.MAX_DIALOGS - 1));
        Response beyond = answer(183, "tag" + Forks.MAX_DIALOGS);

        assertThat(rung).hasSize(Forks.MAX_DIALOGS).doesNotContain(beyond.toTag());
        assertThat(session.outgoing().reliable().exchange(last.toTag()).offered()).isTrue();
        assertThat(session.outgoing().reliable().exchange(beyond.toTag()))
                .isEqualTo(Exchange.BEGUN);
    }

    @Test
    void aFailureForgetsThemAll() {
        Response one = answer(183, "one");
        assertThat(session.provisionals().offers(one)).isTrue();

        answer(486, "one");

        assertThat(session.provisionals().offers(one)).isFalse();
    }

    @Test
    void aSuccessForgetsAllButTheWinner() {
        Response one = answer(183, "one");
        Response two = answer(183, "two");

        answer(200, "two");

        assertThat(session.provisionals().offers(one)).isFalse();
        assertThat(session.provisionals().offers(two)).isTrue();
    }
}

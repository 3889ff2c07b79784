package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The dialogs of a forked INVITE (RFC 3261 §12.1.2, §13.2.2).
class SessionForkTest {
    private static final Hop PROXY = Town.udp(1);
    private static final byte[] NOTHING = new byte[0];

    private final Town town = new Town();
    private final List<String> told = new ArrayList<>();
    private final Session session = town.call("198.51.100.1", new Told());

    private final class Told implements SessionListener {
        @Override
        public void ringing(Session from, Response response) {
            told.add(
                    response.status()
                            + " of "
                            + from.dialogOf(response).map(SessionDialog::remoteTag).orElse("none"));
        }

        @Override
        public void earlyEnded(Session from, SessionDialog early, SipMessage because) {
            told.add("end of " + early.remoteTag());
        }

        @Override
        public void answered(Session from, Response response) {
            told.add("answer of " + from.remoteTag());
            from.acknowledge(NOTHING);
        }
    }

    /// A response of one answerer, whose Contact is its tag at an address of its own.
    private void answer(int status, String tag) {
        Request invite = town.last("INVITE", PROXY).request();
        MessageBuilder response = MessageBuilder.responding(invite, tag);
        if (!tag.isEmpty()) {
            response.add(HeaderName.CONTACT, "<sip:" + tag + "@198.51.100.1:5060>");
        }
        town.agent.received(response.response(status), PROXY);
    }

    private List<Request> sent(Method method) {
        return town.sent.stream()
                .map(Town.Sent::message)
                .filter(message -> message instanceof Request request && request.is(method))
                .map(message -> (Request) message)
                .toList();
    }

    @Test
    void eachAnswererHasAnEarlyDialogOfItsOwn() {
        answer(180, "one");
        answer(183, "two");
        answer(180, "");

        assertThat(told).containsExactly("180 of one", "183 of two", "180 of none");
        assertThat(session.remoteTag()).isEqualTo("one");
    }

    @Test
    void requestsInEachHaveCseqNumbersAndATargetOfTheirOwn() {
        answer(180, "one");
        answer(180, "two");
        SessionDialog two = session.forks().find("two").orElseThrow();
        SessionDialog one = session.forks().find("one").orElseThrow();
        one.request(Method.INFO, List.of(), "", NOTHING, ResponseListener.NONE);
        one.request(Method.INFO, List.of(), "", NOTHING, ResponseListener.NONE);
        two.request(Method.INFO, List.of(), "", NOTHING, ResponseListener.NONE);

        assertThat(sent(Method.INFO))
                .extracting(info -> info.toTag() + ' ' + info.cseq().number() + ' ' + user(info))
                .containsExactly("one 2 one", "one 3 one", "two 2 two");
    }

    private static String user(Request request) {
        return NameAddr.of(request.uri()).user();
    }

    @Test
    void theCseqNumbersOfTheDialogThatIsConfirmedGoOn() {
        answer(180, "one");
        SessionDialog one = session.forks().find("one").orElseThrow();
        one.request(Method.INFO, List.of(), "", NOTHING, ResponseListener.NONE);
        answer(200, "one");
        session.bye(List.of());

        assertThat(sent(Method.BYE)).extracting(bye -> bye.cseq().number()).containsExactly(3L);
        assertThat(sent(Method.ACK)).extracting(ack -> ack.cseq().number()).containsExactly(1L);
    }

    @Test
    void theFirstAnswerConfirmsAndTheSecondHearsAckAndOneBye() {
        answer(180, "one");
        answer(180, "two");
        answer(200, "two");
        answer(200, "one");
        answer(200, "one");
        answer(200, "two");

        assertThat(told).endsWith("answer of two");
        assertThat(sent(Method.ACK))
                .extracting(Request::toTag)
                .containsExactly("two", "one", "one", "two");
        List<Request> acks = sent(Method.ACK);
        assertThat(acks.get(2)).isEqualTo(acks.get(1));
        assertThat(acks.get(3)).isEqualTo(acks.get(0));
        assertThat(sent(Method.BYE)).extracting(Request::toTag).containsExactly("one");
        assertThat(session.confirmed()).isTrue();
    }

    @Test
    void a199EndsOneEarlyDialogAndNothingMoreIsSentInIt() {
        answer(180, "one");
        answer(180, "two");
        SessionDialog one = session.forks().find("one").orElseThrow();
        answer(199, "one");
        answer(180, "one");
        one.request(Method.INFO, List.of(), "", NOTHING, ResponseListener.NONE);

        assertThat(told).containsExactly("180 of one", "180 of two", "end of one");
        assertThat(session.remoteTag()).isEqualTo("two");
        assertThat(sent(Method.INFO)).isEmpty();
    }

    @Test
    void aFailureEndsThemAll() {
        answer(180, "one");
        answer(180, "two");
        answer(486, "one");

        assertThat(session.over()).isTrue();
        assertThat(session.forks().find("two").orElseThrow().over()).isTrue();
    }

    @Test
    void anInviteMakesSoManyDialogsAndNoMore() {
        for (int i = 0; i <= Forks.MAX_DIALOGS; i++) {
            answer(180, "tag" + i);
        }

        assertThat(told).hasSize(Forks.MAX_DIALOGS + 1).endsWith("180 of none");
    }
}
